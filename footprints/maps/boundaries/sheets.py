"""The boundaries that are in use, as something to draw on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from footprints.maps.canvas import Canvas, Cell, lines_of
from footprints.maps.drawing import Sheet
from footprints.maps.models import Boundary, BoundarySet
from footprints.maps.parts import Grouping
from footprints.shapes import AreaShape, FootprintShape, GeographyShape


@dataclass(frozen=True)
class Found:
    """A set of boundaries with its rows, read at once."""

    row: BoundarySet
    boundaries: tuple[Boundary, ...]

    @property
    def source(self) -> str:
        """Say whose boundaries are drawn."""
        return self.row.attribution or f"The boundaries are from the file {self.row.file_name}."


def in_use(exercise_id: int, kind: str) -> Found | None:
    """Return the boundaries that maps of a kind show now; two queries."""
    row = BoundarySet.objects.filter(exercise=exercise_id, kind=kind, state=BoundarySet.State.IN_USE).first()
    return of(row) if row else None


def of(row: BoundarySet) -> Found:
    """Return a set with its boundaries."""
    return Found(row, tuple(row.boundaries.all()))


def sheet_of(found: Found, shape: GeographyShape, footprint: FootprintShape, grouping: Grouping) -> Sheet | None:
    """Return what to draw a footprint on; None where nothing of it has a boundary."""
    if found.row.kind == BoundarySet.Kind.AREA:
        things, unit, own = shape.areas, "area", grouping
        keys = {area.key: area.key for area in shape.areas}
    else:
        places = [place for place in footprint.places if place.district]
        things, unit = tuple(_as_thing(place.key, place.name) for place in places), "district"
        keys = {place.district.key: place.key for place in places if place.district}
        shown = {part.key for part in grouping.parts}
        outside = frozenset(place.key for place in places if place.key not in shown)
        own = Grouping(grouping.parts, {key: (key,) for key in shown}, outside, of_districts=True)
    rows = [row for row in found.boundaries if row.key in keys]
    if not rows:
        return None
    return Sheet(Canvas(tuple(_cells(rows, keys, own))), things, own, unit, {keys[row.key]: row.room for row in rows})


def _cells(rows: Iterable[Boundary], keys: dict[str, str], grouping: Grouping) -> Iterable[Cell]:
    for row in rows:
        thing = keys[row.key]
        part = next(iter(grouping.parts_of.get(thing, ())), None)
        yield Cell((thing, part), lines_of(row.path), (row.label_x, row.label_y))


def _as_thing(key: str, name: str) -> AreaShape:
    return AreaShape(key, name, (), (), (), frozenset(), None)
