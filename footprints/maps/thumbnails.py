"""Small maps: on cards always tiles, all drawn alike; side by side on real boundaries where there are any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from engagement.shapes import EditionContent
from footprints import geography
from footprints.maps import tiles
from footprints.maps.boundaries import sheets
from footprints.maps.boundaries.sheets import Found
from footprints.maps.canvas import Canvas, Cell, Key, Point
from footprints.maps.drawing import Sheet
from footprints.maps.parts import Grouping, Part, grouping
from footprints.maps.settling import settle
from footprints.shapes import AreaShape, FootprintShape, GeographyShape, Scenario

MARGIN = 8
MiddleOf = Callable[[Cell], Point]


@dataclass(frozen=True)
class Thumbnail:
    view_box: str
    places: tuple[tuple[Part, str], ...]
    outside: str
    borders: str
    letters: tuple[tuple[Part, Point], ...]
    is_schematic: bool = True
    missing: tuple[AreaShape, ...] = ()  # what the boundaries that are drawn do not hold
    source: str = ""


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


def thumbnail(
    shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None = None, found: Found | None = None
) -> Thumbnail | None:
    """Draw a footprint, under the first scenario if none is given, on the boundaries that are found or on tiles.

    None where it has no boundaries and its areas no rough position.
    """
    scenario = scenario or shape.scenario("")
    own = grouping(shape, footprint, scenario.key if scenario else None)
    sheet = sheets.sheet_of(found, shape, footprint, own) if found else None
    if sheet is not None and found is not None:
        return _on_boundaries(sheet, found)
    slots = settle(shape.areas)
    if not slots:
        return None
    return _drawn(tiles.tiled(slots, own.parts_of), own, _of_tile)


def _on_boundaries(sheet: Sheet, found: Found) -> Thumbnail:
    drawn = _drawn(sheet.canvas, sheet.grouping, _of_boundary)
    missing = (one for one in sheet.things if one.key not in sheet.cells and one.key not in sheet.grouping.outside)
    return replace(drawn, is_schematic=False, missing=tuple(missing), source=found.source)


def _drawn(canvas: Canvas, own: Grouping, middle_of: MiddleOf) -> Thumbnail:
    keys = [cell.key for cell in canvas.cells]
    left, top, width, height = canvas.box
    return Thumbnail(
        view_box=f"{left - MARGIN} {top - MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}",
        places=tuple((part, path) for part in own.parts if (path := canvas.outline(_keys_of(part, keys)))),
        outside=canvas.outline({key for key in keys if key[0] in own.outside}),
        borders=canvas.borders({key: key[1] for key in keys if key[1]}),
        letters=tuple((part, _amid(cells, middle_of)) for part in own.parts if (cells := _cells_of(part, canvas))),
    )


def _keys_of(part: Part, keys: Sequence[Key]) -> set[Key]:
    return {key for key in keys if key[1] == part.key}


def _cells_of(part: Part, canvas: Canvas) -> list[Cell]:
    """Return the whole tiles of a place; where it has none, its parts of tiles."""
    own = [cell for cell in canvas.cells if cell.key[1] == part.key]
    shared = {cell.key[0] for cell in canvas.cells if cell.key[1] != part.key}
    return [cell for cell in own if cell.key[0] not in shared] or own


def _amid(cells: Sequence[Cell], middle_of: MiddleOf) -> Point:
    """Return where a letter stands: in the cell that lies nearest to the middle of all."""
    middles = [middle_of(cell) for cell in cells]
    x, y = _middle(middles)
    return min(middles, key=lambda middle: (middle[0] - x) ** 2 + (middle[1] - y) ** 2)


def _of_tile(cell: Cell) -> Point:
    return _middle([point for ring in cell.rings for point in ring[:-1]])


def _of_boundary(cell: Cell) -> Point:
    """Return the point well inside that was found for a label: a boundary may bend around its middle."""
    return cell.label


def _middle(points: Sequence[Point]) -> Point:
    return round(sum(x for x, _ in points) / len(points)), round(sum(y for _, y in points) / len(points))
