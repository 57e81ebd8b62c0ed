"""What was read in a message, written down; done by a worker, or at once for a few that somebody uploads."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import time
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from common import clock
from responses.intake.mail.child import Reader, Stumbled
from responses.intake.mail.models import Message, MessageAct, MessagePart
from responses.register import bounces

log = logging.getLogger(__name__)
State, Sort = Message.State, Message.Sort
MOST_ATTEMPTS = 3
AT_ONCE = 200  # messages of one task; a sweep sends the next
SECONDS = 5 * 60  # of one task
LEASE = dt.timedelta(minutes=3)  # longer than a message may take
FAST_CLOCK = dt.timedelta(minutes=10)
GAVE_UP = "Whoever read it was stopped three times. Try again, or key it in from its original."
WHY_APART = {
    Sort.AUTO_REPLY: "It is an automatic reply.",
    Sort.BOUNCE: "It says that an email of ours could not be delivered.",
    Sort.CALENDAR: "It answers or sends an invitation to a meeting.",
    Sort.RECEIPT: "It says that an email of ours was opened.",
}


def waiting() -> list[int]:
    """Return messages that nobody has read, oldest first."""
    rows = Message.objects.filter(_unread()).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def _unread() -> Q:
    """Those that nobody reads just now; a lease frees what a worker left when it was killed."""
    return Q(Q(lease_until__isnull=True) | Q(lease_until__lte=clock.now()), state=State.ARRIVED)


def read_all(message_ids: list[int]) -> None:
    """Read messages one after the other; one that breaks its reader stops none."""
    end = time.monotonic() + SECONDS
    with Reader() as reader:
        for message_id in message_ids:
            if time.monotonic() > end:
                return
            try:
                read(message_id, reader)
            except Exception:
                # Its lease runs out, it is tried again, and after three times it is given up.
                log.exception("Message %s", message_id)


def read(message_id: int, reader: Reader) -> None:
    """Read a message, unless somebody has done so already."""
    arrived = Message.objects.filter(_unread(), pk=message_id)
    # Counted before the reading, so that a message which ends even us is not begun for ever.
    if not arrived.update(attempts=F("attempts") + 1, lease_until=clock.now() + LEASE):
        return
    message = Message.objects.select_related("original", "exercise").get(pk=message_id)
    if message.attempts > MOST_ATTEMPTS:
        Message.objects.filter(pk=message_id, state=State.ARRIVED).update(
            state=State.POISON, fault=GAVE_UP, lease_until=None
        )
        return
    try:
        with message.original.file.open("rb") as file:
            found = reader.message(file.read())
    except Stumbled as stumbled:
        found = {"fault": str(stumbled)}
    except Exception:
        # A file that is gone, or sealed with a key that is not there any more
        log.exception("The original of message %s", message_id)
        found = {"fault": "Its file could not be opened. Tell whoever runs this site, and try again."}
    write(message, found)


def write(message: Message, found: dict[str, Any]) -> None:
    """Put down what was read, in place of what was read before, and where the message goes from here."""
    _fill(message, found)
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, state=State.ARRIVED).update(attempts=message.attempts):
            return
        MessagePart.objects.filter(message=message).delete()
        parts = [_part(message, number, part) for number, part in enumerate(found.get("parts", []))]
        MessagePart.objects.bulk_create(parts)
        if message.state == State.SET_APART:
            MessageAct.objects.create(
                message=message, verb=MessageAct.Verb.SET_APART, at=clock.now(), note=WHY_APART[Sort(message.sort)]
            )
        message.save()
        for address in message.bounced.get("addresses", []):
            bounces.note(message.exercise, address, message.received_at)


def _fill(message: Message, found: dict[str, Any]) -> None:
    for name in ("subject", "sender", "sender_address", "message_id", "headers", "notes"):
        setattr(message, name, found.get(name) or type(getattr(message, name))())
    message.body = found.get("text", "")
    message.fault = found.get("fault", "")[:300]
    message.sort = found.get("sort", Sort.ORDINARY)
    message.bounced = {"addresses": found["bounced"]} if found.get("bounced") else {}
    message.message_key = _key(message.message_id)
    message.text_key = text_key(message.body)
    message.sent_at = _moment(found.get("sent_at", ""))
    message.received_at, message.received_by = _received(message, _moment(found.get("received_at", "")))
    by_sort = State.WAITING if message.sort == Sort.ORDINARY else State.SET_APART
    message.lease_until = None
    message.state = State.POISON if message.fault else by_sort


def _received(message: Message, written: dt.datetime | None) -> tuple[dt.datetime, str]:
    """
    Return when a message reached us and whose clock says so.

    The mail system that took it in wrote a line on top of it; a mailbox notes a moment too, which is that of a later
    copy where a colleague moved the message there. What the sender's computer says comes last, as it may be set to
    anything. A moment that lies ahead is nobody's.
    """
    latest = message.kept_at + FAST_CLOCK
    clocks = [
        (written, Message.Clock.RECEIVED),
        (message.mailbox_at, Message.Clock.MAILBOX),
        (message.sent_at, Message.Clock.SENT),
    ]
    for moment, whose in clocks:
        if moment and moment <= latest:
            return min(moment, message.kept_at), whose.value
    return message.kept_at, Message.Clock.KEPT.value


def _moment(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _part(message: Message, number: int, part: dict[str, Any]) -> MessagePart:
    names = ("kind", "name", "depth", "size", "sha256", "headers", "text")
    return MessagePart(
        message=message,
        number=number,
        content_type=part["content_type"][:120],
        note=part["note"][:300],
        **{name: part[name] for name in names},
    )


def text_key(text: str) -> str:
    """Return a hash that texts share which differ in white space, quotation signs and capitals alone."""
    words = " ".join(re.sub(r"^[>\s]+", "", text.casefold(), flags=re.MULTILINE).split())
    return _key(words) if len(words) >= 40 else ""


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() if text else ""
