"""A snapshot: which responses there were at a moment, and what was known and decided of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models import Edition, Exercise, RespondentCategory
from responses.submission.models import Answer, Response


class Snapshot(models.Model):
    """One frozen moment of an exercise. Reports read its members and rows that never change, nothing else."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="snapshots")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", help_text="what was shown then")
    number = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True, help_text="the exercise's dates as they were then")
    closes_at = models.DateTimeField()
    grace_hours = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField(help_text="of every draw of examples from it")

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [models.UniqueConstraint(name="snapshot_number_once", fields=["exercise", "number"])]

    def __str__(self) -> str:
        return f"snapshot {self.number} of exercise {self.exercise_id}"


class SnapshotMember(models.Model):
    """One response as it stood. The words are not copied: `version` says which wordings were in force."""

    class State(models.TextChoices):
        CURRENT = "current", "Current"
        SUPERSEDED = "superseded", "Replaced by its author"
        WITHDRAWN = "withdrawn", "Withdrawn by its author"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="members")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="memberships")
    number = models.PositiveIntegerField(help_text="order of arrival; names the response outside the team")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State)
    standing = models.CharField(max_length=12, choices=Response.Standing)
    timing = models.CharField(max_length=8, choices=Response.Timing)
    channel = models.CharField(max_length=12, choices=Response.Channel)
    kind = models.CharField(max_length=12, choices=Response.Kind)
    received_at = models.DateTimeField()
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation_type = models.ForeignKey(RespondentCategory, on_delete=models.PROTECT, null=True, related_name="+")
    organisation_confirmed = models.BooleanField()
    position_held = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(RespondentCategory, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.ForeignKey(RespondentCategory, on_delete=models.PROTECT, null=True, related_name="+")
    may_publish = models.BooleanField()
    confidential = models.BooleanField(help_text="the organisation gave a reason not to be named")
    synthetic = models.BooleanField()
    counted = models.BooleanField(help_text="stands in the figures: current, on time or within grace, not left out")
    quotable = models.BooleanField(help_text="its words may be shown: current and accepted")
    voice = models.PositiveBigIntegerField(
        null=True, help_text="what it has in common with other responses that a person found to be of one voice"
    )
    speaks = models.BooleanField(
        default=False, help_text="in the figures, and not an earlier response of a voice that has a later one"
    )
    campaign = models.PositiveBigIntegerField(null=True, help_text="the named campaign that it is a confirmed copy of")

    class Meta:
        ordering = ["snapshot", "number"]
        constraints = [
            models.UniqueConstraint(name="member_once", fields=["snapshot", "response"]),
            models.UniqueConstraint(name="member_number_once", fields=["snapshot", "number"]),
            models.CheckConstraint(
                name="member_state_known", condition=Q(state__in=["current", "superseded", "withdrawn"])
            ),
            models.CheckConstraint(
                name="member_counted_is_current_and_in",
                condition=Q(counted=False) | (Q(state="current") & ~Q(standing="left_out") & ~Q(timing="late")),
            ),
            models.CheckConstraint(name="member_speaks_in_figures", condition=Q(speaks=False) | Q(counted=True)),
            models.CheckConstraint(
                name="member_quotable_is_accepted",
                condition=Q(quotable=False) | Q(state="current", standing="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.number}"


class SnapshotCampaign(models.Model):
    """The copies of one text in a named campaign, as counted at the moment of the snapshot."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="campaigns")
    group = models.PositiveBigIntegerField(help_text="the group of copies; a campaign may have several")
    campaign = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120)
    template = models.ForeignKey(Answer, on_delete=models.SET_NULL, null=True, related_name="+")
    submissions = models.PositiveIntegerField(help_text="current responses with a confirmed copy")
    adding = models.PositiveIntegerField(help_text="of them with words of their own beside the template")
    channels = models.JSONField(help_text="submissions by channel")
    texts = models.PositiveIntegerField(help_text="copies in the figures")
    texts_adding = models.PositiveIntegerField(help_text="of them with words of their own")

    class Meta:
        ordering = ["snapshot", "campaign", "group"]
        constraints = [models.UniqueConstraint(name="snapshot_campaign_once", fields=["snapshot", "group"])]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.name}"


class RepeatedAnswer(models.Model):
    """An answer in whose place the figures have a later one of the same voice to the same item."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="repeated")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="repeated_answer_once", fields=["snapshot", "answer"])]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.answer_id}"
