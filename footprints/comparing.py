"""How options differ: how many areas would have to move to turn one footprint into another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engagement.wording import listed
from footprints.shapes import AreaShape, FootprintShape, GeographyShape, PlaceShape


@dataclass(frozen=True)
class Moved:
    """Areas that are in one place here and in another place there."""

    areas: tuple[AreaShape, ...]
    here: PlaceShape
    there: PlaceShape
    here_has_match: bool = True

    @property
    def between(self) -> tuple[str, str]:
        """Return the names of both places, told apart where they are the same."""
        here, there = self.here.name, self.there.name
        if here == there:  # as in two options that both have an East place, of which one is carved out of the other's
            return (here, f"a separate {there}") if self.here_has_match else (f"a separate {here}", there)
        return here, there

    def __str__(self) -> str:
        here, there = self.between
        return f"{listed([area.name for area in self.areas])} ({here} here, {there} there)"


@dataclass(frozen=True)
class Neighbour:
    """The option whose footprint is nearest: the one that the fewest areas have to move for."""

    number: int
    moved: tuple[Moved, ...]
    areas: int

    @property
    def count(self) -> int:
        return sum(len(move.areas) for move in self.moved)


@dataclass(frozen=True)
class Change:
    """What moves from one option to another; `areas` is how many there are."""

    here: int
    there: int
    moved: tuple[Moved, ...]
    areas: int

    @property
    def count(self) -> int:
        return sum(len(move.areas) for move in self.moved)


def changes(geography: GeographyShape, footprints: Sequence[FootprintShape], scenario: str | None) -> list[Change]:
    """Return what moves from the first footprint made of areas to each other one; districts are held against none."""
    of_areas = [one for one in footprints if not one.is_of_districts]
    areas = geography.areas_in(scenario)
    return [
        Change(of_areas[0].number, other.number, moves(of_areas[0], other, areas), len(areas)) for other in of_areas[1:]
    ]


def neighbour(geography: GeographyShape, footprint: FootprintShape, scenario: str | None) -> Neighbour | None:
    """Return the nearest other footprint, the first of them where several are as near; districts have none."""
    if footprint.is_of_districts:
        return None
    others = [other for other in geography.footprints if other.number != footprint.number and not other.is_of_districts]
    areas = geography.areas_in(scenario)
    near = [Neighbour(other.number, moves(footprint, other, areas), len(areas)) for other in others]
    return min(near, key=lambda one: (one.count, one.number), default=None)


def moves(here: FootprintShape, there: FootprintShape, areas: tuple[AreaShape, ...]) -> tuple[Moved, ...]:
    """Return the fewest moves from one footprint to another: places are paired so that most areas stay."""
    paired = _paired(here, there, areas)
    found: dict[tuple[str, str], list[AreaShape]] = {}
    for area in areas:
        mine, theirs = here.place_of.get(area.key), there.place_of.get(area.key)
        if mine and theirs and paired.get(mine.key) != theirs.key:
            found.setdefault((mine.key, theirs.key), []).append(area)
    mine_by_key = {place.key: place for place in here.places}
    theirs_by_key = {place.key: place for place in there.places}
    return tuple(
        Moved(tuple(moved), mine_by_key[mine], theirs_by_key[theirs], mine in paired)
        for (mine, theirs), moved in found.items()
    )


def _paired(here: FootprintShape, there: FootprintShape, areas: tuple[AreaShape, ...]) -> dict[str, str]:
    """Pair each place here with at most one there so that the pairs share as many areas as can be."""
    keys = {area.key for area in areas}
    shared = [
        [len(keys & {area.key for area in mine.areas} & {area.key for area in theirs.areas}) for theirs in there.places]
        for mine in here.places
    ]

    @cache
    def best(row: int, taken: int) -> tuple[int, tuple[int, ...]]:
        """Return the most that rows from this one on can share, and the column of each (-1 for none)."""
        if row == len(shared):
            return 0, ()
        rest, columns = best(row + 1, taken)
        found = (rest, (-1, *columns))
        for column, count in enumerate(shared[row]):
            if count and not taken & 1 << column:
                rest, columns = best(row + 1, taken | 1 << column)
                if count + rest > found[0]:
                    found = (count + rest, (column, *columns))
        return found

    chosen = best(0, 0)[1]
    return {mine.key: there.places[column].key for mine, column in zip(here.places, chosen, strict=True) if column >= 0}


def sentence(near: Neighbour, title: str) -> str:
    """Say in one sentence how an option differs from its nearest neighbour."""
    if not near.moved:
        return f"It groups all {near.areas} areas in the same way as {title}."
    verb = "is" if near.count == 1 else "are"
    same = near.areas - near.count
    return (
        f"It is nearest to {title}: {same} of {near.areas} areas are grouped alike, and {near.count} {verb} not, "
        f"namely {'; '.join(str(move) for move in near.moved)}."
    )
