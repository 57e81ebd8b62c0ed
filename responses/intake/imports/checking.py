"""What becomes of every row: worked out in the dry run, and once more when it is imported, by the same code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from responses.intake.imports.mapping.mapping import IMPORT
from responses.intake.imports.models import ImportedRow
from responses.intake.imports.rows import Row, RowReader, is_late

AT_ONCE = 500


class Fate(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "Will be imported"
    LATE = "late", "Will be imported, late"
    ALREADY = "already", "Imported already"
    TWICE = "twice", "Twice in this file"
    EMPTY = "empty", "Holds no answer"
    INVALID = "invalid", "Not valid"


MOST_FAULTS = 3  # told of one row; a column that is mapped wrongly is a fault of every row
MORE = "{count} more of its columns are not valid"
COMES_IN = (Fate.NEW, Fate.LATE)


@dataclass(frozen=True)
class Judged:
    """A row with its fate; the identity tells it from every other row of the exercise."""

    row: Row
    fate: Fate
    identity: str
    why: str = ""


@dataclass
class Fates:
    """The fates of all rows: runs of rows of one fate and reason, so that 50,000 good rows take one line."""

    runs: list[list[Any]] = field(default_factory=list)  # first row, last row, fate, column or -1, why
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, judged: Judged) -> None:
        """Note the fate of a row."""
        self.counts[judged.fate.value] += 1
        for column, why in _told(judged.row.faults) if judged.fate is Fate.INVALID else [(-1, judged.why)]:
            last = self.runs[-1] if self.runs else None
            if last and last[2:] == [judged.fate.value, column, why] and last[1] == judged.row.number - 1:
                last[1] = judged.row.number
            else:
                self.runs.append([judged.row.number, judged.row.number, judged.fate.value, column, why])

    def as_json(self) -> dict[str, Any]:
        return {"runs": self.runs}


def _told(faults: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return what is said of a row that is not valid; hundreds of columns of 100,000 rows fill the memory."""
    further = len(faults) - MOST_FAULTS
    return faults if further <= 1 else [*faults[:MOST_FAULTS], (-1, MORE.format(count=further))]


class Judge:
    """Judges the rows of one file, in their order."""

    def __init__(self, reader: RowReader, *, space: str) -> None:
        self.reader, self.space = reader, space
        self.seen: dict[bytes, int] = {}
        self.words: Counter[bytes] = Counter()

    def judged(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[Judged]]:
        """Yield rows with their fates, some hundreds at a time."""
        batch: list[tuple[Row, str, str]] = []
        for number, cells in rows:
            row = self.reader.read(number, cells)
            batch.append((row, *self._identity(row, cells)))
            if len(batch) == AT_ONCE:
                yield self._with_fates(batch)
                batch = []
        if batch:
            yield self._with_fates(batch)

    def _identity(self, row: Row, cells: list[str]) -> tuple[str, str]:
        """Return what a row is known by, and what to say where this file has it twice.

        Its own reference where the tool gave one; else all that it says, numbered, for two people may tick the same.
        """
        said = hashlib.sha256(json.dumps([cell.strip() for cell in cells]).encode()).digest()
        if row.reference:
            return self._by_reference(row, said)
        self.words[said] += 1
        twice = self.words[said] > 1 and self.reader.mapping.same_rows != IMPORT
        why = "Every column says the same as in an earlier row" if twice else ""
        return _digest(self.space, "words", said.hex(), str(self.words[said])), why

    def _by_reference(self, row: Row, said: bytes) -> tuple[str, str]:
        identity = _digest(self.space, "reference", row.reference)
        key = bytes.fromhex(identity)
        earlier = self.seen.setdefault(key, row.number)
        if earlier == row.number:
            self.words[key + said] = 1
            return identity, ""
        if not self.words[key + said]:
            row.faults.append(
                (self.reader.place_of["reference"], f"Row {earlier:,} has this number and says other things")
            )
        return identity, f"Row {earlier:,} has the same number and says the same"

    def _with_fates(self, batch: list[tuple[Row, str, str]]) -> list[Judged]:
        known = standing([identity for _, identity, _ in batch])
        return [self._fate(row, identity, twice, known.get(identity)) for row, identity, twice in batch]

    def _fate(self, row: Row, identity: str, twice: str, standing_in: int | None) -> Judged:
        if standing_in and not twice:
            return Judged(row, Fate.ALREADY, identity, f"By import {standing_in}")
        if row.faults:
            return Judged(row, Fate.INVALID, identity)
        if not row.answers:
            return Judged(row, Fate.EMPTY, identity, "It answers no question that is imported")
        if twice:
            return Judged(row, Fate.TWICE, identity, twice)
        return Judged(row, Fate.LATE if is_late(row) else Fate.NEW, identity)


def standing(identities: list[str]) -> dict[str, int]:
    """Return which of these rows stand as responses, with the numbers of the imports that brought them."""
    found = ImportedRow.objects.filter(identity__in=identities, undone_at=None)
    return dict(found.values_list("identity", "batch__number"))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
