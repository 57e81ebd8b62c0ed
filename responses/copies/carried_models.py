"""A redaction that is carried over to the other copies of the same text: what was asked for, and how far it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from responses.submission.models import Answer


class CarriedRedaction(models.Model):
    """What a moderator confirmed: the other copies as they stood then. A job hides the words in each by itself."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being done"
        DONE = "done", "Done"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="carried")
    version = models.PositiveIntegerField(help_text="of the redaction whose hidden words are meant")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=40, help_text="a key of the exercise's moderation policy")
    note = models.TextField(blank=True, help_text="goes with each act, and from here once all is done")
    seen = models.JSONField(help_text="[response, version] of each, as it was on the page that was confirmed")
    place = models.PositiveIntegerField(default=0, help_text="how many of them have been looked at")
    hidden = models.PositiveIntegerField(default=0, help_text="in how many of them the words are hidden now")
    passed_over = models.JSONField(default=list, help_text="[response, why] of the others")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    claims = models.PositiveIntegerField(default=0, help_text="which claim of the lease this is")
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="carriedredaction_state_known", condition=Q(state__in=["waiting", "running", "done"])
            ),
            models.CheckConstraint(
                name="carriedredaction_running_is_leased", condition=Q(lease_until__isnull=False) | ~Q(state="running")
            ),
            models.UniqueConstraint(
                name="carriedredaction_one_at_a_time", fields=["answer"], condition=~Q(state="done")
            ),
        ]

    def __str__(self) -> str:
        return f"redaction of {self.answer_id} in its copies"

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def count(self) -> int:
        return len(self.seen)
