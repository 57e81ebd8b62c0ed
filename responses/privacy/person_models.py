"""What was done for one person: who was given what is held, and who asked for an erasure and who agreed to it.

A person stands here as a keyed hash of what they were looked for by: it can be compared, and it cannot be read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import AppendOnly, AppendOnlyManager
from engagement.models import Exercise


class SoughtBy(models.TextChoices):
    """What a person is looked for by."""

    EMAIL = "email", "Email address"
    TELEPHONE = "telephone", "Telephone number"
    NAME = "name", "Name"
    REFERENCE = "reference", "Reference"


class SubjectExport(AppendOnly):
    """Somebody took out everything that is held on one person."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="subject_exports")
    sought_by = models.CharField(max_length=9, choices=SoughtBy)
    person = models.CharField(max_length=64, help_text="keyed hash of what they were looked for by")
    counts = models.JSONField(help_text="how many rows of which table were in it")
    files = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(name="subject_export_latest", fields=["exercise", "-id"])]
        constraints = [
            models.CheckConstraint(name="subject_export_sought_by_known", condition=Q(sought_by__in=SoughtBy.values)),
            models.CheckConstraint(name="subject_export_of_a_person", condition=~Q(person="")),
        ]

    def __str__(self) -> str:
        return f"subject export {self.pk}"

    @property
    def rows(self) -> int:
        """Return how many rows of all tables were in it."""
        return sum(self.counts.values())


class SubjectErasure(models.Model):
    """Somebody asks for one person to be erased; it is done when somebody else agrees, and never by one alone."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        DONE = "done", "Erased"
        REFUSED = "refused", "Not erased"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="subject_erasures")
    sought_by = models.CharField(max_length=9, choices=SoughtBy)
    person = models.CharField(max_length=64, help_text="keyed hash of what they were looked for by")
    roots = models.JSONField(help_text="the rows that were found, by table; what hangs on them goes with them")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.TextField(blank=True, help_text="why it was refused")
    counts = models.JSONField(default=dict, help_text="how many rows of which table lost something")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="subject_erasure_waits_once", fields=["exercise", "person"], condition=Q(state="waiting")
            ),
            models.CheckConstraint(name="subject_erasure_sought_by_known", condition=Q(sought_by__in=SoughtBy.values)),
            models.CheckConstraint(
                name="subject_erasure_state_known", condition=Q(state__in=["waiting", "done", "refused"])
            ),
            models.CheckConstraint(name="subject_erasure_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="subject_erasure_decided_whole",
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="subject_erasure_done_by_another", condition=~Q(state="done") | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="subject_erasure_refused_with_reason", condition=~Q(state="refused") | ~Q(decided_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"subject erasure {self.pk}"
