"""Keeping messages exactly as they came, each once, before anybody looks at what they say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from common import clock
from engagement.models import Exercise
from responses.intake import originals
from responses.intake.mail.models import Message
from responses.intake.mail.reading.identity import identity
from responses.intake.mail.sources import Collection, Mailbox

if TYPE_CHECKING:
    from accounts.models import User

LARGEST = 36 * 1024 * 1024  # 25 MB of attachments, written as letters for the way


@dataclass(frozen=True)
class Kept:
    """What became of a message: the row, and whether it is new."""

    message: Message
    is_new: bool


@dataclass(frozen=True)
class Place:
    """Where a message lay in a mailbox; kept with it, in one transaction, as how far the mailbox has been fetched."""

    mailbox: Mailbox
    uid: int


def keep(
    data: bytes,
    *,
    exercise: Exercise,
    name: str,
    by: User | None = None,
    collection: Collection | None = None,
    mailbox_at: dt.datetime | None = None,
    place: Place | None = None,
    fault: str = "",
) -> Kept:
    """
    Keep a message with its bytes, or find the one that is the same.

    Two who bring the same message at once are parted by the constraint on its identity: one row is written, and the
    file of the other is taken away again. With a `fault` it goes to the list of messages that cannot be read.
    """
    same = identity(data)
    known = Message.objects.filter(exercise=exercise, identity=same).first()
    if known is None:
        try:
            return Kept(_written(data, same, exercise, name, by, collection, mailbox_at, place, fault), is_new=True)
        except IntegrityError:
            known = Message.objects.get(exercise=exercise, identity=same)
    if place:
        advance(place)
    return Kept(known, is_new=False)


def _written(
    data: bytes,
    same: str,
    exercise: Exercise,
    name: str,
    by: User | None,
    collection: Collection | None,
    mailbox_at: dt.datetime | None,
    place: Place | None,
    fault: str,
) -> Message:
    now = clock.now()
    file = ContentFile(data, name=name)
    with originals.stored([file], exercise=exercise, by=by) as (original,), transaction.atomic():
        original.save()
        message = Message.objects.create(
            exercise=exercise,
            original=original,
            collection=collection,
            identity=same,
            kept_at=now,
            mailbox_at=mailbox_at,
            received_at=mailbox_at or now,
            received_by=Message.Clock.MAILBOX if mailbox_at else Message.Clock.KEPT,
            state=Message.State.POISON if fault else Message.State.ARRIVED,
            fault=fault,
        )
        if place:
            advance(place)
    return message


def advance(place: Place) -> None:
    """Note that a mailbox has been fetched up to a message."""
    Mailbox.objects.filter(pk=place.mailbox.pk, last_uid__lt=place.uid).update(last_uid=place.uid)
