"""An exercise, its editions, its dates, and what staff did to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Role
from accounts.permissions import organisations_with
from common.append_only import AppendOnly, AppendOnlyManager
from engagement import phases

if TYPE_CHECKING:
    from accounts.models import User


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def published(self) -> ExerciseQuerySet:
        return self.filter(state=Exercise.State.PUBLISHED)

    def visible_to(self, user: User, *roles: Role) -> ExerciseQuerySet:
        """Limit to exercises of organisations where the user holds one of the roles (any role when none is named)."""
        return self.filter(organisation__in=organisations_with(user, *(roles or tuple(Role))))


class Exercise(models.Model):
    """One engagement exercise; what it shows and asks is held by its editions."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not published"
        PUBLISHED = "published", "Published"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exercises")
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    edition = models.ForeignKey(
        "Edition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="what the public sees now",
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField()
    grace_hours = models.PositiveSmallIntegerField(default=24)
    created_at = models.DateTimeField()

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="exercise_state_known", condition=Q(state__in=["draft", "published"])),
            models.CheckConstraint(
                name="exercise_published_has_edition_and_opening",
                condition=Q(state="draft") | Q(edition__isnull=False, opens_at__isnull=False),
            ),
            models.CheckConstraint(
                name="exercise_opens_before_it_closes",
                condition=Q(opens_at__isnull=True) | Q(opens_at__lt=F("closes_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def grace(self) -> dt.timedelta:
        return dt.timedelta(hours=self.grace_hours)

    @property
    def grace_ends_at(self) -> dt.datetime:
        return self.closes_at + self.grace

    @property
    def drafts_expire_at(self) -> dt.datetime:
        return self.closes_at + phases.DRAFT_LIFE_AFTER_CLOSE

    def phase(self, now: dt.datetime) -> phases.Phase:
        return phases.phase_at(now, opens_at=self.opens_at, closes_at=self.closes_at, grace=self.grace)


class Edition(models.Model):
    """One immutable publication of all that an exercise shows and asks."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=12, default="en")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the content pack")
    structure = models.JSONField(help_text="keys and shapes of all that can be answered, fixed once published")
    change_note = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=300)
    sponsor = models.CharField(max_length=200)
    decides = models.CharField(max_length=200)
    published_label = models.CharField(max_length=60)
    summary = models.TextField()
    purpose = models.TextField()
    document_title = models.CharField(max_length=300)
    document_introduction = models.TextField(blank=True)
    enquiries = models.EmailField()
    minutes_to_answer = models.PositiveSmallIntegerField()
    privacy = models.TextField()
    help = models.TextField()
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [
            models.UniqueConstraint(name="edition_number_once", fields=["exercise", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} edition {self.number}"


class Channel(models.Model):
    """One way to respond, as the edition describes it."""

    class Kind(models.TextChoices):
        ONLINE = "online", "Online"
        EMAIL = "email", "Email"
        POST = "post", "Post"
        MEETING = "meeting", "Meeting"
        TELEPHONE = "telephone", "Telephone"
        FORMATS = "formats", "Other formats"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    detail = models.TextField()
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="channel_position_once", fields=["edition", "position"]),
            models.CheckConstraint(
                name="channel_kind_known",
                condition=Q(kind__in=["online", "email", "post", "meeting", "telephone", "formats"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A step of the decision path."""

    class Phase(models.TextChoices):
        ENGAGEMENT = "engagement", "Engagement"
        ANALYSIS = "analysis", "Analysis"
        RECOMMENDATION = "recommendation", "Recommendation"
        DECISION = "decision", "Decision"
        LATER = "later", "Later"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    phase = models.CharField(max_length=16, choices=Phase)
    title = models.CharField(max_length=200)
    when = models.CharField(max_length=120)
    date = models.DateField(null=True, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="milestone_position_once", fields=["edition", "position"]),
            models.UniqueConstraint(name="milestone_key_once", fields=["edition", "key"]),
            models.CheckConstraint(
                name="milestone_phase_known",
                condition=Q(phase__in=["engagement", "analysis", "recommendation", "decision", "later"]),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """A dated notice that staff post on the exercise's page."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="notices")
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["-posted_at", "-id"]

    def __str__(self) -> str:
        return self.text[:60]


class ExerciseAct(AppendOnly):
    """What was done to an exercise, by whom and why; rows are only ever added."""

    class Verb(models.TextChoices):
        LOAD = "load", "Loaded an edition"
        PUBLISH = "publish", "Published"
        EXTEND = "extend", "Moved the closing date"
        CLOSE = "close", "Closed"
        NOTICE = "notice", "Posted a notice"
        BOUNDARIES = "boundaries", "Changed the boundaries that maps show"
        RESPONSES = "responses", "Changed when responses are published"
        RETENTION = "retention", "Changed how long something is kept"
        HOLD = "hold", "Placed a legal hold: nothing is deleted"
        LIFT_HOLD = "lift_hold", "Lifted the legal hold"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty when done from the command line",
    )
    at = models.DateTimeField()
    reason = models.TextField()
    detail = models.JSONField(default=dict)

    objects = AppendOnlyManager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="exercise_act_verb_known",
                condition=Q(verb__in=["load", "publish", "extend", "close", "notice", "boundaries", "responses"])
                | Q(verb__in=["retention", "hold", "lift_hold"]),
            ),
            models.CheckConstraint(name="exercise_act_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.exercise_id}"
