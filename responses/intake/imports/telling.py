"""What became of the rows, told on a page and in a file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from common.spreadsheets import neutral
from responses.intake.imports.fates import Fate
from responses.intake.imports.mapping.shape import Shape, from_json
from responses.intake.imports.models import ImportBatch, ImportedRow

LISTED = 20
NUMBERS = 8  # row numbers named of a kind of fault
COLUMNS = ["row", "fate", "column", "heading", "why", "reference"]
DONE = {Fate.NEW: "Imported", Fate.LATE: "Imported, late"}


@dataclass(frozen=True)
class Counted:
    """How many rows met one fate."""

    fate: Fate
    label: str
    count: int


@dataclass
class Trouble:
    """Rows that cannot be imported for the same reason."""

    where: str
    why: str
    count: int
    rows: str


@dataclass(frozen=True)
class Alike:
    """Rows that may be there already for the same reason, with one of them and the row that it is like."""

    why: str
    count: int
    row: int
    other_import: int
    other_row: int
    reference: str


def counted(batch: ImportBatch) -> list[Counted]:
    """Return the fates that occur, in their order."""
    return [Counted(fate, _label(batch, fate), count) for fate in Fate if (count := batch.counts.get(fate.value, 0))]


def _label(batch: ImportBatch, fate: Fate) -> str:
    done = batch.imported_at is not None
    if done and fate is Fate.MAYBE:
        return "Imported, as other people’s answers" if batch.alike_too else "Left out: may have been there already"
    return DONE.get(fate, str(fate.label)) if done else str(fate.label)


def troubles(batch: ImportBatch) -> list[Trouble]:
    """Return why rows are not valid, or are there twice: the most frequent reasons first."""
    shape = from_json(batch.shape)
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for first, last, fate, column, why in batch.fates.get("runs", []):
        if fate in {Fate.INVALID.value, Fate.TWICE.value}:
            found.setdefault((column, why), []).append((first, last))
    told = [
        Trouble(_where(shape, column), why, sum(last - first + 1 for first, last in runs), _numbers(runs))
        for (column, why), runs in found.items()
    ]
    return sorted(told, key=lambda each: -each.count)


def alike(batch: ImportBatch) -> list[Alike]:
    """Return why rows may be there already, with how many and an example each: the most frequent reasons first."""
    count: Counter[str] = Counter()
    for first, last, fate, _, why in batch.fates.get("runs", []):
        if fate == Fate.MAYBE.value:
            count[why] += last - first + 1
    examples = {why: example for why, example in batch.fates.get("examples", {}).items() if why in count}
    beside = {(number, row) for _, number, row in examples.values()}
    rows = ImportedRow.objects.filter(
        batch__exercise=batch.exercise_id,
        batch__number__in={number for number, _ in beside},
        number__in={row for _, row in beside},
    )
    found = {
        (number, row): reference
        for number, row, reference in rows.values_list("batch__number", "number", "response__reference")
    }
    return [
        Alike(why, times, row, number, other, found.get((number, other), ""))
        for why, times in count.most_common()
        for row, number, other in [examples[why]]
    ]


def _where(shape: Shape, column: int) -> str:
    return f"{shape.columns[column].letters}: {shape.columns[column].heading}" if column >= 0 else "The row as a whole"


def _numbers(runs: list[tuple[int, int]]) -> str:
    named = [f"{first:,}" if first == last else f"{first:,} to {last:,}" for first, last in runs[:NUMBERS]]
    return ", ".join(named) + (" …" if len(runs) > NUMBERS else "")


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_csv(batch: ImportBatch) -> Iterator[str]:
    """Yield the fate of every row as CSV; what a spreadsheet would take for a formula is made harmless."""
    shape = from_json(batch.shape)
    references = dict(ImportedRow.objects.filter(batch=batch).values_list("number", "response__reference"))
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for first, last, fate, column, why in batch.fates.get("runs", []):
        place = (shape.columns[column].letters, shape.columns[column].heading) if column >= 0 else ("", "")
        for number in range(first, last + 1):
            row: list[Any] = [number, _label(batch, Fate(fate)), *place, why, references.get(number, "")]
            yield writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
