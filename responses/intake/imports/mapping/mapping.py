"""A mapping: what becomes of each column, and how cells are read. It is kept as JSON and handed out as YAML."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from responses.intake.imports.mapping.targets import IGNORE, Target

INVALID, LEAVE_OUT = "invalid", "leave_out"
IMPORT = "import"


@dataclass(frozen=True)
class ColumnMapping:
    """What becomes of one column."""

    heading: str
    to: str = IGNORE
    values: dict[str, str] = field(default_factory=dict)  # value → choice, '-' for left out, '' for not decided
    others: str = INVALID  # what to do with values that are not decided: the row is invalid, or they are left out
    delimiter: str = ""  # of several values in a cell
    reason: str = ""  # why it was guessed

    @property
    def undecided(self) -> list[str]:
        """Values that make their rows invalid, unless somebody says what they mean."""
        return [] if self.others == LEAVE_OUT else [value for value, key in self.values.items() if not key]


@dataclass(frozen=True)
class Mapping:
    """How one layout is read."""

    columns: tuple[ColumnMapping, ...] = ()
    sheet: str = ""
    encoding: str = ""
    header_rows: int = 0  # 0: not said, so guessed
    dates: str = "day"
    same_rows: str = IMPORT  # rows that are alike in every column, where no reference tells them apart

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def with_column(self, position: int, **changes: Any) -> Mapping:
        """Return the mapping with something else said of one column."""
        columns = list(self.columns)
        columns[position] = replace(columns[position], **changes)
        return replace(self, columns=tuple(columns))

    def decided(self) -> Mapping:
        """Return the mapping as it is kept for good: without values that nobody has decided on, which are answers."""
        kept = [{name: key for name, key in each.values.items() if key} for each in self.columns]
        columns = (replace(each, values=values) for each, values in zip(self.columns, kept, strict=True))
        return replace(self, columns=tuple(columns))

    def used(self) -> dict[int, ColumnMapping]:
        """Return the columns that become something, by position."""
        return {place: column for place, column in enumerate(self.columns) if column.to != IGNORE}

    def goes_to(self, key: str) -> list[int]:
        """Return where the columns are that become this."""
        return [place for place, column in enumerate(self.columns) if column.to == key]


def from_json(said: AnyMapping[str, Any]) -> Mapping:
    """Return a mapping from what `as_json` made of it."""
    rest = {name: value for name, value in said.items() if name != "columns"}
    return Mapping(tuple(ColumnMapping(**column) for column in said.get("columns", ())), **rest)


def faults(mapping: Mapping, targets: AnyMapping[str, Target]) -> dict[int, str]:
    """Return what is wrong with columns, by position: nothing to become, or two columns for what takes one."""
    found: dict[int, str] = {}
    first: dict[str, int] = {}
    for place, column in mapping.used().items():
        target = targets.get(column.to)
        if target is None:
            found[place] = f"This exercise has nothing called ‘{column.to}’"
        elif column.to in first and target.sort != "words":
            found[place] = f"‘{mapping.columns[first[column.to]].heading}’ becomes this already. Choose one of the two"
        first.setdefault(column.to, place)
    return found


def answers_anything(mapping: Mapping, targets: AnyMapping[str, Target]) -> bool:
    """Whether any column becomes an answer."""
    known = [targets[column.to] for column in mapping.used().values() if column.to in targets]
    return any(target.item or target.sort == "place" for target in known)
