"""
What tells that a row came in before: its number in the other tool and what it says, never how its table is laid out.

What a row says is compared as each earlier import read it: the columns that became something then, found here under
their headings, else by what they become. More columns, another order, encoding or kind of file make no row another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import lru_cache

from responses.intake.imports.mapping import headings, values
from responses.intake.imports.mapping.mapping import ColumnMapping, Mapping, from_json
from responses.intake.imports.mapping.targets import Target
from responses.intake.imports.models import ImportBatch, ImportedRow, State

NOT_SAID = {"reference", "received"}  # compared by themselves: tools write a moment in several ways
TELLING = {"email", "contact_name", "telephone", "organisation_name"}  # two people rarely share these and every answer
STANDING = (State.IMPORTED, State.UNDOING)

Reading = tuple[tuple[int, str], ...]  # which columns of this file are compared, and what each becomes


@dataclass(frozen=True)
class Earlier:
    """An import whose rows stand."""

    pk: int
    number: int
    layout: str
    file: str
    reading: Reading
    counted_by: str  # the heading of the other tool's number
    alike_too: bool
    is_old: bool  # its rows were kept without what they say


def token_of(exercise_id: int) -> list[int]:
    """Return which imports stand: what was judged beside these is judged once more where there are others since."""
    standing = ImportBatch.objects.filter(exercise=exercise_id, state__in=STANDING)
    return list(standing.order_by("pk").values_list("pk", flat=True))


def earlier_than(batch: ImportBatch, mapping: Mapping) -> dict[int, Earlier]:
    """Return the imports of an exercise that stand, each with how it would read this file."""
    standing = ImportBatch.objects.filter(exercise=batch.exercise_id, state__in=STANDING).exclude(pk=batch.pk)
    found = standing.select_related("original").defer("shape", "fates").order_by("pk")
    without = ImportedRow.objects.filter(batch__in=standing, undone_at=None, contents="")
    old = set(without.order_by().values_list("batch", flat=True).distinct())
    return {each.pk: _earlier(each, mapping, is_old=each.pk in old) for each in found}


def _earlier(batch: ImportBatch, present: Mapping, *, is_old: bool) -> Earlier:
    known = from_json(batch.mapping)
    return Earlier(
        batch.pk,
        batch.number,
        batch.layout_digest,
        file_of(batch, known),
        reading(known.used().values(), present),
        counted_by(known),
        batch.alike_too,
        is_old,
    )


def file_of(batch: ImportBatch, mapping: Mapping) -> str:
    """Return what a sheet of a file is known by."""
    return f"{batch.original.sha256}:{mapping.sheet}"


def counted_by(mapping: Mapping) -> str:
    """Return the heading of the column with the other tool's number, or nothing."""
    places = mapping.goes_to("reference")
    return headings.compared(mapping.columns[places[0]].heading) if places else ""


def reading(used: Iterable[ColumnMapping], present: Mapping) -> Reading:
    """Return where the columns of a mapping are in this file: under their headings, else by what they become."""
    by_heading = {headings.compared(column.heading): place for place, column in enumerate(present.columns)}
    known = [(by_heading.get(headings.compared(column.heading)), column.to) for column in used]
    taken = {place for place, _ in known}
    found = []
    for place, to in known:
        left = [other for other in present.goes_to(to) if other not in taken] if place is None else [place]
        if to not in NOT_SAID and len(left) == 1:
            found.append((left[0], to))
    return tuple(sorted(found))


def said(read: Reading, cells: Sequence[str], targets: AnyMapping[str, Target]) -> list[str]:
    """Return what a row says in these columns, in an order that does not depend on theirs."""
    found = []
    for place, to in read:
        cell = cells[place] if place < len(cells) else ""
        if cell and (text := _compared(cell, targets.get(to))):
            found.append(f"{to}\x1e{text}")
    return sorted(found)


def _compared(cell: str, target: Target | None) -> str:
    """Return a cell as it is compared: without what differs between two files of the same answers."""
    if target is None or target.sort in {"words", "line"}:
        return " ".join(unicodedata.normalize("NFC", cell).split())
    if target.sort == "tick":
        ticked = values.is_ticked(cell.strip(), target.choices)
        return "" if ticked is False else "ticked" if ticked else _plain(cell)
    return _plain(cell)


@lru_cache(maxsize=4096)
def _plain(cell: str) -> str:
    """Return a choice as it is compared; signs stay, for < and > or two faces may be all that tells two choices."""
    signs = "".join(sign for sign in cell if unicodedata.category(sign).startswith("S"))
    return f"{values.plain(cell)} {signs}".strip() or cell.strip()


def plain_number(reference: str) -> str:
    """Return the other tool's number as it is compared: a spreadsheet drops the noughts before one."""
    return (reference.lstrip("0") or "0") if reference.isascii() and reference.isdigit() else reference


def is_telling(parts: Iterable[str]) -> bool:
    """Whether it says by whom it is."""
    return any(part.partition("\x1e")[0] in TELLING for part in parts)


def digest(*parts: str) -> str:
    """Return a key of parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def key_of(exercise_id: int) -> bytes:
    """Return the key for what the rows of an exercise say, made when it is first asked for.

    People and short answers can be guessed: without it, a copy of the database would tell whether a guess is right.
    """
    first = ImportBatch.objects.filter(exercise=exercise_id).only("row_key").order_by("pk")[0]
    if first.row_key is None:
        ImportBatch.objects.filter(pk=first.pk, row_key__isnull=True).update(row_key=secrets.token_hex(32))
        first.refresh_from_db(fields=["row_key"])  # somebody else may have been quicker
    return bytes.fromhex(str(first.row_key))


def keyed(key: bytes, parts: Iterable[str]) -> str:
    """Return a digest of parts that only tells something to whoever has the key."""
    return hmac.digest(key, "\x1f".join(parts).encode(), "sha256").hex()


def beside(identity: str, batch_id: int) -> str:
    """Return the identity of a row that a person said is another one than the row which has this identity."""
    return digest(identity, "beside", str(batch_id))


def before_contents(exercise: str, layout: str, *parts: str) -> str:
    """Return the identity that a row of a layout had while rows were known by their layout."""
    return digest(f"{exercise}:{layout}", *parts)
