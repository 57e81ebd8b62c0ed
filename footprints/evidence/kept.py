"""Which groups of areas (districts, localities, catchments, networks) an option keeps whole, and where it cuts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from footprints.shapes import AreaShape, FootprintShape, GeographyShape, Group, PlaceShape

State = Literal["whole", "but_for_shared", "cut"]
GroupsOf = Callable[[AreaShape], Sequence[Group]]


@dataclass(frozen=True)
class Piece:
    """What of a group lies in one place: areas of this group alone, and areas that it shares with another group."""

    place: PlaceShape
    areas: tuple[AreaShape, ...]
    shared: tuple[AreaShape, ...]


@dataclass(frozen=True)
class Kept:
    """
    A group and the places that hold areas of it.

    It is cut where areas of this group alone lie in several places. Where only areas that it shares with another group
    lie elsewhere, it is whole but for them: how much of each belongs to which group is not published.
    """

    group: Group
    pieces: tuple[Piece, ...]

    @property
    def state(self) -> State:
        if sum(bool(piece.areas) for piece in self.pieces) > 1:
            return "cut"
        return "but_for_shared" if len(self.pieces) > 1 else "whole"


@dataclass(frozen=True)
class Whole:
    """All groups of a kind under one option and scenario; `divided` are areas that lie in several places."""

    groups: tuple[Kept, ...]
    divided: tuple[AreaShape, ...]

    def of_state(self, state: State) -> tuple[Kept, ...]:
        return tuple(one for one in self.groups if one.state == state)


def groups_in(shape: GeographyShape, groups_of: GroupsOf, scenario: str | None) -> tuple[Group, ...]:
    """Return the groups that have areas under a scenario, in the order of the areas."""
    return tuple(dict.fromkeys(group for area in shape.areas_in(scenario) for group in groups_of(area)))


def shared_in(shape: GeographyShape, groups_of: GroupsOf, scenario: str | None) -> tuple[AreaShape, ...]:
    """Return the areas that belong to several groups."""
    return tuple(area for area in shape.areas_in(scenario) if len(groups_of(area)) > 1)


def kept(shape: GeographyShape, footprint: FootprintShape, groups_of: GroupsOf, scenario: str | None) -> Whole:
    """Return what an option does with each group that has areas under a scenario."""
    areas = shape.areas_in(scenario)
    places = footprint.places_in(scenario)
    keys_in = [{area.key for area in place.areas} for place in places]
    found = []
    for group in groups_in(shape, groups_of, scenario):
        own = [place for place in places if place.district == group]
        if own:  # The group is a place: what its areas share with others is divided along its very boundary.
            pieces = [Piece(place, (), ()) for place in own]
        else:
            members = [area for area in areas if group in groups_of(area)]
            inside = zip(places, keys_in, strict=True)
            pieces = [piece for place, keys in inside if (piece := _piece(place, keys, members, groups_of))]
        if pieces:
            found.append(Kept(group, tuple(pieces)))
    divided = tuple(area for area in areas if sum(area.key in keys for keys in keys_in) > 1)
    return Whole(tuple(found), divided)


def _piece(place: PlaceShape, keys: set[str], members: Sequence[AreaShape], groups_of: GroupsOf) -> Piece | None:
    here = [area for area in members if area.key in keys]
    if not here:
        return None
    return Piece(
        place,
        tuple(area for area in here if len(groups_of(area)) == 1),
        tuple(area for area in here if len(groups_of(area)) > 1),
    )
