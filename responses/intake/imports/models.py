"""Spreadsheets of answers: how far each is, how its columns were mapped, and which row became which response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Role
from accounts.permissions import organisations_with
from common.fields import EncryptedJSONField, EncryptedTextField
from engagement.models import Exercise
from responses.intake.models import Original
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User


class State(models.TextChoices):
    """How far an import is. In those of WORKING a worker has something to do."""

    UPLOADED = "uploaded", "Being read"
    READ = "read", "Waits for its columns to be mapped"
    MAPPED = "mapped", "Being checked"
    CHECKED = "checked", "Checked, not imported"
    IMPORTING = "importing", "Being imported"
    IMPORTED = "imported", "Imported"
    UNDOING = "undoing", "Being taken back"
    UNDONE = "undone", "Taken back"
    FAILED = "failed", "Failed"


WORKING = [State.UPLOADED, State.MAPPED, State.IMPORTING, State.UNDOING]


class BatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User, *roles: Role) -> BatchQuerySet:
        """Limit to exercises of organisations where the user holds one of the roles."""
        return self.filter(exercise__organisation__in=organisations_with(user, *roles))

    def listed(self) -> BatchQuerySet:
        """Leave out what is large and what only the pages of one import show."""
        return self.defer("shape", "mapping", "fates")


class ImportBatch(models.Model):
    """One spreadsheet on its way in. Who works on it holds a lease, so that a crash frees it."""

    State = State

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField()
    original = models.OneToOneField(Original, on_delete=models.PROTECT, related_name="imported_as")
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    channel = models.CharField(max_length=12, choices=Response.Channel)
    received_on = models.DateField(null=True, help_text="for rows that do not say it themselves")
    note = models.CharField(max_length=500, blank=True, help_text="where the file comes from")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    shape = EncryptedJSONField(default=dict, help_text="sheets, headings, and examples until it is imported")
    mapping = models.JSONField(default=dict, help_text="what becomes of each column")
    layout_digest = models.CharField(max_length=64, blank=True, help_text="of the headings")
    counts = models.JSONField(default=dict, help_text="rows by fate")
    fates = EncryptedJSONField(default=dict, help_text="what becomes of every row, in runs of rows of one fate")
    done = models.PositiveIntegerField(default=0, help_text="rows gone through in what is being done now")
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(help_text="when what is to be done now was asked for")
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True, help_text="why it could not be done, in plain words")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.TextField(blank=True)
    acted_on_too = models.BooleanField(default=False, help_text="whether what was acted on is taken back as well")
    alike_too = models.BooleanField(
        default=False, help_text="whether a person said that rows which may be there already are other people's answers"
    )
    row_key = EncryptedTextField(null=True, help_text="of an exercise's first import: digests of rows are made with it")

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(name="import_unfinished", fields=["state"], condition=Q(state__in=[*WORKING]))]
        constraints = [
            models.UniqueConstraint(name="import_number_once", fields=["exercise", "number"]),
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="import_channel_known", condition=Q(channel__in=Response.Channel.values)),
            models.CheckConstraint(name="import_failed_says_why", condition=~Q(state="failed", fault="")),
            models.CheckConstraint(
                name="import_done_has_author",
                condition=Q(imported_by__isnull=False) | ~Q(state__in=["importing", "imported", "undoing", "undone"]),
            ),
            models.CheckConstraint(
                name="import_undone_has_author_and_reason",
                condition=(Q(undone_by__isnull=False) & ~Q(undone_why="")) | ~Q(state__in=["undoing", "undone"]),
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.number} of exercise {self.exercise_id}"

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


class ImportLayout(models.Model):
    """How columns under these headings were mapped last, for the next file that has them."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="import_layouts")
    digest = models.CharField(max_length=64)
    mapping = models.JSONField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="import_layout_once", fields=["exercise", "digest"])]

    def __str__(self) -> str:
        return f"layout {self.digest[:8]} of exercise {self.exercise_id}"


class ImportedRow(models.Model):
    """Which row became which response. The same row stands once among those that have not been taken back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="of the row in the file, as spreadsheets count")
    identity = models.CharField(max_length=64, help_text="digest of the exercise and its number, or what it says")
    contents = models.CharField(
        max_length=64,
        blank=True,
        help_text="keyed digest of what its mapped columns say; empty where it was not kept yet",
    )
    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="imported_row")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="imported_row_identity", fields=["identity"]),
            models.Index(name="imported_row_contents", fields=["contents"]),
        ]
        constraints = [
            models.UniqueConstraint(name="imported_row_once", fields=["identity"], condition=Q(undone_at__isnull=True)),
            models.UniqueConstraint(name="imported_row_number_once", fields=["batch", "number"]),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.batch_id}"
