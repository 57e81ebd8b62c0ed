"""A map as cells that share borders: outlines of any set of cells, borders between any parts, compact paths."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

Point = tuple[int, int]
Line = tuple[Point, ...]  # a line that ends where it began is a ring
Side = tuple[Point, Point]
Key = tuple[str, str | None]  # of what a cell is drawn for, and of its place where it is parted


@dataclass(frozen=True)
class Cell:
    """A piece of the map, with the point at which its label stands. All cells turn the same way round."""

    key: Key
    rings: tuple[Line, ...]
    label: Point

    @property
    def sides(self) -> list[Side]:
        return [side for ring in self.rings for side in pairwise(ring)]

    @property
    def path(self) -> str:
        return "".join(path_of(ring) for ring in self.rings)


@dataclass(frozen=True)
class Canvas:
    """Cells whose borders are shared: two neighbours run through the same points, in opposite directions."""

    cells: tuple[Cell, ...]

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of all cells."""
        points = [point for cell in self.cells for ring in cell.rings for point in ring]
        left, top = min(x for x, _ in points), min(y for _, y in points)
        return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top

    @cached_property
    def owners(self) -> dict[Side, Key]:
        """Return the cell that lies along each directed side."""
        return {side: cell.key for cell in self.cells for side in cell.sides}

    def outline(self, keys: Collection[Key]) -> str:
        """Return the path around the cells of these keys taken together."""
        own = {side for side, key in self.owners.items() if key in keys}
        return paths_of(side for side in own if side[::-1] not in own)

    def borders(self, part_of: Mapping[Key, Hashable]) -> str:
        """Return the lines along which cells of different parts meet, and their outer edge."""
        return paths_of(
            side
            for side, key in self.owners.items()
            if part_of.get(key) is not None and self._beyond(side, part_of) != part_of[key]
        )

    def meetings(self, part_of: Mapping[Key, Hashable]) -> str:
        """Return the lines along which cells of different parts meet, without the outer edge."""
        return paths_of(
            side
            for side, key in self.owners.items()
            if part_of.get(key) is not None
            and self._beyond(side, part_of) is not None
            and self._beyond(side, part_of) != part_of[key]
        )

    def _beyond(self, side: Side, part_of: Mapping[Key, Hashable]) -> Hashable:
        """Return the part on the other side; None where there is none."""
        owner = self.owners.get((side[1], side[0]))
        return None if owner is None else part_of.get(owner)


def paths_of(sides: Iterable[Side]) -> str:
    """Return sides as one path, each drawn once whichever way it runs."""
    return "".join(path_of(line) for line in chained(sides))


def chained(sides: Iterable[Side]) -> list[Line]:
    """Join sides end to end into few lines; each side is taken once whichever way it runs."""
    neighbours: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted({(min(side), max(side)) for side in sides}, reverse=True):
        neighbours[start].append(end)
        neighbours[end].append(start)
    # Lines with ends are begun at an end; what is left after them are rings.
    ends = [point for point in sorted(neighbours) if len(neighbours[point]) % 2]
    return [_walk(neighbours, start) for start in (*ends, *sorted(neighbours)) for _ in _while(neighbours, start)]


def _while(neighbours: Mapping[Point, list[Point]], start: Point) -> Iterable[None]:
    while neighbours[start]:
        yield


def _walk(neighbours: dict[Point, list[Point]], start: Point) -> Line:
    line = [start]
    while neighbours[line[-1]]:
        onward = neighbours[line[-1]].pop()
        neighbours[onward].remove(line[-1])
        line.append(onward)
        if onward == start:
            break
    return tuple(line)


def path_of(line: Line) -> str:
    """Return a line as an SVG path in relative steps; a ring is closed."""
    is_ring = line[0] == line[-1]
    path, letter = f"M{line[0][0]} {line[0][1]}", ""
    for before, after in zip(line, line[1:-1] if is_ring else line[1:], strict=False):
        wide, high = after[0] - before[0], after[1] - before[1]
        if not wide or not high:
            letter = "v" if high else "h"
            path += f"{letter}{high or wide}"
        else:
            path += ("" if wide < 0 else " ") if letter == "l" else "l"
            path += f"{wide}{high}" if high < 0 else f"{wide} {high}"
            letter = "l"
    return f"{path}z" if is_ring else path


def lines_of(path: str) -> tuple[Line, ...]:
    """Read back what path_of wrote, several lines after each other."""
    return tuple(_line(written) for written in path.split("M")[1:])


def _line(written: str) -> Line:
    words = re.findall(r"[hlvz]|-?\d+", written)
    points = [(int(words[0]), int(words[1]))]
    letter, rest = "l", iter(words[2:])
    for word in rest:
        if word == "z":
            points.append(points[0])
        elif word.isalpha():
            letter = word
        else:
            wide = 0 if letter == "v" else int(word)
            high = 0 if letter == "h" else int(word if letter == "v" else next(rest))
            points.append((points[-1][0] + wide, points[-1][1] + high))
    return tuple(points)
