"""What came in by other channels, as it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import EncryptedJSONField, EncryptedTextField
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.submission.models import Response


class Original(models.Model):
    """The file that a keyed response was typed from, unchanged, with its hash.

    While the response is being keyed in it hangs on the draft; sending ties it to the response as well.
    """

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="originals")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, blank=True, related_name="originals")
    response = models.ForeignKey(Response, on_delete=models.PROTECT, null=True, blank=True, related_name="originals")
    file = models.FileField(upload_to="originals/%Y/%m/", max_length=300)
    name = models.CharField(max_length=255, help_text="as it was called when it came")
    content_type = models.CharField(max_length=120, help_text="found from the content, not from the name")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="empty for what was fetched from a mailbox",
    )
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="when the file was destroyed, at its author's request or at its time; the row stays",
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    """The meeting that a note was taken at; its points are points, never respondents."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="meeting")
    name = models.CharField(max_length=200)
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=200, blank=True)
    host_email = EncryptedTextField(blank=True, default="", help_text="where the points go to be put right")

    def __str__(self) -> str:
        return self.name


class MeetingAttendance(models.Model):
    """An organisation or group that was at a meeting, with how many people; nobody's name is asked for."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.CharField(max_length=300)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="how many people, where it was noted")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="attendance_once", fields=["meeting", "organisation"])]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.number})" if self.number else self.organisation


class CheckRule(models.Model):
    """Which channels a second person checks before anything is recorded; the latest row of an exercise is in force."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="check_rules")
    channels = models.JSONField(default=list, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["exercise", "-id"]

    def __str__(self) -> str:
        labels = [channel.label.lower() for channel in Response.Channel if channel in self.channels]
        return f"A second person checks: {', '.join(labels)}" if labels else "Nothing is checked by a rule"


class SecondCheck(models.Model):
    """A draft that one person has keyed in and another compares with the original before it is recorded."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a check"
        TAKEN_BACK = "taken_back", "Taken back to be keyed on"
        CHECKED = "checked", "Checked and recorded"

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="second_check")
    response = models.OneToOneField(
        Response, on_delete=models.CASCADE, null=True, blank=True, related_name="second_check"
    )
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    typed = EncryptedJSONField(default=dict, help_text="who and boxes as they were handed over: the first wording")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="second_check_state_known", condition=Q(state__in=["waiting", "taken_back", "checked"])
            ),
            models.CheckConstraint(
                name="second_check_by_somebody_else",
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("handed_by")),
            ),
            models.CheckConstraint(
                name="second_check_has_its_checker",
                condition=Q(state="checked", checked_by__isnull=False, checked_at__isnull=False)
                | (~Q(state="checked") & Q(checked_by__isnull=True, checked_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"check of draft {self.draft_id}"


class Discard(models.Model):
    """Keying in that was begun by mistake and given up: what came and what was typed stay, to be taken up again.

    The latest of a draft that nobody has taken up is why it is discarded; an email waits among the others meanwhile.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="discards")
    message = models.ForeignKey(
        "responses.Message",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="discards",
        help_text="the email that it was keyed in from, which waits again",
    )
    reason = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "what was begun by mistake"
        constraints = [
            models.UniqueConstraint(
                name="discard_one_at_a_time", fields=["draft"], condition=Q(taken_up_at__isnull=True)
            ),
            models.CheckConstraint(
                name="discard_taken_up_whole",
                condition=Q(taken_up_at__isnull=True, taken_up_by__isnull=True)
                | Q(taken_up_at__isnull=False, taken_up_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"discard of draft {self.draft_id}"


class KeyingNote(models.Model):
    """What the original says and the questions cannot hold, e.g. one rank given twice: written down as it stands."""

    draft = models.ForeignKey(
        Draft,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="keying_notes",
        help_text="while it is keyed in; recording ties the note to the response instead",
    )
    response = models.ForeignKey(Response, on_delete=models.CASCADE, null=True, blank=True, related_name="keying_notes")
    part_key = models.CharField(max_length=120, blank=True, help_text="the part of a question that it is about")
    text = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="keying_note_of_something", condition=Q(draft__isnull=False) | Q(response__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
