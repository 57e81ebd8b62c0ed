"""A report: asked for, built by a worker from a snapshot, rendered to files, superseded and never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.permissions import organisations_with
from analysis.models.snapshots import Snapshot
from engagement.models import Exercise

if TYPE_CHECKING:
    from accounts.models import User


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User, *roles: Role) -> ReportQuerySet:
        """Limit to exercises of organisations where the user holds one of the roles."""
        return self.filter(exercise__organisation__in=organisations_with(user, *roles))


class Report(models.Model):
    """A row walks pending → building → ready, or failed. Who works on it holds a lease, so that a crash frees it."""

    class Audience(models.TextChoices):
        TEAM = "team", "Team: communications and analysts"
        STEERING = "steering", "Steering group"
        PUBLIC = "public", "Public"

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be built"
        BUILDING = "building", "Being built"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=12, choices=Audience)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty when asked for from the command line",
    )
    requested_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="reports")
    data = models.JSONField(null=True)
    disclosure_step = models.PositiveIntegerField(
        null=True, help_text="place among the exercise's reports that leave the team; small numbers are judged in order"
    )
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text="in plain words")
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(name="report_unfinished", fields=["state"], condition=Q(state__in=["pending", "building"])),
        ]
        constraints = [
            models.UniqueConstraint(name="report_number_once", fields=["exercise", "number"]),
            models.UniqueConstraint(name="report_disclosure_step_once", fields=["exercise", "disclosure_step"]),
            models.CheckConstraint(
                name="report_audience_known", condition=Q(audience__in=["team", "steering", "public"])
            ),
            models.CheckConstraint(
                name="report_state_known", condition=Q(state__in=["pending", "building", "ready", "failed"])
            ),
            models.CheckConstraint(
                name="report_building_is_leased",
                condition=Q(claimed_at__isnull=True, lease_until__isnull=True, state="pending")
                | Q(claimed_at__isnull=False, lease_until__isnull=False, state="building")
                | Q(state__in=["ready", "failed"]),
            ),
            models.CheckConstraint(
                name="report_ready_is_whole",
                condition=Q(state="ready", ready_at__isnull=False, snapshot__isnull=False, data__isnull=False)
                | (~Q(state="ready") & Q(ready_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_failed_says_why",
                condition=(Q(state="failed") & ~Q(error="")) | (~Q(state="failed") & Q(error="")),
            ),
            models.CheckConstraint(
                name="report_data_has_snapshot", condition=Q(data__isnull=True) | Q(snapshot__isnull=False)
            ),
            models.CheckConstraint(
                name="report_outside_the_team_has_step",
                condition=Q(data__isnull=True) | Q(audience="team") | Q(disclosure_step__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.number} of exercise {self.exercise_id}"


class ReportFile(models.Model):
    """One format of a report, made by a job of its own."""

    class Format(models.TextChoices):
        HTML = "html", "Web page"
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV of all accepted answers"

    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        BUILDING = "building", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=8, choices=Format)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    file = models.FileField(upload_to="reports/", max_length=300, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="report_file_once", fields=["report", "format"]),
            models.CheckConstraint(
                name="report_file_format_known", condition=Q(format__in=["html", "docx", "pdf", "xlsx", "csv"])
            ),
            models.CheckConstraint(
                name="report_file_state_known", condition=Q(state__in=["pending", "building", "ready", "failed"])
            ),
            models.CheckConstraint(
                name="report_file_ready_is_whole",
                condition=(Q(state="ready", size__isnull=False) & ~Q(file="") & ~Q(sha256="")) | ~Q(state="ready"),
            ),
            models.CheckConstraint(
                name="report_file_building_is_leased",
                condition=Q(lease_until__isnull=False) | ~Q(state="building"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.format}"


class EarlyAccess(models.Model):
    """The communications lead lets the steering group have reports before the exercise is over, and says why."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="early_access")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["granted_at", "id"]
        constraints = [models.CheckConstraint(name="early_access_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"early access to {self.exercise_id}"
