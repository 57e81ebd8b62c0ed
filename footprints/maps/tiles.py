"""The schematic: every area a hexagon of one size, parted where it lies in several places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from footprints.maps.canvas import Canvas, Cell, Line, Point
from footprints.maps.settling import Slot

# A hexagon that stands on its point, in whole units: half its width, a quarter and a half of its height.
HALF_WIDTH, QUARTER, HALF_HEIGHT = 52, 30, 60
CORNERS: Line = (
    (0, -HALF_HEIGHT),
    (HALF_WIDTH, -QUARTER),
    (HALF_WIDTH, QUARTER),
    (0, HALF_HEIGHT),
    (-HALF_WIDTH, QUARTER),
    (-HALF_WIDTH, -QUARTER),
)
MOST_PARTS = 6


def centre(slot: Slot) -> Point:
    """Return the middle of the tile at a slot."""
    column, row = slot
    return HALF_WIDTH * (2 * column + row % 2), (HALF_HEIGHT + QUARTER) * row


def hexagon(middle: Point) -> Line:
    """Return the ring of a tile."""
    return tuple((middle[0] + x, middle[1] + y) for x, y in (*CORNERS, CORNERS[0]))


def tiled(slots: Mapping[str, Slot], parts: Mapping[str, Sequence[str]]) -> Canvas:
    """Return a canvas with a cell for each (area, part); an area without parts is one cell, (area, None).

    A tile is parted evenly around its middle: what share of the area lies in each part is not known.
    """
    cells: list[Cell] = []
    for key, slot in slots.items():
        middle = centre(slot)
        own: list[str | None] = list(parts.get(key, ())[:MOST_PARTS])
        own = own or [None]
        cells += [Cell((key, part), (ring,), middle) for part, ring in zip(own, _parted(middle, len(own)), strict=True)]
    return Canvas(tuple(cells))


def _parted(middle: Point, count: int) -> list[Line]:
    if count == 1:
        return [hexagon(middle)]
    ring = hexagon(middle)
    cuts = [round(nth * 6 / count) for nth in range(count + 1)]
    # The first part lies in the west: half a turn is taken off the corners' order, which begins at the top.
    turned = (*ring[3:6], *ring[:4])
    return [(middle, *turned[start : end + 1], middle) for start, end in pairwise(cuts)]


def shrunk(middle: Point, share: float) -> Line:
    """Return a hexagon about the same middle whose surface is this share of a tile's."""
    scale = share**0.5
    return tuple((round(middle[0] + scale * x), round(middle[1] + scale * y)) for x, y in (*CORNERS, CORNERS[0]))
