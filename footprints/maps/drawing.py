"""Laying out a map: on tiles, or on a sheet of real boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from footprints.maps import overlays, tiles, wording
from footprints.maps.canvas import Canvas, Cell, Point, path_of
from footprints.maps.naming import MOST_LINES, broken, shortened
from footprints.maps.overlays import Overlay
from footprints.maps.parts import Grouping, Part
from footprints.maps.peopled import Peopled
from footprints.maps.picture import MARGIN, Badge, Drawing, Label, Legend, Tile
from footprints.maps.settling import settle
from footprints.shapes import AreaShape, GeographyShape

LINE = 16
BADGE_STEP, BADGE_UP = 25, 36
LEAST_ROOM = 34  # around a label, for a name to stand there beside the letter
SHORTER = MOST_LINES - 1  # lines of a name where an overlay's letters stand below it
NOBODY_COUNTED = Peopled()


@dataclass(frozen=True)
class Sheet:
    """What a map is drawn on: cells of things, which are areas or, with real boundaries, perhaps districts."""

    canvas: Canvas
    things: tuple[AreaShape, ...]
    grouping: Grouping
    unit: str = "area"
    rooms: Mapping[str, int] = field(default_factory=dict)  # with real boundaries: how far from its label a thing goes

    @cached_property
    def cells(self) -> dict[str, list[Cell]]:
        """Return the cells of each thing, one for each place that it lies in."""
        found: dict[str, list[Cell]] = {}
        for cell in self.canvas.cells:
            found.setdefault(cell.key[0], []).append(cell)
        return found

    @cached_property
    def short_names(self) -> dict[str, str]:
        return shortened(thing.name for thing in self.things)

    def middles_of(self, part: str) -> list[Point]:
        """Return where the things of a place lie."""
        own = [key for key, parts in self.grouping.parts_of.items() if part in parts]
        return [self.cells[key][0].label for key in own if key in self.cells]


def schematic(
    shape: GeographyShape, grouping: Grouping, *, people: Peopled = NOBODY_COUNTED, overlay: str = ""
) -> Drawing | None:
    """Draw every area as a tile; None where areas have no rough position."""
    slots = settle(shape.areas)
    if not slots:
        return None
    sheet = Sheet(tiles.tiled(slots, grouping.parts_of), shape.areas, grouping)
    return drawn(sheet, shape, grouping, people=people, overlay=overlay)


def drawn(sheet: Sheet, shape: GeographyShape, grouping: Grouping, *, people: Peopled, overlay: str = "") -> Drawing:
    """Lay out a map. `grouping` is of areas, also where the things on the sheet are districts."""
    laid = overlays.overlay_of(overlay, shape, grouping) if sheet.unit == "area" else None
    left, top, width, height = sheet.canvas.box
    there = [cell.key for cell in sheet.canvas.cells if cell.key[0] not in sheet.grouping.outside]
    part_of = {key: key[1] or f"none: {key[0]}" for key in there}  # each area without a place has an edge of its own
    thing_of = {key: key[0] for key in there}
    placed = [thing for thing in sheet.things if thing.key not in sheet.grouping.outside]
    known = {key for key, size in people.sizes.items() if size}
    middles = {part.key: sheet.middles_of(part.key) for part in grouping.parts}
    return Drawing(
        left=left - MARGIN,
        top=top - MARGIN,
        width=width + 2 * MARGIN,
        height=height + 2 * MARGIN,
        tiles=tuple(_tile(thing, sheet, people, laid, shape) for thing in _ordered(sheet) if thing.key in sheet.cells),
        seams=sheet.canvas.meetings(thing_of),
        borders=sheet.canvas.borders(part_of),
        legend=tuple(Legend(part, grouping.areas_of(part.key, shape.areas)) for part in grouping.parts),
        outside=tuple(thing for thing in sheet.things if thing.key in sheet.grouping.outside),
        overlay=laid,
        overlay_lines=sheet.canvas.meetings({key: laid.of_area.get(key[0]) for key in there}) if laid else "",
        size_note="" if sheet.rooms else wording.of_sizes(known, placed),
        words=wording.of_map(shape.areas, grouping, middles, laid),
        missing=tuple(thing for thing in placed if thing.key not in sheet.cells),
        of_districts=grouping.of_districts,
        unit=sheet.unit,
        is_schematic=not sheet.rooms,
    )


def _ordered(sheet: Sheet) -> list[AreaShape]:
    """Order areas place by place, as somebody who steps through the map with the keyboard meets them."""
    grouping = sheet.grouping
    places = [part.key for part in grouping.parts]

    def rank(thing: AreaShape) -> tuple[bool, int]:
        own = grouping.parts_of.get(thing.key, ())
        return thing.key in grouping.outside, places.index(own[0]) if own else len(places)

    return sorted(sheet.things, key=rank)


def _tile(thing: AreaShape, sheet: Sheet, people: Peopled, overlay: Overlay | None, shape: GeographyShape) -> Tile:
    cells = sheet.cells[thing.key]
    middle, room = cells[0].label, sheet.rooms.get(thing.key, LEAST_ROOM)
    own = [sheet.grouping.part(key) for key in sheet.grouping.parts_of.get(thing.key, ())]
    parts: list[Part | None] = [*own] or [None]
    size = people.sizes.get(thing.key) if not sheet.rooms else None
    share = size / max(each for each in people.sizes.values() if each) if size else 0
    said = people.words.get(thing.key, "not counted here") if people.words else None
    kinds = overlays.offered(shape) if sheet.unit == "area" else ()
    most = (SHORTER if overlay else MOST_LINES) if room >= LEAST_ROOM else 0
    return Tile(
        target=_target(thing, sheet),
        name=thing.name,
        state="outside" if thing.key in sheet.grouping.outside else "placed" if own else "open",
        pieces=tuple((part, cell.path) for part, cell in zip(parts, cells, strict=False)),
        middle=middle,
        labels=_labels(thing.name, middle, most=most) if most else (),
        badges=_badges(own, middle, up=BADGE_UP if most else 0),
        short=sheet.short_names[thing.name] if most else "",
        code=overlay.code_of(thing.key) if overlay else "",
        filled=path_of(tiles.shrunk(middle, share)) if share else "",
        facts=wording.facts_of(thing, own, sheet.grouping, said, kinds),
    )


def _target(thing: AreaShape, sheet: Sheet) -> str:
    """Return the id on the page of what is known of a thing: an area's row, a place's card."""
    if sheet.unit == "area":
        return f"area-{thing.key}"
    return "places" if thing.key in sheet.grouping.outside else f"place-{thing.key}"


def _labels(name: str, middle: Point, *, most: int) -> tuple[Label, ...]:
    lines = broken(name, most=most)
    first = middle[1] + 12 - (len(lines) - 1) * LINE // 2
    return tuple(Label(middle[0], first + nth * LINE, line) for nth, line in enumerate(lines))


def _badges(own: list[Part], middle: Point, *, up: int) -> tuple[Badge, ...]:
    first = middle[0] - BADGE_STEP * (len(own) - 1) // 2
    return tuple(Badge(first + nth * BADGE_STEP, middle[1] - up, part) for nth, part in enumerate(own))
