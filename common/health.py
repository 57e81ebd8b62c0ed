"""Signs of life, each asked for with a short limit and told without addresses or secrets."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from amqp.exceptions import NotFound
from celery import current_app
from django.db import DatabaseError, connection
from django.db.models import Max
from kombu.exceptions import ChannelError, OperationalError

from common import clock
from common.models import OutboxMessage, WorkerHeartbeat
from common.queue import impatient

HEARTBEAT_MAX_AGE = timedelta(minutes=3)
OUTBOX_MAX_WAIT = timedelta(minutes=15)

log = logging.getLogger(__name__)

# Signs of upper rooms; they join in their AppConfig.ready(). Each asks the database a few short questions at the most.
more_signs: list[Callable[[], "Sign"]] = []


@dataclass(frozen=True)
class Sign:
    """One part of the site, and how it does."""

    name: str
    ok: bool
    facts: dict[str, int | None] = field(default_factory=dict)


def of_site() -> list[Sign]:
    """Return the signs of every part; without a database only those that need none."""
    database = of_database()
    return [
        database,
        of_broker(),
        *([of_worker(), of_outbox(), *(sign() for sign in more_signs)] if database.ok else []),
    ]


def of_database() -> Sign:
    """Does the database answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("The database does not answer")
        return Sign("database", ok=False)
    return Sign("database", ok=True)


def of_broker() -> Sign:
    """Does the broker answer, and how many messages wait there?"""
    try:
        return Sign("broker", ok=True, facts={"waiting": _broker_depth()})
    except (OperationalError, OSError) as error:
        log.warning("The broker does not answer: %s", error)
        return Sign("broker", ok=False)


def of_worker() -> Sign:
    """How long ago did the liveliest worker run a task that beat sent?"""
    seen_at = WorkerHeartbeat.objects.aggregate(last=Max("seen_at"))["last"]
    age = clock.now() - seen_at if seen_at else None
    return Sign("worker", ok=age is not None and age < HEARTBEAT_MAX_AGE, facts={"seconds_since_seen": _seconds(age)})


def of_outbox() -> Sign:
    """Does anything wait for too long, and did anything fail for good?"""
    waiting = OutboxMessage.objects.filter(done_at=None, failed_at=None, available_at__lte=clock.now())
    oldest = waiting.order_by("available_at", "id").values_list("available_at", flat=True).first()
    wait = clock.now() - oldest if oldest else timedelta()
    facts = {"waiting": waiting.count(), "failed": OutboxMessage.objects.exclude(failed_at=None).count()}
    return Sign("outbox", ok=wait < OUTBOX_MAX_WAIT, facts={"oldest_seconds": _seconds(wait), **facts})


def _broker_depth() -> int:
    with current_app.connection_for_read(**impatient()) as broker:
        channel: Any = broker.default_channel
        try:
            return channel.queue_declare(current_app.conf.task_default_queue, passive=True).message_count
        except (ChannelError, NotFound):
            return 0  # no worker has made the queue yet


def _seconds(age: timedelta | None) -> int | None:
    return None if age is None else int(age.total_seconds())
