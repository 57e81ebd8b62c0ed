"""What a table is like: its headings, how much stands in each column, and examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from typing import Any

from responses.intake.imports.mapping import headings

FIRST = 8  # rows kept to be looked at
KEPT_VALUES = 200  # different ones of a column
LONGEST_VALUE = 200
HEADER_ROWS = (1, 2)


@dataclass(frozen=True)
class Column:
    """One column: where it is, what it is called, how many cells are filled, and with what."""

    position: int
    heading: str
    filled: int = 0
    values: dict[str, int] = field(default_factory=dict)  # with how often; none where there are too many different ones
    examples: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        return headings.letters(self.position)


@dataclass(frozen=True)
class Shape:
    """A table without its answers."""

    told: dict[str, Any]
    header_rows: int
    header_reason: str
    columns: tuple[Column, ...]
    rows: int
    first: tuple[tuple[int, tuple[str, ...]], ...]  # the first rows as they stand, headings included, numbered

    @property
    def digest(self) -> str:
        return headings.digest([column.heading for column in self.columns])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def without_answers(self) -> Shape:
        """Return what may be kept once it is done: headings and figures, no word of a respondent."""
        columns = tuple(Column(each.position, each.heading, each.filled) for each in self.columns)
        return Shape(self.told, self.header_rows, self.header_reason, columns, self.rows, ())


def from_json(said: Mapping[str, Any]) -> Shape:
    """Return a shape from what `as_json` made of it."""
    columns = tuple(Column(**{**each, "examples": tuple(each["examples"])}) for each in said["columns"])
    first = tuple((number, tuple(row)) for number, row in said["first"])
    return Shape(said["told"], said["header_rows"], said["header_reason"], columns, said["rows"], first)


def look(told: dict[str, Any], rows: Iterable[tuple[int, list[str]]], *, header_rows: int = 0) -> Shape:
    """Go through a table once. The number of heading rows is guessed where it is not said."""
    flow = iter(rows)
    first = list(islice(flow, FIRST))
    number, reason = headings.guessed([cells for _, cells in first])
    if header_rows in HEADER_ROWS:
        number, reason = header_rows, "As it was said"
    number = min(number, len(first))
    names = headings.combined([cells for _, cells in first[:number]]) if number else []
    tally = _Tally(names)
    for _, cells in chain(first[number:], flow):
        tally.add(cells)
    kept = tuple((at, tuple(cell[:LONGEST_VALUE] for cell in cells)) for at, cells in first)
    return Shape(told, number, reason, tally.columns(), tally.rows, kept)


class _Tally:
    """Counts what stands in each column, as far as it is worth counting."""

    def __init__(self, names: list[str]) -> None:
        self.names, self.rows = names, 0
        self.filled: Counter[int] = Counter()
        self.values: dict[int, Counter[str] | None] = {}
        self.examples: dict[int, list[str]] = {}

    def add(self, cells: list[str]) -> None:
        self.rows += 1
        for place, cell in enumerate(cells):
            text = cell.strip()
            if text:
                self.filled[place] += 1
                self._count(place, text)

    def _count(self, place: int, text: str) -> None:
        examples = self.examples.setdefault(place, [])
        if len(examples) < 3 and text[:LONGEST_VALUE] not in examples:
            examples.append(text[:LONGEST_VALUE])
        known = self.values.setdefault(place, Counter())
        if known is None:
            return
        known[text] += 1
        if len(known) > KEPT_VALUES or len(text) > LONGEST_VALUE:
            self.values[place] = None

    def columns(self) -> tuple[Column, ...]:
        """Return the columns; those beyond the last heading that hold something are called by their letters."""
        width = max(len(self.names), max(self.filled, default=-1) + 1)
        names = self.names + [f"Column {headings.letters(place)}" for place in range(len(self.names), width)]
        return tuple(
            Column(
                place,
                name,
                self.filled[place],
                dict(self.values.get(place) or {}),
                tuple(self.examples.get(place, ())),
            )
            for place, name in enumerate(names)
        )
