import time

import pytest
from celery import current_app
from django.db import transaction

from common import health, tasks
from common.queue import send_after_commit


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_neither_fails_nor_holds_up_the_request(monkeypatch):
    down = current_app.connection_for_write
    monkeypatch.setattr(current_app, "connection_for_write", lambda **options: down("redis://127.0.0.1:1/0", **options))
    start = time.monotonic()
    with transaction.atomic():
        send_after_commit(tasks.heartbeat)
    assert time.monotonic() - start < 2


def test_a_broker_that_is_down_is_seen_quickly(monkeypatch):
    reading = current_app.connection_for_read
    monkeypatch.setattr(
        current_app, "connection_for_read", lambda **options: reading("redis://127.0.0.1:1/0", **options)
    )
    start = time.monotonic()
    assert not health.of_broker().ok
    assert time.monotonic() - start < 2


def test_every_scheduled_task_exists():
    current_app.loader.import_default_modules()
    missing = {entry["task"] for entry in current_app.conf.beat_schedule.values()} - set(current_app.tasks)
    assert not missing, f"config/settings.py schedules tasks that nobody wrote: {missing}"


def test_every_scheduled_message_expires():
    assert all(entry["options"]["expires"] for entry in current_app.conf.beat_schedule.values())
