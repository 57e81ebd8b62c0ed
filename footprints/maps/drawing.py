"""A map laid out for its template: tiles with their labels, lines, a legend, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from footprints.maps import overlays, tiles, wording
from footprints.maps.canvas import Canvas, Point, path_of
from footprints.maps.naming import MOST_LINES, broken, shortened
from footprints.maps.overlays import Overlay
from footprints.maps.parts import Grouping, Part
from footprints.maps.peopled import Peopled
from footprints.maps.settling import Slot, settle
from footprints.shapes import AreaShape, GeographyShape

MARGIN = 14
LINE = 16
BADGE_STEP = 25
SHORTER = MOST_LINES - 1  # lines of a name where an overlay's letters stand below it
NOBODY_COUNTED = Peopled()
TOLD_WIDTH = 52  # letters: what is told of the tile that has the focus stands below the map, also on a phone


@dataclass(frozen=True)
class Label:
    """A line of words at a point."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Badge:
    """The letter of a place, on a tile that lies in it."""

    x: int
    y: int
    part: Part


@dataclass(frozen=True)
class Tile:
    """An area, or with real boundaries perhaps a district: what is drawn, what is said, where it leads."""

    target: str
    name: str
    state: str  # 'placed', 'open' (in no place yet) or 'outside' (the boundary scenario leaves it out)
    pieces: tuple[tuple[Part | None, str], ...]  # a path for each place it lies in
    middle: Point
    labels: tuple[Label, ...]
    badges: tuple[Badge, ...]
    short: str
    code: str  # what an overlay says of it
    filled: str  # where a population is known: the part of the tile that stands for it
    facts: tuple[tuple[str, str], ...]

    @property
    def told(self) -> str:
        return "; ".join([self.name, *(f"{name}: {fact}" for name, fact in self.facts)])

    @property
    def told_lines(self) -> list[str]:
        return [line for name, fact in self.facts for line in wrap(f"{name}: {fact}", TOLD_WIDTH)]

    @property
    def tone(self) -> int | None:
        return self.pieces[0][0].tone if len(self.pieces) == 1 and self.pieces[0][0] else None

    @property
    def x(self) -> int:
        return self.middle[0]

    @property
    def y(self) -> int:
        return self.middle[1]

    @property
    def code_at(self) -> int:
        return self.middle[1] + 42


@dataclass(frozen=True)
class Legend:
    part: Part
    areas: tuple[AreaShape, ...]


@dataclass(frozen=True)
class Drawing:
    left: int
    top: int
    width: int
    height: int
    tiles: tuple[Tile, ...]
    seams: str
    borders: str
    legend: tuple[Legend, ...]
    outside: tuple[AreaShape, ...]
    overlay: Overlay | None
    overlay_lines: str
    size_note: str
    words: tuple[str, ...]
    unit: str = "area"
    is_schematic: bool = True

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def told_at(self) -> int:
        return self.left + MARGIN

    @property
    def unit_with_article(self) -> str:
        return f"an {self.unit}" if self.unit[0] in "aeiou" else f"a {self.unit}"

    @property
    def is_parted(self) -> bool:
        return any(len(tile.pieces) > 1 for tile in self.tiles)


def schematic(
    shape: GeographyShape,
    grouping: Grouping,
    *,
    people: Peopled = NOBODY_COUNTED,
    overlay: str = "",
) -> Drawing | None:
    """Draw every area as a tile; None where areas have no rough position."""
    slots = settle(shape.areas)
    if not slots:
        return None
    canvas = tiles.tiled(slots, grouping.parts_of)
    known = {key: size for key, size in people.sizes.items() if size}
    laid = overlays.overlay_of(overlay, shape, grouping)
    left, top, width, height = canvas.box
    ordered = _ordered(shape.areas, grouping)
    there = [cell.key for cell in canvas.cells if cell.key[0] not in grouping.outside]
    part_of = {key: key[1] or f"none: {key[0]}" for key in there}  # each area without a place has an edge of its own
    area_of = {key: key[0] for key in there}
    return Drawing(
        left=left - MARGIN,
        top=top - MARGIN,
        width=width + 2 * MARGIN,
        height=height + 2 * MARGIN,
        tiles=tuple(_tile(area, slots[area.key], canvas, grouping, people, laid, shape) for area in ordered),
        seams=canvas.meetings(area_of),
        borders=canvas.borders(part_of),
        legend=tuple(Legend(part, grouping.areas_of(part.key, shape.areas)) for part in grouping.parts),
        outside=tuple(area for area in shape.areas if area.key in grouping.outside),
        overlay=laid,
        overlay_lines=canvas.meetings({key: laid.of_area.get(key[0]) for key in there}) if laid else "",
        size_note=wording.of_sizes(known, [area for area in ordered if area.key not in grouping.outside]),
        words=wording.of_map(shape.areas, grouping, slots, laid),
    )


def _ordered(areas: tuple[AreaShape, ...], grouping: Grouping) -> list[AreaShape]:
    """Order areas place by place, as somebody who steps through the map with the keyboard meets them."""
    places = [part.key for part in grouping.parts]

    def rank(area: AreaShape) -> tuple[bool, int]:
        own = grouping.parts_of.get(area.key, ())
        return area.key in grouping.outside, places.index(own[0]) if own else len(places)

    return sorted(areas, key=rank)


def _tile(
    area: AreaShape,
    slot: Slot,
    canvas: Canvas,
    grouping: Grouping,
    people: Peopled,
    overlay: Overlay | None,
    shape: GeographyShape,
) -> Tile:
    middle = tiles.centre(slot)
    own = [grouping.part(key) for key in grouping.parts_of.get(area.key, ())]
    cells = [cell for cell in canvas.cells if cell.key[0] == area.key]
    parts: list[Part | None] = [*own] or [None]
    size = people.sizes.get(area.key)
    share = size / max(each for each in people.sizes.values() if each) if size else 0
    said = people.words.get(area.key, "not counted here") if people.words else None
    return Tile(
        target=f"area-{area.key}",
        name=area.name,
        state="outside" if area.key in grouping.outside else "placed" if own else "open",
        pieces=tuple((part, cell.path) for part, cell in zip(parts, cells, strict=False)),
        middle=middle,
        labels=_labels(area.name, middle, most=SHORTER if overlay else MOST_LINES),
        badges=_badges(own, middle),
        short=shortened(each.name for each in shape.areas)[area.name],
        code=overlay.code_of(area.key) if overlay else "",
        filled=path_of(tiles.shrunk(middle, share)) if share else "",
        facts=wording.facts_of(area, own, grouping, said, overlays.offered(shape)),
    )


def _labels(name: str, middle: Point, *, most: int) -> tuple[Label, ...]:
    lines = broken(name, most=most)
    first = middle[1] + 12 - (len(lines) - 1) * LINE // 2
    return tuple(Label(middle[0], first + nth * LINE, line) for nth, line in enumerate(lines))


def _badges(own: list[Part], middle: Point) -> tuple[Badge, ...]:
    first = middle[0] - BADGE_STEP * (len(own) - 1) // 2
    return tuple(Badge(first + nth * BADGE_STEP, middle[1] - 36, part) for nth, part in enumerate(own))
