"""Whether the responses to an exercise are published, and the public numbers of those that are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from engagement.models import Exercise
from responses.submission.models import Response


class Publishing(models.Model):
    """When the responses to an exercise may be read by everybody. Who set it so, and what was set before, is an act."""

    class When(models.TextChoices):
        NEVER = "never", "Not published"
        AFTER = "after", "After the close"
        ROLLING = "rolling", "As they are accepted"

    exercise = models.OneToOneField(Exercise, on_delete=models.PROTECT, related_name="publishing")
    when = models.CharField(max_length=8, choices=When, default=When.NEVER)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="publishing_when_known", condition=Q(when__in=["never", "after", "rolling"])),
            models.CheckConstraint(name="publishing_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id}: {self.when}"


class PublicNumber(models.Model):
    """What the public calls a response by. Drawn by lot, so it tells nothing of the order in which they came.

    A row stays when the response is taken down: its number is never given to another, and its page says that it is
    gone.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="public_numbers")
    response = models.OneToOneField(Response, on_delete=models.PROTECT, related_name="public_number")
    number = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "number"]
        constraints = [models.UniqueConstraint(name="public_number_once", fields=["exercise", "number"])]

    def __str__(self) -> str:
        return str(self.number)
