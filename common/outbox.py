"""
Work that follows a commit.

A respondent's request never speaks to the queue: it puts a message here, in its own transaction, and beat has the
waiting ones worked off. A broker or mail server that is down delays what follows and never the submission itself.

    outbox.put("responses.receipt", {"response_id": response.id})      # inside the transaction
    outbox.register("responses.receipt", send_receipt)                 # once, in AppConfig.ready()

A handler takes the message (`message.payload`, `message.uid`) and must do no harm when it runs twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.db.models import F, QuerySet

from common import clock
from common.models import OutboxMessage

Handler = Callable[[OutboxMessage], None]

LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 80  # a little over three days: a mail server may be away for a long weekend

WORKER_DIED = "The worker ended in the middle of the last attempt."

log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Say who does the work of a kind; once per kind."""
    if _handlers.setdefault(kind, handler) is not handler:
        raise ValueError(f"Two handlers for outbox messages of the kind {kind!r}.")


def put(kind: str, payload: dict[str, Any], *, at: datetime | None = None) -> OutboxMessage:
    """Leave work to be done once the surrounding transaction is committed, or later, `at` a time."""
    return OutboxMessage.objects.create(kind=kind, payload=payload, available_at=at or clock.now())


def payload_of(message: OutboxMessage) -> dict[str, Any]:
    """Return what a message that is being worked off carries."""
    if message.payload is None:
        raise LookupError(f"The payload of {message} has been emptied: its work is done.")
    payload: dict[str, Any] = message.payload
    return payload


def drain(*, limit: int = 100) -> int:
    """Work off what is waiting, oldest first, and return how many messages were done."""
    waiting = OutboxMessage.objects.filter(done_at=None, failed_at=None, available_at__lte=clock.now())
    candidates = list(waiting.order_by("available_at", "id").values_list("id", "available_at")[:limit])
    return sum(_work_off(message) for message in (_claim(*candidate) for candidate in candidates) if message)


def try_again(messages: QuerySet[OutboxMessage]) -> int:
    """Put messages that failed for good back, once what they failed of is mended; return how many there were."""
    return messages.exclude(failed_at=None).update(failed_at=None, attempts=0, available_at=clock.now())


def _claim(message_id: int, seen_available_at: datetime) -> OutboxMessage | None:
    """Take the message, unless another worker did so since it was listed or its workers died of it every time."""
    now = clock.now()
    as_seen = OutboxMessage.objects.filter(id=message_id, available_at=seen_available_at, done_at=None, failed_at=None)
    claimed = as_seen.filter(attempts__lt=MAX_ATTEMPTS).update(
        available_at=now + LEASE, claimed_at=now, attempts=F("attempts") + 1
    )
    if claimed:
        return OutboxMessage.objects.get(id=message_id)
    if as_seen.filter(attempts__gte=MAX_ATTEMPTS).update(failed_at=now, last_error=WORKER_DIED):
        log.error("Outbox message %d failed for good: its worker ended in the middle of it", message_id)
    return None


def _work_off(message: OutboxMessage) -> bool:
    try:
        if message.kind not in _handlers:
            raise LookupError(f"Nothing is registered for {message.kind!r}.")
        _handlers[message.kind](message)
    except Exception as error:  # whatever a handler raises, the rest of the outbox goes on
        log.warning("Outbox message %s, attempt %d: %s", message, message.attempts, type(error).__name__)
        _put_back(message, error)
        return False
    # The payload may hold an address: it goes as soon as it has served.
    OutboxMessage.objects.filter(id=message.id).update(done_at=clock.now(), failed_at=None, last_error="", payload=None)
    return True


def _put_back(message: OutboxMessage, error: Exception) -> None:
    now = clock.now()
    # Only while the claim is still ours: after the lease another worker may have done it.
    ours = OutboxMessage.objects.filter(id=message.id, claimed_at=message.claimed_at, done_at=None)
    reason = _without_words(error)
    if message.attempts >= MAX_ATTEMPTS:
        log.error("Outbox message %s failed for good after %d attempts", message, message.attempts)
        ours.update(failed_at=now, last_error=reason)
    else:
        pause = min(FIRST_PAUSE * 2 ** min(message.attempts - 1, 10), LONGEST_PAUSE)
        ours.update(available_at=now + pause, last_error=reason)


def _without_words(error: Exception) -> str:
    """Return the sort of an error and a mail server's code: what errors say themselves can hold an address."""
    codes: list[int] = []
    if isinstance(error, SMTPResponseException):
        codes = [error.smtp_code]
    elif isinstance(error, SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
    return " ".join([type(error).__name__, *map(str, codes)])
