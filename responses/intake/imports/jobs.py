"""The work on imports, each step from a claimed row to the next state: read, check, import, take back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.files import File
from django.db import IntegrityError

from common import clock
from common.bulk import unmapped
from common.errors import DomainError
from engagement import editions
from responses.intake.imports import batches, undoing
from responses.intake.imports.batches import Lost
from responses.intake.imports.checking import Judge
from responses.intake.imports.fates import COMES_IN, Fate, Fates, Judged
from responses.intake.imports.mapping import guessing
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping import shape as shapes
from responses.intake.imports.mapping.headings import compared
from responses.intake.imports.mapping.mapping import Mapping
from responses.intake.imports.mapping.shape import Shape
from responses.intake.imports.mapping.targets import targets_of
from responses.intake.imports.models import ImportBatch, ImportLayout, State
from responses.intake.imports.rows import RowReader
from responses.intake.imports.sameness import Earlier, earlier_than, token_of
from responses.intake.imports.sheets.child import Parsed, parsed
from responses.intake.imports.sheets.faults import MOST_ROWS, Unreadable, too_many_rows
from responses.intake.imports.storing import Entered, Prepared, undone_before
from responses.survey import survey_of

UNNAMED = "Name not given (import {number}, row {{row}})"
LAYOUTS = 20  # the latest, looked through for one with the same headings
HALF = 0.5
AGAIN = 3  # how often an import begins anew when another one was quicker with some of its rows

log = logging.getLogger(__name__)


def work(batch_id: int) -> None:
    """Do the step that an import waits for, unless somebody else does. May run twice, or be killed at any moment."""
    batch = batches.claim(batch_id)
    if batch is None:
        return
    try:
        with unmapped():
            STEPS[State(batch.state)](batch)
    except Lost:
        log.info("Import %s was taken over", batch_id)
    except Unreadable as fault:
        batches.fail(batch, str(fault))
    except DomainError as refused:
        batches.fail(batch, refused.message)
    except Exception:
        log.exception("Import %s, attempt %d", batch_id, batch.attempts)
        batches.stumbled(batch)


@contextmanager
def _opened(batch: ImportBatch, mapping: Mapping) -> Iterator[Parsed]:
    """Read the original, as it came, in a process of its own."""
    with (
        _fresh(batch) as file,
        parsed(file, sheet=mapping.sheet, encoding=mapping.encoding) as found,
    ):
        yield found


def _fresh(batch: ImportBatch) -> File[bytes]:
    """Open the file anew: a field's own handle, once closed, may not open again."""
    kept = batch.original.file
    return kept.storage.open(str(kept.name), "rb")


def read(batch: ImportBatch) -> None:
    """Find out what a file is like, and map it as its layout was mapped last, or as its headings suggest."""
    said = mappings.from_json(batch.mapping)
    with _opened(batch, said) as found:
        shape = shapes.look(found.told, found.rows, header_rows=said.header_rows)
    if not shape.rows:
        raise Unreadable("There are no rows below the headings. Choose another sheet, or another file.")
    if shape.rows > MOST_ROWS:
        raise too_many_rows()
    batches.has_been_read(batch, shape, _mapping_for(batch, said, shape))


def _mapping_for(batch: ImportBatch, said: Mapping, shape: Shape) -> Mapping:
    kept = ImportLayout.objects.filter(exercise=batch.exercise, digest=shape.digest).first()
    targets = targets_of(editions.of(batch.exercise))
    sheet = {"sheet": shape.told.get("sheet", ""), "encoding": said.encoding, "header_rows": shape.header_rows}
    if kept is not None:
        return guessing.with_new_values(mappings.from_json({**kept.mapping, **sheet}), shape, targets)
    guess = mappings.from_json({**guessing.guessed(shape, targets).as_json(), **sheet})
    like = _most_alike(batch, shape)
    return guessing.with_known_columns(guess, like, shape, targets) if like else guess


def _most_alike(batch: ImportBatch, shape: Shape) -> Mapping | None:
    """Return the mapping of the layout with which a file shares most headings, if these are at least half of it."""
    here = {compared(column.heading) for column in shape.columns}
    latest = ImportLayout.objects.filter(exercise=batch.exercise).order_by("-saved_at")[:LAYOUTS]
    known = [said for layout in latest if (said := mappings.from_json(layout.mapping)).columns]
    shares = [len(here & {compared(one.heading) for one in each.columns}) / len(each.columns) for each in known]
    best = max(shares, default=0)
    return known[shares.index(best)] if best >= HALF else None


