"""Patterns among the footprints that stand now, for the staff's page: a report keeps what was, this shows what is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from analysis import drawn
from analysis.composing.patterns import Listed, patterns, shown
from analysis.measures.groups import RESPONDENTS
from engagement.models import Exercise
from engagement.shapes import EditionContent, PartContent
from footprints import geography
from footprints.shapes import GeographyShape
from responses.revealing import parts_measured
from responses.submission.models import Answer, Response

MOST_AT_ONCE = 10_000  # footprints worked out while somebody waits: some four seconds; a report takes any number
MOST_LISTED = 500  # as many as a report lists
KEPT_FOR = 60 * 60  # seconds
MADE_WITHIN = 60  # seconds after which whoever was working them out is taken to have been stopped
FORM = 1  # goes up when what is kept has another form


@dataclass(frozen=True)
class Standing:
    """What the footprints of one part say now; no blocks where they are too many, or somebody else works them out."""

    title: str
    drew: int
    accepted: int
    blocks: list[dict[str, Any]] | None
    is_being_made: bool = False

    @property
    def waiting(self) -> int:
        """Return how many stand in the figures and are not accepted by a moderator."""
        return self.drew - self.accepted


def parts_of(content: EditionContent) -> list[PartContent]:
    """Return the parts that ask for a footprint; none where an exercise has no areas."""
    return list(parts_measured(content, "footprints"))


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
    accepted_ones = Count("pk", filter=Q(response__standing=Response.Standing.ACCEPTED))
    counted = answers.aggregate(drew=Count("pk"), accepted=accepted_ones)
    if counted["accepted"] > MOST_AT_ONCE:
        return Standing(title, **counted, blocks=None)
    rows = sorted(answers.values_list("pk", "response__kind", "response__standing"))
    accepted = {pk: kind for pk, kind, standing in rows if standing == Response.Standing.ACCEPTED}

    def work_out() -> list[dict[str, Any]]:
        drew = {group: sum(kind == group for _, kind, _ in rows) for group in RESPONDENTS}
        alternatives = drawn.of_answers(answers, accepted, exercise.pk)
        said = shown(key, alternatives, content, shape, drew)
        return patterns(said, _listed(exercise, item, accepted) if for_team else (), with_references=for_team)

    which = hashlib.sha256(repr((FORM, content.digest, item, for_team, rows)).encode()).hexdigest()
    blocks = _worked_out_once(f"patterns:{which}", work_out)
    return Standing(title, len(rows), len(accepted), blocks, is_being_made=blocks is None)


def _worked_out_once(name: str, work_out: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]] | None:
    """Return what is kept by this name, or work it out; None while somebody else does, for it takes a processor."""
    mark = f"{name}:being-made"
    kept: list[dict[str, Any]] | None = cache.get(name)
    if kept is not None or not cache.add(mark, True, MADE_WITHIN):
        return kept
    try:
        kept = cache.get(name)  # whoever had the mark may just have finished
        if kept is None:
            kept = work_out()
            cache.set(name, kept, KEPT_FOR)
    finally:
        cache.delete(mark)
    return kept


def _listed(exercise: Exercise, item: int, accepted: dict[int, str]) -> list[Listed]:
    """Return the first footprints for the team's table, organisations before individuals; references do not change."""
    first = sorted(accepted, key=lambda pk: (accepted[pk] != Response.Kind.ORGANISATION, pk))[:MOST_LISTED]
    references = dict(Answer.objects.filter(pk__in=first).values_list("pk", "response__reference"))
    called = {Response.Kind.ORGANISATION: "An organisation", Response.Kind.INDIVIDUAL: "An individual"}
    return [Listed(pk, called[Response.Kind(accepted[pk])], references[pk]) for pk in first if pk in references]
