"""What may become of a row, and the account of all rows of a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from responses.intake.imports.rows import Row


class Fate(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "Will be imported"
    LATE = "late", "Will be imported, late"
    ALREADY = "already", "Imported already"
    MAYBE = "maybe", "May be there already"
    TWICE = "twice", "Twice in this file"
    EMPTY = "empty", "Holds no answer"
    INVALID = "invalid", "Not valid"


MOST_FAULTS = 3  # told of one row; a column that is mapped wrongly is a fault of every row
MORE = "{count} more of its columns are not valid"
COMES_IN = (Fate.NEW, Fate.LATE)


@dataclass(frozen=True)
class Judged:
    """A row with its fate; the identity tells it from every other row of the exercise that stands."""

    row: Row
    fate: Fate
    identity: str
    contents: str = ""
    why: str = ""
    like: tuple[int, int] | None = None  # number of the import, and of its row, which this one may be


@dataclass
class Fates:
    """The fates of all rows: runs of rows of one fate and reason, so that 50,000 good rows take one line."""

    runs: list[list[Any]] = field(default_factory=list)  # first row, last row, fate, column or -1, why
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[int]] = field(default_factory=dict)  # why → a row, the import and its row it is like

    def add(self, judged: Judged) -> None:
        """Note the fate of a row."""
        self.counts[judged.fate.value] += 1
        if judged.fate is Fate.MAYBE and judged.like:
            self.examples.setdefault(judged.why, [judged.row.number, *judged.like])
        for column, why in _told(judged.row.faults) if judged.fate is Fate.INVALID else [(-1, judged.why)]:
            last = self.runs[-1] if self.runs else None
            if last and last[2:] == [judged.fate.value, column, why] and last[1] == judged.row.number - 1:
                last[1] = judged.row.number
            else:
                self.runs.append([judged.row.number, judged.row.number, judged.fate.value, column, why])

    def as_json(self) -> dict[str, Any]:
        return {"runs": self.runs, "examples": self.examples}


def _told(faults: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return what is said of a row that is not valid; hundreds of columns of 100,000 rows fill the memory."""
    further = len(faults) - MOST_FAULTS
    return faults if further <= 1 else [*faults[:MOST_FAULTS], (-1, MORE.format(count=further))]
