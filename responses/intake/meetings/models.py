"""Points from a meeting. A point that was recorded has no words of its own: it is a stretch of an answer.

So answers and points cannot say different things, what is redacted or erased of an answer is so of its points, and
whatever reads answers (figures, exports, reports) reads the points.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import EncryptedTextField
from engagement.models import Item
from responses.drafts.models import Draft
from responses.intake.models import Meeting, MeetingAttendance
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer, Response


class DraftPoint(models.Model):
    """A point while the note is worked on; recording the response turns those with a question into answers."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveIntegerField()
    text = models.TextField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_out = models.BooleanField(default=False, help_text="not a point: it stays in the note alone")
    said_by = models.CharField(max_length=200, blank=True, help_text="one of who attended; empty: the meeting")

    class Meta:
        ordering = ["draft", "position"]
        constraints = [
            models.UniqueConstraint(name="draft_point_position_once", fields=["draft", "position"]),
            models.CheckConstraint(
                name="draft_point_left_out_or_tied", condition=Q(left_out=False) | Q(item__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.position}"


class Point(models.Model):
    """A point as recorded: [start, end) in code points of its answer as sent."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="points")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveIntegerField(help_text="in the order of the note")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    said_by = models.ForeignKey(
        MeetingAttendance, on_delete=models.PROTECT, null=True, blank=True, related_name="points",
        help_text="empty: the meeting as a whole",
    )  # fmt: skip

    class Meta:
        ordering = ["response", "position"]
        constraints = [
            models.UniqueConstraint(name="point_position_once", fields=["response", "position"]),
            models.UniqueConstraint(name="point_start_once", fields=["answer", "start"]),
            models.CheckConstraint(name="point_has_words", condition=Q(start__lt=F("end"))),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.position}"


class PointPlace(models.Model):
    """Where a point stands in its answer since a correction."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="places")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="point_place_once", fields=["point", "revision"]),
            models.CheckConstraint(name="point_place_has_words", condition=Q(start__lt=F("end"))),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} in {self.revision_id}"


class HostCopy(models.Model):
    """A copy of the points that was sent to the host, to be put right."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="copies")
    email = EncryptedTextField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    remark = EncryptedTextField(blank=True, default="", help_text="what the host says besides")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "-id"]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class HostLink(models.Model):
    """A secret address of such a copy, minted when its email leaves; only a hash of it is kept."""

    copy = models.ForeignKey(HostCopy, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link to copy {self.copy_id}"


class Proposal(models.Model):
    """How a point should read, by the meeting's host; staff take it over or leave the point as it is."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN = "taken", "Taken over"
        REFUSED = "refused", "Left as it was"

    copy = models.ForeignKey(HostCopy, on_delete=models.CASCADE, related_name="proposals")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="proposals")
    text = EncryptedTextField(help_text="as the host wrote it; never rewritten")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=["waiting", "taken", "refused"])),
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(name="proposal_waits_once", fields=["copy", "point"], condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"
