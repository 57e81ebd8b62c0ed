"""Lists of messages, page by page from a key onwards, and what stands beside one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from engagement.models import Exercise
from responses.intake.mail.models import Message, MessagePart, MessageQuerySet
from responses.intake.mail.sources import Collection, Mailbox

PAGE = 25
COUNT_LIMIT = 1_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
State = Message.State
# What a list needs; the words of messages are sealed and long.
LISTED = ("exercise_id", "state", "sort", "fault", "received_at", "received_by", "sender", "subject", "response_id")


# Counted for the rows of one page; a join would count for all of the exercise before it takes a page of them.
_FILES = Coalesce(
    Subquery(
        MessagePart.objects.filter(message=OuterRef("pk"), kind=MessagePart.Kind.FILE)
        .order_by()
        .values("message")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    0,
)


@dataclass(frozen=True)
class Page:
    rows: Sequence[Message] = field(default_factory=list)
    before: str = ""
    after: str = ""


def page(
    exercise: Exercise, *, state: str = "", sort: str = "", after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """Return one page of an exercise's messages, latest first, from a key onwards or back from one."""
    rows = Message.objects.filter(exercise=exercise)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(sort=sort) if sort else rows
    key = _key_in(before or after)
    backwards = bool(before) and key is not None
    if key:
        rows = _beyond(rows, *key, later=backwards)
    order = ("received_at", "id") if backwards else ("-received_at", "-id")
    found = list(
        rows.order_by(*order)
        .only(*LISTED, "response__reference")
        .select_related("response")
        .annotate(files=_FILES)[: size + 1]
    )
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (_key_of(found[0]), _key_of(found[-1])) if found else ("", "")
    return Page(
        found,
        before=first if (more if backwards else key) else "",
        after=last if (backwards or more) else "",
    )


def _beyond(rows: MessageQuerySet, moment: dt.datetime, number: int, *, later: bool) -> MessageQuerySet:
    if later:
        return rows.filter(Q(received_at__gt=moment) | Q(received_at=moment, id__gt=number))
    return rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, id__lt=number))


def _key_of(message: Message) -> str:
    return f"{(message.received_at - EPOCH) // MICROSECOND}-{message.pk}"


def _key_in(text: str) -> tuple[dt.datetime, int] | None:
    moment, _, number = text.partition("-")
    if len(text) > 60 or not all(part.isascii() and part.isdigit() for part in (moment, number)):
        return None
    try:
        found = EPOCH + int(moment) * MICROSECOND, int(number)
    except OverflowError:
        return None
    return found if found[1] < 2**63 else None


def counts(exercise: Exercise) -> dict[str, str]:
    """Return how many messages stand in each state, as shown; counting stops at a limit."""
    found = {}
    for state in State.values:
        number = Message.objects.filter(exercise=exercise, state=state).order_by()[: COUNT_LIMIT + 1].count()
        found[state] = f"more than {COUNT_LIMIT:,}" if number > COUNT_LIMIT else f"{number:,}"
    return found


def twins(message: Message, *, most: int = 5) -> list[Message]:
    """Return other messages of the exercise with the same words or the same Message-ID."""
    same = Q(pk__in=[])
    if message.text_key:
        same |= Q(text_key=message.text_key)
    if message.message_key:
        same |= Q(message_key=message.message_key)
    rows = Message.objects.filter(same, exercise=message.exercise_id).exclude(pk=message.pk)
    return list(rows.only(*LISTED, "text_key", "response__reference").select_related("response").order_by("pk")[:most])


def mailbox_of(exercise: Exercise) -> Mailbox | None:
    """Return how far the exercise's mailbox has been fetched, if it has one."""
    return Mailbox.objects.filter(exercise=exercise).first()


def collections_of(exercise: Exercise, *, most: int = 5) -> list[Collection]:
    """Return the latest uploaded mailboxes."""
    return list(Collection.objects.filter(exercise=exercise).select_related("original").order_by("-id")[:most])
