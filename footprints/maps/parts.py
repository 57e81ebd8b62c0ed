"""What a map colours: the places of a footprint, and which areas are in which of them under a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from footprints.colours import tones
from footprints.shapes import AreaShape, FootprintShape, GeographyShape

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Part:
    """A place as the map shows it: by a letter, a tone (colour and pattern) and its name."""

    key: str
    letter: str
    name: str
    tone: int
    people: int | None = None


@dataclass(frozen=True)
class Grouping:
    """Places, and the keys of those that each area lies in: none where an area is in no place yet."""

    parts: tuple[Part, ...]
    parts_of: Mapping[str, tuple[str, ...]]
    outside: frozenset[str] = frozenset()  # areas that the boundary scenario leaves out
    of_districts: bool = False

    def part(self, key: str) -> Part:
        return next(part for part in self.parts if part.key == key)

    def areas_of(self, key: str, areas: tuple[AreaShape, ...]) -> tuple[AreaShape, ...]:
        """Return the areas that lie in a place, wholly or partly."""
        return tuple(area for area in areas if key in self.parts_of.get(area.key, ()))


def grouping(shape: GeographyShape, footprint: FootprintShape, scenario: str | None) -> Grouping:
    """Return the places of an option under a scenario."""
    tone = tones(shape)
    places = footprint.places_in(scenario)
    outside = frozenset(area.key for area in shape.areas if scenario in area.absent_in)
    return Grouping(
        parts=tuple(
            Part(place.key, letter(nth), place.name, tone[footprint.number, place.key], place.people(scenario))
            for nth, place in enumerate(places)
        ),
        parts_of={
            area.key: tuple(place.key for place in places if area in place.areas)
            for area in shape.areas
            if area.key not in outside
        },
        outside=outside,
        of_districts=footprint.is_of_districts,
    )


def letter(nth: int) -> str:
    """Return the letter of the nth place, from 0; after Z come AA, AB …"""
    return (letter(nth // 26 - 1) if nth >= 26 else "") + LETTERS[nth % 26]
