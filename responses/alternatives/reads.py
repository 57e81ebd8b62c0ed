"""The structure of alternatives as it was sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from responses.alternatives.models import Alternative
from responses.alternatives.shapes import Drawn


def drawn_in(answers: Iterable[int]) -> dict[int, Drawn]:
    """Return what was drawn in answers, by their ids: one query."""
    rows = (
        Alternative.objects.filter(pk__in=list(answers))
        .order_by("pk", "areas__area__position")
        .values_list("pk", "places", "started_from__number", "areas__place", "areas__area__key")
    )
    placed: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    said: dict[int, tuple[int, int | None]] = {}
    for answer, places, started_from, place, area in rows:
        said[answer] = places, started_from
        placed[answer][place].append(area)
    return {
        answer: Drawn(tuple(tuple(placed[answer][place]) for place in range(1, places + 1)), started_from)
        for answer, (places, started_from) in said.items()
    }
