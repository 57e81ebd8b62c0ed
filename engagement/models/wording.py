"""What something is called in one edition and language; keys and structure live on the thing itself."""

from __future__ import annotations

from django.db import models

from engagement.models.exercise import Edition


class Wording(models.Model):
    """Abstract: subclasses add the thing worded and its texts, and one row per thing, edition and language."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, default="en")

    class Meta:
        abstract = True
