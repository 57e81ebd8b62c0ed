"""Copies and campaigns: what the job found, and what people decided about it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from engagement.models import Exercise
from responses.submission.models import Answer, Response

PERSON = settings.AUTH_USER_MODEL


class TextSketch(models.Model):
    """What the job keeps of an answer, so that it need not read all words again; made anew every night."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="sketch")
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=16, help_text="of the words in their normal form")
    places = models.BinaryField(max_length=252, help_text="see responses.text.sketches")
    words = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"sketch of {self.answer_id}"


class Campaign(models.Model):
    """A campaign that a person named; one or several groups of copies belong to it."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=120)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="campaign_name_once", fields=["exercise", "name"]),
            models.CheckConstraint(name="campaign_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class CopyGroup(models.Model):
    """Copies of one text. What a person decided about it stands; the job only adds to it."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Suggested"
        NAMED = "named", "Named a campaign"
        TAKEN_APART = "taken_apart", "Taken apart"

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="copy_groups")
    state = models.CharField(max_length=12, choices=State, default=State.SUGGESTED)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="groups")
    template = models.ForeignKey(
        Answer, on_delete=models.SET_NULL, null=True, related_name="+", help_text="an answer in the wording most have"
    )
    size = models.PositiveIntegerField(default=0, help_text="current responses among its copies, those taken out not")
    found_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-size", "id"]
        indexes = [models.Index(name="copygroup_by_size", fields=["exercise", "-size", "id"])]
        constraints = [
            models.CheckConstraint(
                name="copygroup_state_known", condition=Q(state__in=["suggested", "named", "taken_apart"])
            ),
            models.CheckConstraint(
                name="copygroup_named_has_campaign",
                condition=Q(state="named", campaign__isnull=False) | (~Q(state="named") & Q(campaign__isnull=True)),
            ),
            models.CheckConstraint(
                name="copygroup_decided_by_somebody",
                condition=Q(state="suggested") | Q(by__isnull=False, at__isnull=False),
            ),
            models.CheckConstraint(name="copygroup_taken_apart_has_reason", condition=~Q(state="taken_apart", note="")),
        ]

    def __str__(self) -> str:
        return f"copies {self.pk}"


class Copy(models.Model):
    """One answer among copies. Where a person confirmed it or took it out, the job leaves it alone."""

    class Sort(models.TextChoices):
        EXACT = "exact", "The same words"
        VARIED = "varied", "Changed in places"
        ADDS = "adds", "Adds words of its own"

    class State(models.TextChoices):
        SUGGESTED = "suggested", "Suggested"
        CONFIRMED = "confirmed", "Confirmed"
        TAKEN_OUT = "taken_out", "Taken out"

    group = models.ForeignKey(CopyGroup, on_delete=models.CASCADE, related_name="copies")
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="copy")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="copies")
    sort = models.CharField(max_length=8, choices=Sort)
    share = models.PositiveSmallIntegerField(help_text="per cent of the template's words that stand in it, in order")
    added_words = models.PositiveIntegerField(default=0)
    added = models.JSONField(default=list, help_text="[start, end) of the added words, in code points of the answer")
    state = models.CharField(max_length=12, choices=State, default=State.SUGGESTED)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["group", "answer"]
        indexes = [models.Index(name="copy_of_group", fields=["group", "sort", "answer"])]
        constraints = [
            models.CheckConstraint(name="copy_sort_known", condition=Q(sort__in=["exact", "varied", "adds"])),
            models.CheckConstraint(
                name="copy_state_known", condition=Q(state__in=["suggested", "confirmed", "taken_out"])
            ),
            models.CheckConstraint(name="copy_share_is_per_cent", condition=Q(share__lte=100)),
            models.CheckConstraint(
                name="copy_decided_by_somebody", condition=Q(state="suggested") | Q(by__isnull=False, at__isnull=False)
            ),
            models.CheckConstraint(name="copy_taken_out_has_reason", condition=~Q(state="taken_out", note="")),
        ]

    def __str__(self) -> str:
        return f"copy {self.answer_id}"


class CopyRun(models.Model):
    """How far the job is with an exercise. Whoever works on it holds a lease, so that a crash frees it."""

    class State(models.TextChoices):
        IDLE = "idle", "Up to date"
        RUNNING = "running", "Being looked through"

    exercise = models.OneToOneField(Exercise, on_delete=models.CASCADE, related_name="copy_run")
    state = models.CharField(max_length=8, choices=State, default=State.IDLE)
    claims = models.PositiveIntegerField(default=0, help_text="which claim of the lease this is")
    lease_until = models.DateTimeField(null=True)
    decisions = models.PositiveIntegerField(default=0, help_text="how often people decided something about copies")
    stage = models.CharField(max_length=60, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen_answer = models.PositiveBigIntegerField(default=0, help_text="the newest answer when it last ran")
    seen_responses = models.PositiveIntegerField(default=0, help_text="how many current responses there were then")
    seen_ever = models.PositiveIntegerField(default=0, help_text="how many responses there were then, current or not")
    seen_decisions = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    took = models.DurationField(default=dt.timedelta, help_text="from its beginning to its end, when it last ran")

    class Meta:
        constraints = [
            models.CheckConstraint(name="copyrun_state_known", condition=Q(state__in=["idle", "running"])),
            models.CheckConstraint(
                name="copyrun_running_is_leased", condition=Q(lease_until__isnull=False) | ~Q(state="running")
            ),
        ]

    def __str__(self) -> str:
        return f"copies of exercise {self.exercise_id}"


class Sign(models.Model):
    """A sign of automated answering that shows among many responses only; told to moderators, and nothing else."""

    class Sort(models.TextChoices):
        SAME_WORDS = "same_words", "The same words within minutes"
        REGULAR = "regular", "Sent at even intervals"

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="signs")
    sort = models.CharField(max_length=12, choices=Sort)
    words = models.CharField(max_length=200)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["response", "sort"]
        constraints = [
            models.UniqueConstraint(name="sign_once", fields=["response", "sort"]),
            models.CheckConstraint(name="sign_sort_known", condition=Q(sort__in=["same_words", "regular"])),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.response_id}"
