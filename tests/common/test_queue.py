import pytest
from celery import current_app
from django.db import transaction

from common import health, tasks
from common.queue import impatient, send_after_commit

NOBODY_THERE = "redis://127.0.0.1:1/0"


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_the_request(monkeypatch, caplog):
    down = current_app.connection_for_write
    monkeypatch.setattr(current_app, "connection_for_write", lambda **options: down(NOBODY_THERE, **options))
    with transaction.atomic():
        send_after_commit(tasks.heartbeat)
    assert "a sweep will" in caplog.text


def test_a_broker_that_is_down_is_told(monkeypatch):
    down = current_app.connection_for_read
    monkeypatch.setattr(current_app, "connection_for_read", lambda **options: down(NOBODY_THERE, **options))
    assert not health.of_broker().ok


def test_somebody_who_waits_for_the_broker_waits_for_one_try_of_a_second():
    options = impatient()
    assert options["connect_timeout"] == 1
    assert options["transport_options"]["max_retries"] == 0
    assert options["transport_options"]["socket_timeout"] == 1


def test_every_scheduled_task_exists():
    current_app.loader.import_default_modules()
    missing = {entry["task"] for entry in current_app.conf.beat_schedule.values()} - set(current_app.tasks)
    assert not missing, f"config/queue.py schedules tasks that nobody wrote: {missing}"


def test_every_scheduled_message_expires():
    assert all(entry["options"]["expires"] for entry in current_app.conf.beat_schedule.values())
