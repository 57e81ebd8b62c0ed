"""Small maps for the cards of options: always tiles, all drawn alike, so that the eye can compare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from engagement.shapes import EditionContent
from footprints import geography
from footprints.maps import tiles
from footprints.maps.canvas import Canvas, Cell, Point
from footprints.maps.parts import Part, grouping
from footprints.maps.settling import settle
from footprints.shapes import FootprintShape, GeographyShape, Scenario

MARGIN = 8


@dataclass(frozen=True)
class Thumbnail:
    view_box: str
    places: tuple[tuple[Part, str], ...]
    outside: str
    borders: str
    letters: tuple[tuple[Part, Point], ...]


def pictures(content: EditionContent) -> dict[int, str]:
    """Return a small map for each option with a footprint; decoration beside the words of its card."""
    shape = geography.of(content)
    if shape is None:
        return {}
    drawn = {one.number: made for one in shape.footprints if (made := thumbnail(shape, one)) is not None}
    first = next(iter(drawn), None)
    return {
        number: render_to_string("footprints/_thumbnail.html", {"thumbnail": made, "with_tones": number == first})
        for number, made in drawn.items()
    }


def thumbnail(shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None = None) -> Thumbnail | None:
    """Draw a footprint, under the first scenario if none is given; None where areas have no rough position."""
    slots = settle(shape.areas)
    if not slots:
        return None
    scenario = scenario or shape.scenario("")
    own = grouping(shape, footprint, scenario.key if scenario else None)
    canvas = tiles.tiled(slots, own.parts_of)
    keys = [cell.key for cell in canvas.cells]
    left, top, width, height = canvas.box
    return Thumbnail(
        view_box=f"{left - MARGIN} {top - MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}",
        places=tuple((part, canvas.outline({key for key in keys if key[1] == part.key})) for part in own.parts),
        outside=canvas.outline({key for key in keys if key[0] in own.outside}),
        borders=canvas.borders({key: key[1] for key in keys if key[1]}),
        letters=tuple((part, _amid(cells)) for part in own.parts if (cells := _cells_of(part, canvas))),
    )


def _cells_of(part: Part, canvas: Canvas) -> list[Cell]:
    """Return the whole tiles of a place; where it has none, its parts of tiles."""
    own = [cell for cell in canvas.cells if cell.key[1] == part.key]
    shared = {cell.key[0] for cell in canvas.cells if cell.key[1] != part.key}
    return [cell for cell in own if cell.key[0] not in shared] or own


def _amid(cells: Sequence[Cell]) -> Point:
    """Return the middle of the cell that lies nearest to the middle of all: there a letter stands."""
    middles = [_middle([point for ring in cell.rings for point in ring[:-1]]) for cell in cells]
    x, y = _middle(middles)
    return min(middles, key=lambda middle: (middle[0] - x) ** 2 + (middle[1] - y) ** 2)


def _middle(points: Sequence[Point]) -> Point:
    return round(sum(x for x, _ in points) / len(points)), round(sum(y for _, y in points) / len(points))
