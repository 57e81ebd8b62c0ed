"""Taking an import back as a whole: its responses count no longer, stay on record, and may be imported once more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, Value

from common import clock
from common.bulk import insert_from
from common.errors import DomainError
from responses.intake.imports import batches
from responses.intake.imports.batches import Lost
from responses.intake.imports.models import ImportBatch, ImportedRow, State
from responses.intake.imports.progress import Teller
from responses.moderation.models import Act
from responses.submission.models import Response, ResponseQuerySet

AT_ONCE = 2_000
LISTED = 50
UNDO = Act.Verb.UNDO_IMPORT


@dataclass(frozen=True)
class Standing:
    """What of an import still counts, and what was done to it since."""

    current: int
    gone: int  # withdrawn or replaced by their authors: these stay as they are
    acted_on: int
    examples: list[Response]


def responses_of(batch: ImportBatch) -> ResponseQuerySet:
    """Return what an import brought and has not been taken back."""
    return Response.objects.filter(imported_row__batch=batch, imported_row__undone_at=None)


def standing_of(batch: ImportBatch) -> Standing:
    """Say what taking it back would touch."""
    mine = responses_of(batch)
    current = mine.current()
    touched = current.filter(version__gt=0)
    count = current.count()
    return Standing(count, mine.count() - count, touched.count(), list(touched.order_by("pk")[:LISTED]))


def take_back(batch: ImportBatch) -> None:
    """Withdraw all responses of an import in one transaction, with an act on each; or none of them."""
    with transaction.atomic():
        now = clock.now()
        changes = {"state": State.UNDONE, "undone_at": now, "lease_until": None, "done": batch.total}
        if not batches.ours(batch).update(**changes):
            raise Lost
        _refuse_unsaid(batch)
        told = Teller(batch, batch.rows.count())
        after = 0
        while some := _next(batch, after):
            after = some[-1][0]
            if any(version for _, version in some):  # by somebody who was quicker than the lock
                _refuse_unsaid(batch)
            _withdraw(batch, some, now)
            told(len(some))
        ImportedRow.objects.filter(batch=batch, undone_at=None).update(undone_at=now)


def _refuse_unsaid(batch: ImportBatch) -> None:
    """Refuse where responses have been acted on and nobody has said that these are meant as well."""
    touched = 0 if batch.acted_on_too else responses_of(batch).current().filter(version__gt=0).count()
    if touched:
        raise DomainError(
            f"{touched:,} of its responses have been acted on since. Say that these are to be taken back as well."
        )


def _next(batch: ImportBatch, after: int) -> list[tuple[int, int]]:
    """Return the keys and versions of some responses, locked: no moderator's act comes between reading and writing."""
    current = responses_of(batch).current().filter(pk__gt=after).select_for_update(of=("self",)).order_by("pk")
    return list(current.values_list("pk", "version")[:AT_ONCE])


def _withdraw(batch: ImportBatch, some: list[tuple[int, int]], now: dt.datetime) -> None:
    responses = Response.objects.filter(pk__in=[pk for pk, _ in some]).order_by("pk")
    responses.update(withdrawn_at=now, version=F("version") + 1)
    noted = f"Import {batch.number}: {batch.undone_why}"[:2000]
    said = {"verb": UNDO.value, "reason": "", "reason_label": "", "note": noted, "by": batch.undone_by_id, "at": now}
    values = {f"act_{name}": _value(name, value) for name, value in said.items()}
    rows = responses.annotate(**values).values_list("pk", "version", *values)
    insert_from(Act, ["response", "version", *said], rows)


def _value(name: str, value: object) -> Value:
    field: Any = Act._meta.get_field(name)
    return Value(value, output_field=BigIntegerField() if field.is_relation else field)


def is_taken_back(response_id: int) -> bool:
    """Whether a response was withdrawn by taking its import back."""
    return ImportedRow.objects.filter(response=response_id, undone_at__isnull=False, response__acts__verb=UNDO).exists()
