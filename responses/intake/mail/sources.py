"""Where messages come from: the mailboxes they are fetched from, and folders uploaded as one file."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models import Exercise
from responses.intake.models import Original


class Mailbox(models.Model):
    """How far a mailbox has been fetched, and since when it cannot be reached. Where it is and its key are settings."""

    exercise = models.OneToOneField(Exercise, on_delete=models.PROTECT, related_name="mailbox")
    uid_validity = models.PositiveBigIntegerField(
        null=True, help_text="the server's word that its numbers still mean the same messages"
    )
    last_uid = models.PositiveBigIntegerField(default=0, help_text="every message up to this number is kept here")
    checked_at = models.DateTimeField(null=True, help_text="when it was last fetched to its end")
    down_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, help_text="in plain words")
    lease_until = models.DateTimeField(null=True, help_text="who fetches holds it, so that a crash frees it")

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.CheckConstraint(
                name="mailbox_down_says_why",
                condition=(Q(down_since__isnull=True, problem="")) | (Q(down_since__isnull=False) & ~Q(problem="")),
            ),
        ]

    def __str__(self) -> str:
        return f"mailbox of exercise {self.exercise_id}"


class Collection(models.Model):
    """An uploaded .mbox file: kept whole, and taken apart into its messages by a worker."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be taken apart"
        WORKING = "working", "Being taken apart"
        DONE = "done", "Taken apart"
        FAILED = "failed", "Could not be taken apart"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="mail_collections")
    original = models.OneToOneField(Original, on_delete=models.PROTECT, related_name="mail_collection")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    kept = models.PositiveIntegerField(default=0, help_text="messages that were new")
    known = models.PositiveIntegerField(default=0, help_text="messages that were here already")
    too_large = models.PositiveIntegerField(default=0, help_text="of which only the beginning is kept as a message")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="mail_collection_once", fields=["exercise", "sha256"]),
            models.CheckConstraint(
                name="mail_collection_state_known", condition=Q(state__in=["pending", "working", "done", "failed"])
            ),
            models.CheckConstraint(
                name="mail_collection_working_is_leased",
                condition=Q(state="working", lease_until__isnull=False) | ~Q(state="working"),
            ),
        ]

    def __str__(self) -> str:
        return f"collection {self.pk}"
