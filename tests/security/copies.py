"""Addresses of copies and voices, and an object of each sort that they take."""

from __future__ import annotations

from typing import Any

from common import clock
from responses.copies.models import Copy, CopyGroup
from responses.copies.voice_models import SameVoice
from responses.submission.models import Response

COMMUNICATIONS = {"communications"}
TEAM = {"communications", "analyst"}
SLUG = {"slug": "slug"}
STAFF: dict[str, tuple[set[str], dict[str, str]]] = {
    "responses_staff:copies": (TEAM, SLUG),
    "responses_staff:copy_group": (TEAM, {**SLUG, "pk": "copy_group"}),
    "responses_staff:redact_copies": (COMMUNICATIONS, {**SLUG, "reference": "reference", "answer_id": "answer_id"}),
    "responses_staff:voices": (TEAM, SLUG),
    "responses_staff:same_voice": (COMMUNICATIONS, {**SLUG, "pk": "same_voice"}),
    "responses_staff:voice": (TEAM, {**SLUG, "reference": "reference"}),
}


def objects(response: Response, other: Response) -> dict[str, Any]:
    """Make a response a copy, and perhaps of one voice with another."""
    group = CopyGroup.objects.create(exercise_id=response.exercise_id, size=2, found_at=clock.now())
    answer = response.answers.exclude(text="").get()
    Copy.objects.create(group=group, answer=answer, response=response, sort=Copy.Sort.EXACT, share=100)
    earlier, later = sorted([response.pk, other.pk])
    pair = SameVoice.objects.create(
        exercise_id=response.exercise_id, earlier_id=earlier, later_id=later, by_contact=True
    )
    return {"copy_group": group.pk, "same_voice": pair.pk}
