"""What is left of a report that was withdrawn: that it was there, why it is not any more, and what superseded it."""

from __future__ import annotations

from django.db import models

from analysis.models.reports import Report


class Tombstone(models.Model):
    """One withdrawn report. Its number is never given again, and nothing of what it said is kept here."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="tombstone")
    at = models.DateTimeField()
    causes = models.JSONField(help_text="withdrawn, erased, hidden, consent or time")
    files = models.JSONField(help_text="format, size and SHA-256 of each file that had been handed out")
    emptied_at = models.DateTimeField(null=True, help_text="when files and words were deleted; later under a hold")
    replaced_by = models.OneToOneField(
        Report, on_delete=models.PROTECT, null=True, related_name="replaces", help_text="what was asked for instead"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(name="tombstone_not_emptied", fields=["id"], condition=models.Q(emptied_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"tombstone of report {self.report_id}"