def _judge(batch: ImportBatch, mapping: Mapping, earlier: dict[int, Earlier]) -> Judge:
    assert batch.exercise.edition_id is not None
    survey = survey_of(batch.exercise.edition_id)
    reader = RowReader(
        mapping,
        targets_of(survey.content),
        survey,
        batch.exercise,
        received_on=batch.received_on,
        now=clock.now(),
        unnamed=UNNAMED.format(number=batch.number),
    )
    return Judge(reader, batch, earlier)


def _earlier(batch: ImportBatch) -> dict[int, Earlier]:
    return earlier_than(batch, mappings.from_json(batch.mapping))


def _judged(batch: ImportBatch, fates: Fates, earlier: dict[int, Earlier]) -> Iterator[list[Judged]]:
    """Go through the rows of a file, note their fates, and say on the way how far it is."""
    mapping = mappings.from_json(batch.mapping)
    judge = _judge(batch, mapping, earlier)
    done = 0
    with _opened(batch, mapping) as found:
        for some in judge.judged(islice(found.rows, mapping.header_rows, None)):
            for one in some:
                fates.add(one)
            yield some
            done += len(some)
            batches.goes_on(batch, done)


def check(batch: ImportBatch) -> None:
    """Say of every row what would become of it; nothing is written but that."""
    fates = Fates()
    for _ in _judged(batch, fates, _earlier(batch)):
        pass
    batches.ours(batch).update(state=State.CHECKED, counts=fates.counts, fates=fates.as_json(), lease_until=None)


def bring_in(batch: ImportBatch) -> None:
    """Write every row that can be imported, all in one transaction."""
    for _ in range(AGAIN):
        try:
            return _bring_in(batch)
        except (IntegrityError, Overtaken):
            log.info("Import %s shares rows with another that was quicker", batch.pk)
    raise DomainError("Other imports of the same rows came first each time. Check again, then import what is left.")


class Overtaken(Exception):
    """Another import came in, or was taken back, while this one was judged beside those that stood."""


def _bring_in(batch: ImportBatch) -> None:
    assert batch.exercise.edition_id is not None
    fates, earlier = Fates(), _earlier(batch)
    now = clock.now()
    with Prepared(survey_of(batch.exercise.edition_id), Entered(batch, now)) as prepared:
        for some in _judged(batch, fates, earlier):
            coming = [one for one in some if _comes_in(one, batch)]
            prepared.add(coming, undone_before([one.identity for one in coming]))
        if fates.counts["invalid"] > batch.counts.get("invalid", 0):
            raise DomainError(
                "More rows are not valid than when it was checked: dates or questions have changed since."
            )
        if batch.alike_too and fates.counts["maybe"] > batch.counts.get("maybe", 0):
            raise DomainError("More rows may be there already than when it was checked. Check again, then decide.")
        batches.goes_on(batch, sum(fates.counts.values()), lease=batches.WRITING)
        written = prepared.write(lambda: _finished(batch, fates, earlier, now))
    if not written:
        raise Lost


def _comes_in(one: Judged, batch: ImportBatch) -> bool:
    return one.fate in COMES_IN or (batch.alike_too and one.fate is Fate.MAYBE)


def _finished(batch: ImportBatch, fates: Fates, earlier: dict[int, Earlier], now: Any) -> bool:
    """Say that it is imported, in the very transaction that does it; examples of answers are no longer needed.

    Imports of an exercise are written one after the other, and each beside those that it was judged beside: rows whose
    identities differ may be the same, which no constraint can tell.
    """
    batches.take_turn(batch)
    if token_of(batch.exercise_id) != [*earlier]:
        raise Overtaken
    shape = shapes.from_json(batch.shape).without_answers()
    return bool(
        batches.ours(batch).update(
            state=State.IMPORTED,
            imported_at=now,
            counts=fates.counts,
            fates=fates.as_json(),
            shape=shape.as_json(),
            mapping=mappings.from_json(batch.mapping).decided().as_json(),
            lease_until=None,
        )
    )


STEPS = {State.UPLOADED: read, State.MAPPED: check, State.IMPORTING: bring_in, State.UNDOING: undoing.take_back}
