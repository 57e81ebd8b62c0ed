"""What came in by other channels, as it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

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
    attended = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
