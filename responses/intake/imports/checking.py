"""What becomes of every row: worked out in the dry run, and once more when it is imported, by the same code."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator

from responses.intake.imports.fates import Fate, Judged
from responses.intake.imports.mapping.mapping import IMPORT
from responses.intake.imports.matching import Asked, Matcher
from responses.intake.imports.models import ImportBatch
from responses.intake.imports.rows import Row, RowReader, is_late
from responses.intake.imports.sameness import (
    Earlier,
    Reading,
    before_contents,
    beside,
    counted_by,
    digest,
    file_of,
    is_telling,
    key_of,
    keyed,
    plain_number,
    reading,
    said,
)
from responses.intake.imports.standing import Found

AT_ONCE = 500


class Judge:
    """Judges the rows of one file, in their order, beside the imports that stand."""

    def __init__(self, reader: RowReader, batch: ImportBatch, earlier: dict[int, Earlier]) -> None:
        mapping = reader.mapping
        self.reader, self.batch, self.space = reader, batch, str(batch.exercise_id)
        self.matcher = Matcher(
            earlier, layout=batch.layout_digest, file=file_of(batch, mapping), counted_by=counted_by(mapping)
        )
        self.key = key_of(batch.exercise_id)
        self.own = reading(reader.used.values(), mapping)
        self.readings: set[Reading] = {self.own, *(each.reading for each in earlier.values())}
        self.old_layouts = {each.layout for each in earlier.values() if each.is_old}
        self.seen: dict[bytes, int] = {}
        self.words: Counter[bytes] = Counter()
        self.alike: Counter[str] = Counter()

    def judged(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[Judged]]:
        """Yield rows with their fates, some hundreds at a time."""
        some: list[Asked] = []
        for number, cells in rows:
            some.append(self._asked(self.reader.read(number, cells), cells))
            if len(some) == AT_ONCE:
                yield self._with_fates(some)
                some = []
        if some:
            yield self._with_fates(some)

    def _asked(self, row: Row, cells: list[str]) -> Asked:
        """Return what a row is known by: the number that the other tool gave it, else what it says.

        Rows without numbers that say the same are counted, for two people may tick the same.
        """
        contents, telling = self._contents(cells)
        as_it_stands = hashlib.sha256(json.dumps([cell.strip() for cell in cells]).encode()).digest()
        if row.reference:
            identity = digest(self.space, "number", plain_number(row.reference))
            twice = self._number_twice(row, identity, as_it_stands)
            old = [before_contents(self.space, layout, "reference", row.reference) for layout in self.old_layouts]
            return Asked(row, identity, twice, old, contents, telling)
        own = contents[self.own]
        self.alike[own] += 1
        self.words[as_it_stands] += 1
        times = self.words[as_it_stands]
        identity = digest(self.space, "contents", own, str(self.alike[own]))
        is_copy = times > 1 and self.reader.mapping.same_rows != IMPORT
        old = [before_contents(self.space, self.batch.layout_digest, "words", as_it_stands.hex(), str(times))]
        why = "Every column says the same as in an earlier row" if is_copy else ""
        return Asked(row, identity, why, old if self.old_layouts else [], contents, telling)

    def _contents(self, cells: list[str]) -> tuple[dict[Reading, str], frozenset[Reading]]:
        """Return what a row says, as this and each earlier import read it."""
        contents, telling = {}, set()
        for read in self.readings:
            parts = said(read, cells, self.reader.targets)
            if parts or read == self.own:
                contents[read] = keyed(self.key, parts)
            if is_telling(parts):
                telling.add(read)
        return contents, frozenset(telling)

    def _number_twice(self, row: Row, identity: str, as_it_stands: bytes) -> str:
        """Say so where this file has the number twice; with other words beside it that is a fault."""
        key = bytes.fromhex(identity)
        earlier = self.seen.setdefault(key, row.number)
        if earlier == row.number:
            self.words[key + as_it_stands] = 1
            return ""
        if not self.words[key + as_it_stands]:
            row.faults.append(
                (self.reader.place_of["reference"], f"Row {earlier:,} has this number and says other things")
            )
        return f"Row {earlier:,} has the same number and says the same"

    def _with_fates(self, some: list[Asked]) -> list[Judged]:
        found = standing(self.matcher, some)
        return [self._fate(asked, found) for asked in some]

    def _fate(self, asked: Asked, found: Found) -> Judged:
        row, match = asked.row, self.matcher.match(asked, found)
        taken = asked.identity in found.identities
        identity = beside(asked.identity, self.batch.pk) if taken else asked.identity
        known = row, identity, asked.contents[self.own]
        if match and match.is_certain and not asked.twice:
            return _judged(Fate.ALREADY, *known, match.why)
        if row.faults:
            return _judged(Fate.INVALID, *known)
        if not row.answers:
            return _judged(Fate.EMPTY, *known, "It answers no question that is imported")
        if asked.twice:
            return _judged(Fate.TWICE, *known, asked.twice)
        if match:
            return Judged(row, Fate.MAYBE, identity, known[2], match.why, match.like)
        return _judged(Fate.LATE if is_late(row) else Fate.NEW, *known)


def _judged(fate: Fate, row: Row, identity: str, contents: str, why: str = "") -> Judged:
    return Judged(row, fate, identity, contents, why)


def standing(matcher: Matcher, some: list[Asked]) -> Found:
    """Look some rows up among those that stand as responses."""
    return matcher.look(some)
