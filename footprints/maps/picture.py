"""A map as its template takes it: tiles with their labels, lines, a legend, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap

from footprints.maps.canvas import Point
from footprints.maps.overlays import Overlay
from footprints.maps.parts import Part
from footprints.shapes import AreaShape

MARGIN = 14
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
        return [line for name, fact in self.facts for line in _wrapped(f"{name}: {fact}")]

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


@lru_cache(maxsize=4096)
def _wrapped(fact: str) -> tuple[str, ...]:
    """Break a fact into lines; most facts of areas come again on every map, and while somebody draws."""
    return tuple(wrap(fact, TOLD_WIDTH))


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
    missing: tuple[AreaShape, ...] = ()  # what the boundaries that are drawn do not hold
    of_districts: bool = False  # whose places areas may lie in partly
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
