"""How long things are kept, what stops them from going, and the record of what went. None of it holds personal data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from engagement.models import Exercise
from responses.privacy.labels import titled
from responses.submission.models import Response


class Kept(models.TextChoices):
    """What has a period of its own; `kept` in common/classification.yaml says which table belongs to which."""

    DRAFTS = "drafts", "Drafts"
    CONTACTS = "contacts", "Contact details of respondents"
    RESPONSES = "responses", "Words and names in responses"
    ORIGINALS = "originals", "Emails, letters and notes as they came, and what was read from them"
    STAKEHOLDERS = "stakeholders", "The register of stakeholders, invitations and reminders"
    REPORTS = "reports", "Reports that are not for the public, and exports"


class RetentionRule(models.Model):
    """How long a class is kept after a date of the exercise. Rows are only added; the latest of a class holds."""

    class Unit(models.TextChoices):
        DAYS = "days", "days"
        MONTHS = "months", "months"
        YEARS = "years", "years"

    class Since(models.TextChoices):
        CLOSE = "close", "the exercise closes"
        END = "end", "the exercise ends"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="retention_rules")
    kept = models.CharField(max_length=12, choices=Kept)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=Unit)
    since = models.CharField(max_length=6, choices=Since)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="retention_rule_kept_known", condition=Q(kept__in=Kept.values)),
            # Drafts end by the phases of the exercise, which the public is told.
            models.CheckConstraint(name="retention_rule_not_of_drafts", condition=~Q(kept="drafts")),
            models.CheckConstraint(name="retention_rule_unit_known", condition=Q(unit__in=["days", "months", "years"])),
            models.CheckConstraint(name="retention_rule_since_known", condition=Q(since__in=["close", "end"])),
            models.CheckConstraint(name="retention_rule_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="retention_rule_is_some_time", condition=Q(amount__gte=1, amount__lte=3650)),
        ]

    def __str__(self) -> str:
        return f"{self.kept} of {self.exercise_id}: {self.amount} {self.unit}"


class RetentionReview(models.Model):
    """Somebody has looked at what is due of a class and says that it may go; without one that stands it waits."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="retention_reviews")
    kept = models.CharField(max_length=12, choices=Kept)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    void_since = models.DateTimeField(null=True, help_text="when what was looked at was given another time to go")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="retention_review_stands_once", fields=["exercise", "kept"], condition=Q(void_since=None)
            ),
            models.CheckConstraint(name="retention_review_kept_known", condition=Q(kept__in=Kept.values)),
            models.CheckConstraint(name="retention_review_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kept} of {self.exercise_id} reviewed"


class LegalHold(models.Model):
    """Nothing of the exercise is deleted while this lasts. One person places it; somebody else lifts it."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="legal_holds")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    reason = models.TextField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="legal_hold_one_at_a_time", fields=["exercise"], condition=Q(lifted_at=None)),
            models.CheckConstraint(name="legal_hold_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="legal_hold_lifted_whole",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
            ),
            models.CheckConstraint(
                name="legal_hold_lifted_by_another", condition=Q(lifted_by=None) | ~Q(lifted_by=F("placed_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"legal hold on {self.exercise_id}"


class RetentionRun(models.Model):
    """One night's work. Whoever does it holds a lease, so that two schedulers do it once and a crash frees it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    day = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="retention_run_state_known", condition=Q(state__in=["waiting", "running", "done"])
            ),
            models.CheckConstraint(
                name="retention_run_is_leased", condition=~Q(state="running") | Q(lease_until__isnull=False)
            ),
            models.CheckConstraint(
                name="retention_run_done_has_end", condition=~Q(state="done") | Q(finished_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"retention on {self.day}"


class Disposal(models.Model):
    """What went in one night, or was erased for one person: how many of which table, under which rule."""

    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, null=True, related_name="disposals")
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="disposals")
    kept = models.CharField(max_length=12, choices=Kept, blank=True, help_text="empty for what one person asked for")
    what = models.CharField(max_length=100, help_text="the table")
    count = models.PositiveIntegerField()
    rule = models.CharField(max_length=300)
    at = models.DateTimeField(help_text="when the last of it went")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(name="disposal_latest", fields=["exercise", "-at", "-id"])]
        constraints = [
            models.UniqueConstraint(name="disposal_once_a_run", fields=["run", "exercise", "kept", "what"]),
            models.CheckConstraint(
                name="disposal_of_a_class_or_a_person", condition=Q(run=None, kept="") | Q(run__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} of {self.what}"

    @property
    def table(self) -> str:
        """Return the table's name for people, as what went of it."""
        return titled(self.what, gone=True)


class Erasure(models.Model):
    """A response whose words and names are gone. The row stays, so that the figures do."""

    class Cause(models.TextChoices):
        ASKED = "asked", "At the request of its author"
        TIME = "time", "At its time"

    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="erasure")
    cause = models.CharField(max_length=8, choices=Cause)
    version = models.PositiveIntegerField(help_text="the response's version from which on it has no words")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="erasure_cause_known", condition=Q(cause__in=["asked", "time"])),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.response_id}"
