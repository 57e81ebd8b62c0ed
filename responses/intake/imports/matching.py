"""
Whether a row stands already: surely, perhaps, or not.

Surely: the same number and the same contents; the same contents from the same file, from the same person or at the same
moment. Perhaps: the same number with other contents (another tool counts from 1 as well, or an answer was completed),
or the same contents and nothing that says by whom (two people may tick the same). Of rows that say the same, only as
many are told to be there as there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from responses.intake.imports.rows import Row
from responses.intake.imports.sameness import Earlier, Reading, beside
from responses.intake.imports.standing import Found, Hit

SAME_NUMBER = "Import {} has this number and says other things there"
OTHER_HEADINGS = "Import {} has this number under other headings"
SAME_WORDS = "Import {} has a row that says the same"
BY = "By import {}"


@dataclass(frozen=True)
class Asked:
    """A row with all that it may be known by."""

    row: Row
    identity: str
    twice: str  # what to say where this file has it twice
    old: Sequence[str]  # identities that it had while rows were known by their layout
    contents: dict[Reading, str]
    telling: frozenset[Reading]  # those that say by whom it is


@dataclass(frozen=True)
class Match:
    """A row that stands and is the same, or may be."""

    is_certain: bool
    why: str
    like: tuple[int, int]


class Matcher:
    """Looks for the rows of one file among those that stand."""

    def __init__(self, earlier: dict[int, Earlier], *, layout: str, file: str, counted_by: str) -> None:
        self.earlier, self.layout, self.file, self.counted_by = earlier, layout, file, counted_by
        self.said_to_differ = [each.pk for each in earlier.values() if each.alike_too]
        self.times: Counter[tuple[Reading, str]] = Counter()

    def look(self, asked: Sequence[Asked]) -> Found:
        """Ask the database for some rows at once."""
        found = Found()
        moments = {one.row.columns["received_at"] for one in asked if one.row.columns.get("received_time_known")}
        found.look(
            {key for one in asked for key in (one.identity, *self._keys(one))},
            {key for one in asked for key in one.contents.values()},
            moments,
        )
        return found

    def _keys(self, asked: Asked) -> list[str]:
        """Return the identities under which this very number may stand."""
        if not asked.row.reference:
            return [*asked.old]
        return [asked.identity, *(beside(asked.identity, pk) for pk in self.said_to_differ), *asked.old]

    def match(self, asked: Asked, found: Found) -> Match | None:
        """Return the row that stands and is most surely the same."""
        by_number = self._by_number(asked, found)
        if by_number and by_number.is_certain:
            return by_number
        by_contents = self._by_contents(asked, found)
        return by_contents if by_contents and by_contents.is_certain else by_number or by_contents

    def _by_number(self, asked: Asked, found: Found) -> Match | None:
        maybe = None
        for hit in (found.identities[key] for key in self._keys(asked) if key in found.identities):
            import_ = self.earlier.get(hit.batch)
            if import_ is None:  # it came in this very moment; when this one is imported, it is looked at anew
                return Match(True, "By another import, just now", (0, hit.number))
            like = (import_.number, hit.number)
            if self._is_same(asked, hit, import_):
                return Match(True, BY.format(import_.number), like)
            why = SAME_NUMBER if hit.contents else OTHER_HEADINGS
            maybe = maybe or Match(False, why.format(import_.number), like)
        return maybe

    def _is_same(self, asked: Asked, hit: Hit, import_: Earlier) -> bool:
        if not hit.contents:
            return import_.layout == self.layout
        is_same_row = import_.file == self.file and hit.number == asked.row.number
        return is_same_row or hit.contents == asked.contents.get(import_.reading)

    def _by_contents(self, asked: Asked, found: Found) -> Match | None:
        maybe = None
        for read, said in asked.contents.items():
            rows = {pk: rows for pk, rows in found.alike.get(said, {}).items() if self._compares(pk, read, asked.row)}
            self.times[read, said] += bool(rows)
            if not rows or self.times[read, said] > sum(count for count, _ in rows.values()):
                continue
            pk, (_, number) = min(rows.items())
            import_ = self.earlier[pk]
            like = (import_.number, number)
            at = asked.row.columns.get("received_at")
            same_moment = asked.row.columns.get("received_time_known") and (said, at) in found.moments
            if read in asked.telling or same_moment or any(self.earlier[pk].file == self.file for pk in rows):
                return Match(True, BY.format(import_.number), like)
            maybe = maybe or Match(False, SAME_WORDS.format(import_.number), like)
        return maybe

    def _compares(self, pk: int, read: Reading, row: Row) -> bool:
        """Whether what a row of an import says counts: not where both are counted by one column, and differ in it."""
        import_ = self.earlier.get(pk)
        if import_ is None or import_.reading != read:
            return False
        return not (row.reference and import_.counted_by and import_.counted_by == self.counted_by)
