"""The structure of alternatives as it was sent."""

from __future__ import annotations

from collections.abc import Iterable

from responses.alternatives.models import AlternativePlace
from responses.alternatives.shapes import Drawn


def drawn_in(answers: Iterable[int]) -> dict[int, Drawn]:
    """Return what was drawn in answers, by their ids: one query."""
    rows = (
        AlternativePlace.objects.filter(alternative__in=list(answers))
        .order_by("alternative", "position", "areas__area__position")
        .values_list("alternative", "position", "alternative__started_from__number", "areas__area__key")
    )
    places: dict[int, dict[int, list[str]]] = {}
    started: dict[int, int | None] = {}
    for answer, position, number, area in rows:
        own = places.setdefault(answer, {}).setdefault(position, [])
        if area is not None:
            own.append(area)
        started[answer] = number
    return {answer: Drawn(tuple(map(tuple, own.values())), started[answer]) for answer, own in places.items()}
