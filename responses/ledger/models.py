"""What makes the ledger trustworthy: seals over what stands in it, checks of them, and what was exported from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import AppendOnly, AppendOnlyManager
from engagement.models import Exercise
from responses.moderation.models import Act
from responses.submission.models import Response


class Seal(AppendOnly):
    """A digest over what was added to an exercise's ledger since the seal before, chained to that one.

    Each of the numbers in `*_to` is the highest id of its table, of any exercise, that had been looked at by then.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    response_to = models.PositiveBigIntegerField()
    act_to = models.PositiveBigIntegerField()
    original_to = models.PositiveBigIntegerField()
    exercise_act_to = models.PositiveBigIntegerField()
    counts = models.JSONField(help_text="how many rows of each sort were sealed")
    previous = models.CharField(max_length=64, blank=True, help_text="digest of the seal before")
    digest = models.CharField(max_length=64)

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [models.UniqueConstraint(name="seal_number_once", fields=["exercise", "number"])]

    def __str__(self) -> str:
        return f"seal {self.number} of exercise {self.exercise_id}"


class Fingerprint(AppendOnly):
    """A digest of words that may have to be erased one day, so that the seals need not hold the words themselves.

    The salt goes with the words: without it nobody can find out by guessing what they were.
    """

    response = models.OneToOneField(Response, on_delete=models.PROTECT, null=True, related_name="fingerprint")
    act = models.OneToOneField(Act, on_delete=models.PROTECT, null=True, related_name="fingerprint")
    salt = models.CharField(max_length=32, blank=True, help_text="empty once the words are erased")
    digest = models.CharField(max_length=64)

    ERASABLE = ("salt",)
    objects = AppendOnlyManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="fingerprint_of_one_thing",
                condition=Q(response__isnull=False, act__isnull=True) | Q(response__isnull=True, act__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"fingerprint {self.pk}"


class LedgerCheck(models.Model):
    """One run of verify_ledger over an exercise, by night or by hand."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="ledger_checks")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, help_text="empty while it runs, or where it broke off")
    responses = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0, help_text="originals that were read and hashed again")
    found = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="the first of them, in plain words")

    class Meta:
        ordering = ["exercise", "-id"]

    def __str__(self) -> str:
        return f"check {self.pk}"


class Export(AppendOnly):
    """What somebody took out of the ledger, when and what for."""

    class Kind(models.TextChoices):
        CSV = "csv", "Ledger without personal data, CSV"
        XLSX = "xlsx", "Ledger without personal data, Excel"
        FILE = "file", "Whole file on one response"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="ledger_exports")
    kind = models.CharField(max_length=4, choices=Kind)
    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, blank=True, related_name="exports")
    filters = models.JSONField(default=dict, help_text="what the ledger was limited to")
    reason = models.TextField(help_text="what for, such as the number of the request or complaint")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="ledger_export_kind_known", condition=Q(kind__in=["csv", "xlsx", "file"])),
            models.CheckConstraint(name="ledger_export_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="ledger_export_file_is_of_a_response", condition=Q(kind="file") ^ Q(response__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"
