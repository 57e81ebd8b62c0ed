"""Tasks that no room owns."""

from datetime import timedelta

from celery import Task, shared_task
from django.core.management import call_command

from common import clock, outbox
from common.models import OutboxMessage, WorkerHeartbeat

DONE_MESSAGES_KEPT = timedelta(days=30)
SILENT_WORKERS_KEPT = timedelta(days=1)


@shared_task
def drain_outbox() -> int:
    """Work off the outbox; sent by beat every few seconds."""
    return outbox.drain()


@shared_task(bind=True)
def heartbeat(self: Task) -> None:
    """Leave a sign of life for /health/; sent by beat, so it proves beat and this worker at once."""
    WorkerHeartbeat.objects.update_or_create(
        worker=self.request.hostname or "worker", defaults={"seen_at": clock.now()}
    )


@shared_task
def clean_up() -> None:
    """Remove what has served: done messages, what failed ones carry, workers that are gone, sessions that ran out."""
    now = clock.now()
    OutboxMessage.objects.filter(failed_at__lt=now - DONE_MESSAGES_KEPT).update(payload=None)
    OutboxMessage.objects.filter(done_at__lt=now - DONE_MESSAGES_KEPT).delete()
    WorkerHeartbeat.objects.filter(seen_at__lt=now - SILENT_WORKERS_KEPT).delete()
    call_command("clearsessions")
