"""Sending work to Celery from a staff request, so that it starts now and not at the next sweep."""

import logging
from functools import partial
from typing import Any

from celery import Task, current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def send_after_commit(task: Task, *ids: object) -> None:
    """
    Send a task with its ids once the transaction is committed.

    Never waits longer than about a second and never fails the request: whatever is sent has a row in the database that
    a sweep finds, so a broker that is down only delays it.
    """
    transaction.on_commit(partial(_send, task, ids))


def impatient() -> dict[str, Any]:
    """Return how to connect to the broker when somebody waits: one try, and a second at the most for an answer."""
    once = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0, "interval_start": 0}
    return {"connect_timeout": 1, "transport_options": {**current_app.conf.broker_transport_options, **once}}


def _send(task: Task, ids: tuple[object, ...]) -> None:
    try:
        with current_app.connection_for_write(**impatient()) as connection:
            once: dict[str, Any] = {"connection": connection, "retry": False}
            task.apply_async(args=ids, **once)
    except (OperationalError, OSError) as error:
        log.warning("Could not send %s now, a sweep will: %s", task.name, error)
