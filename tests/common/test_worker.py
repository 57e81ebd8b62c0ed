"""The queue with a real worker in its own process."""

import pytest
from django.db import transaction

from common import health, outbox, tasks
from common.models import OutboxMessage, WorkerHeartbeat
from common.queue import send_after_commit

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_task_that_is_sent_is_done(worker):
    tasks.heartbeat.delay()
    worker.wait_until(WorkerHeartbeat.objects.exists)
    assert health.of_worker().ok


def test_a_staff_request_wakes_the_worker_after_its_commit_only(worker):
    with transaction.atomic():
        send_after_commit(tasks.heartbeat)
        assert health.of_broker().facts["waiting"] == 0
    worker.wait_until(WorkerHeartbeat.objects.exists)


def test_what_was_sent_while_no_worker_ran_is_done_when_one_is_back(worker):
    worker.kill()
    tasks.heartbeat.delay()
    assert health.of_broker().facts["waiting"] >= 1
    worker.start()
    worker.wait_until(WorkerHeartbeat.objects.exists)


def test_the_worker_drains_the_outbox_and_keeps_what_it_does_not_know(worker):
    message = outbox.put("nobody.does.this", {})
    tasks.drain_outbox.delay()
    worker.wait_until(OutboxMessage.objects.filter(attempts=1).exclude(last_error="").exists)
    message.refresh_from_db()
    assert message.done_at is None
