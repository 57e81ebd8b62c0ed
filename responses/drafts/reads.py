"""Questions about drafts that others may ask: how many there are, never what they say."""

from __future__ import annotations

from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.submission.models import Response


def open_drafts(exercise: Exercise) -> int:
    """Return how many answers have been begun by the public and not sent."""
    return Draft.objects.filter(exercise=exercise, is_open=True, origin=Draft.Origin.PUBLIC).count()


def anything_answered(exercise: Exercise) -> bool:
    """Whether anybody has begun to answer, so that what is asked is fixed."""
    return Draft.objects.filter(exercise=exercise).exists() or Response.objects.filter(exercise=exercise).exists()
