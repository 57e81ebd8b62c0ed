"""Patterns among the footprints that stand now, for the staff's page: a report keeps what was, this shows what is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from analysis import drawn
from analysis.composing.patterns import Listed, patterns, shown
from analysis.measures.groups import RESPONDENTS
from engagement.models import Exercise
from engagement.shapes import EditionContent, PartContent
from footprints import geography
from footprints.shapes import GeographyShape
from responses.kinds.base import kinds
from responses.submission.models import Answer, Response

MOST_AT_ONCE = 10_000  # footprints worked out while somebody waits: some four seconds; a report takes any number
MOST_LISTED = 500  # as many as a report lists
KEPT_FOR = 60 * 60  # seconds
FORM = 1  # goes up when what is kept has another form


@dataclass(frozen=True)
class Standing:
    """What the footprints of one part say now; no blocks where they are too many to be worked out at once."""

    title: str
    drew: int
    accepted: int
    blocks: list[dict[str, Any]] | None

    @property
    def waiting(self) -> int:
        """Return how many stand in the figures and are not accepted by a moderator."""
        return self.drew - self.accepted


def parts_of(content: EditionContent) -> list[PartContent]:
    """Return the parts that ask for a footprint; none where an exercise has no areas."""
    return [part for part in content.parts if getattr(kinds()[part.kind], "measure", "") == "footprints"]


def of(exercise: Exercise, content: EditionContent, *, for_team: bool) -> list[Standing]:
    """Return the patterns of every part that asks for a footprint; the team is led to each response."""
    shape = geography.of(content)
    if shape is None:
        return []
    asked = [(part.title, item.id, item.key) for part in parts_of(content) for item in part.items]
    return [_of_item(exercise, content, shape, one, for_team=for_team) for one in asked]


def _of_item(
    exercise: Exercise, content: EditionContent, shape: GeographyShape, asked: tuple[str, int, str], *, for_team: bool
) -> Standing:
    """
    Work the patterns out, unless that was done for the same footprints.

    A footprint is never rewritten once it is sent, so which there are, and which of them are accepted, says all.
    """
    title, item, key = asked
    answers = drawn.there_now(exercise, item)
    rows = sorted(answers.values_list("pk", "response__kind", "response__standing"))
    accepted = {pk: kind for pk, kind, standing in rows if standing == Response.Standing.ACCEPTED}
    if len(accepted) > MOST_AT_ONCE:
        return Standing(title, len(rows), len(accepted), None)
    which = hashlib.sha256(repr((FORM, content.digest, item, for_team, rows)).encode()).hexdigest()
    blocks = cache.get(f"patterns:{which}")
    if blocks is None:
        drew = {group: sum(kind == group for _, kind, _ in rows) for group in RESPONDENTS}
        alternatives = drawn.of_answers(answers, accepted, exercise.pk)
        said = shown(key, alternatives, content, shape, drew)
        blocks = patterns(said, _listed(exercise, item, accepted) if for_team else (), with_references=for_team)
        cache.set(f"patterns:{which}", blocks, KEPT_FOR)
    return Standing(title, len(rows), len(accepted), blocks)


def _listed(exercise: Exercise, item: int, accepted: dict[int, str]) -> list[Listed]:
    """Return the first footprints for the team's table, organisations before individuals; references do not change."""
    first = sorted(accepted, key=lambda pk: (accepted[pk] != Response.Kind.ORGANISATION, pk))[:MOST_LISTED]
    references = dict(Answer.objects.filter(pk__in=first).values_list("pk", "response__reference"))
    called = {Response.Kind.ORGANISATION: "An organisation", Response.Kind.INDIVIDUAL: "An individual"}
    return [Listed(pk, called[Response.Kind(accepted[pk])], references[pk]) for pk in first if pk in references]
