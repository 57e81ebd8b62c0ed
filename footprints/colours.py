"""Which of eight colours and patterns a place has: what covers the same ground looks the same in every option."""

from __future__ import annotations

from functools import lru_cache

from footprints.shapes import GeographyShape, PlaceShape

TONES = 8


@lru_cache(maxsize=64)
def tones(geography: GeographyShape) -> dict[tuple[int, str], int]:
    """Return a tone for each (option's number, place's key); within an option each place has its own, up to eight."""
    found: dict[tuple[int, str], int] = {}
    ground: list[dict[str, int]] = [{} for _ in range(TONES)]
    for footprint in geography.footprints:
        wishes = [
            (sum(ground[tone].get(area.key, 0) for area in place.areas), -tone, position, tone)
            for position, place in enumerate(footprint.places)
            for tone in range(TONES)
        ]
        given: dict[int, int] = {}
        for weight, _, position, tone in sorted(wishes, reverse=True):
            if weight and position not in given and tone not in given.values():
                given[position] = tone
        for position, place in enumerate(footprint.places):
            if position not in given:
                free = [tone for tone in range(TONES) if tone not in given.values()]
                unused = [tone for tone in free if not ground[tone]]
                given[position] = (unused or free or [position % TONES])[0]
            found[footprint.number, place.key] = given[position]
            _cover(ground[given[position]], place)
    return found


def _cover(ground: dict[str, int], place: PlaceShape) -> None:
    for area in place.areas:
        ground[area.key] = ground.get(area.key, 0) + 1
