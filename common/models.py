"""Tables that no room owns: work to be done after a commit, and signs of life of the workers."""

import uuid

from django.db import models
from django.db.models import Q

from common import clock
from common.fields import EncryptedJSONField


class OutboxMessage(models.Model):
    """
    Work that a transaction wants done once it is committed, such as an email.

    Waiting until `available_at`; done, or failed for good after the last attempt. A claim moves `available_at` to the
    end of its lease, so that the work of a worker that died comes back by itself.
    """

    # Stable over every attempt: the Message-ID of an email is made of it.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    payload = EncryptedJSONField(null=True, help_text="Emptied once the work is done.")
    created_at = models.DateTimeField(default=clock.now)
    available_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outbox_done_or_failed",
                condition=Q(done_at__isnull=True) | Q(failed_at__isnull=True),
                violation_error_message="A message is done or failed, not both.",
            ),
        ]
        indexes = [
            models.Index(
                name="outbox_waiting",
                fields=["available_at", "id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class WorkerHeartbeat(models.Model):
    """When a worker last ran the task that beat sends every half minute: both are alive if this is recent."""

    worker = models.CharField(max_length=255, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
