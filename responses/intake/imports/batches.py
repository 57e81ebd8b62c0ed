"""
What is done to an import: uploaded, mapped, checked, imported, taken back. Every step is a conditional update.

In the states of WORKING a worker has something to do. It claims the import for a time, and renews the claim as it goes
on; where it dies, the claim runs out and the next one begins the step again.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet

from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.intake import originals
from responses.intake.imports.mapping.mapping import Mapping, answers_anything, faults
from responses.intake.imports.mapping.shape import Shape
from responses.intake.imports.mapping.targets import Target
from responses.intake.imports.models import WORKING, ImportBatch, ImportLayout, State
from responses.intake.models import Original
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

LEASE = dt.timedelta(minutes=3)
WRITING = dt.timedelta(minutes=15)  # while all is written in one go, nobody can say that it goes on
MAX_ATTEMPTS = 3
NUMBER_TRIES = 5
PATIENCE = dt.timedelta(seconds=20)  # whoever asked has sent a message already; only a lost one is sent again
CHANNELS = [channel for channel in Response.Channel if channel != Response.Channel.MEETING]  # points are keyed in

log = logging.getLogger(__name__)


def upload(
    exercise: Exercise, file: File[bytes], *, channel: str, by: User, received_on: dt.date | None = None, note: str = ""
) -> ImportBatch:
    """Keep a spreadsheet as it came, to be read by a worker."""
    if exercise.edition_id is None:
        raise DomainError("The exercise has not been published, so there is nothing to answer yet.")
    said = {"channel": channel, "received_on": received_on, "note": note.strip()[:500]}
    with originals.stored([file], exercise=exercise, by=by) as (original,), transaction.atomic():
        original.save()
        return _insert(exercise, original, by=by, said=said)


def _insert(exercise: Exercise, original: Original, *, by: User, said: dict[str, Any]) -> ImportBatch:
    """Insert with the next number; two who upload at once get one each."""
    now = clock.now()
    for _ in range(NUMBER_TRIES):
        number = (exercise.imports.aggregate(last=Max("number"))["last"] or 0) + 1
        batch = ImportBatch(exercise=exercise, number=number, original=original, uploaded_by=by, **said)
        batch.uploaded_at = batch.asked_at = now
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError:
            continue
        return batch
    raise DomainError("Others are uploading at the same moment. Try again.")


def _step(batch: ImportBatch, *states: State, to: State, **changes: Any) -> None:
    """Take an import from one state to the next, unless somebody else has done so since."""
    fresh: dict[str, Any] = {"asked_at": clock.now(), "lease_until": None, "attempts": 0, "done": 0, "fault": ""}
    moved = ImportBatch.objects.filter(pk=batch.pk, state__in=states).update(state=to, **{**fresh, **changes})
    if not moved:
        batch.refresh_from_db(fields=["state"])
        raise DomainError(f"This import is now: {batch.get_state_display()}. Look again, then decide.")
    batch.refresh_from_db()


OPEN = (State.READ, State.CHECKED, State.FAILED)


def read_again(batch: ImportBatch, mapping: Mapping) -> None:
    """Have the file read once more: another sheet, encoding or number of heading rows."""
    _step(batch, *OPEN, to=State.UPLOADED, mapping={**mapping.as_json(), "columns": []}, shape={}, counts={}, fates={})


def settle(batch: ImportBatch, mapping: Mapping, *, by: User, received_on: dt.date | None, channel: str) -> None:
    """Keep a mapping, for this import and for the next file of its layout."""
    changes = {"mapping": mapping.as_json(), "received_on": received_on, "channel": channel, "counts": {}, "fates": {}}
    with transaction.atomic():
        _step(batch, *OPEN, to=State.READ, **changes)
        remember(batch, mapping, by=by)


def remember(batch: ImportBatch, mapping: Mapping, *, by: User) -> None:
    """Keep how columns under these headings are mapped."""
    kept = {"mapping": mapping.decided().as_json(), "saved_by": by, "saved_at": clock.now()}
    ImportLayout.objects.update_or_create(exercise_id=batch.exercise_id, digest=batch.layout_digest, defaults=kept)


def ask_to_check(batch: ImportBatch, mapping: Mapping, targets: dict[str, Target]) -> None:
    """Have every row looked at. Raises DomainError where the mapping does not hold together."""
    if wrong := faults(mapping, targets):
        place, fault = next(iter(wrong.items()))
        raise DomainError(f"‘{mapping.columns[place].heading}’: {fault}.")
    if not answers_anything(mapping, targets):
        raise DomainError("No column becomes an answer yet. Choose what at least one of them becomes.")
    _step(batch, State.READ, State.CHECKED, State.FAILED, to=State.MAPPED, counts={}, fates={})


def ask_to_import(batch: ImportBatch, *, by: User, without_invalid: bool = False, alike_too: bool = False) -> None:
    """Have all rows that can be imported written, in one go; those that may be there already only if so said."""
    if not coming(batch) and not (alike_too and batch.counts.get("maybe")):
        raise DomainError("There is no row to import.")
    if batch.counts.get("invalid") and not without_invalid:
        raise DomainError("Some rows are not valid. Say that they may be left out, or put them right and check again.")
    _step(batch, State.CHECKED, to=State.IMPORTING, imported_by=by, alike_too=alike_too)


def coming(batch: ImportBatch) -> int:
    """Return how many rows come in without a further word."""
    return int(batch.counts.get("new", 0) + batch.counts.get("late", 0))


def ask_to_undo(batch: ImportBatch, *, by: User, why: str, acted_on_too: bool) -> None:
    """Have everything that this import brought taken back, in one go."""
    why = why.strip()[:2000]
    if not why:
        raise DomainError("Say why the import is taken back.")
    _step(batch, State.IMPORTED, to=State.UNDOING, undone_by=by, undone_why=why, acted_on_too=acted_on_too)


def claim(batch_id: int) -> ImportBatch | None:
    """Take an import that has something to be done to it; None if somebody else is at it."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = ImportBatch.objects.filter(free, pk=batch_id, state__in=WORKING, attempts__lt=MAX_ATTEMPTS)
    if not waiting.update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    related = ("exercise__organisation", "original", "imported_by", "undone_by", "uploaded_by")
    return ImportBatch.objects.select_related(*related).get(pk=batch_id)


def ours(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """Limit to the import while this claim of it holds."""
    return ImportBatch.objects.filter(pk=batch.pk, state=batch.state, attempts=batch.attempts)


def goes_on(batch: ImportBatch, done: int, *, lease: dt.timedelta = LEASE) -> None:
    """Say how far the work is, in a transaction of its own, and renew the claim."""
    if not ours(batch).update(done=done, lease_until=clock.now() + lease):
        raise Lost


class Lost(Exception):
    """Somebody else has taken the work over."""


def take_turn(batch: ImportBatch) -> None:
    """Wait, within a transaction, until no other import of the exercise is being written: its first one is the turn."""
    first = ImportBatch.objects.filter(exercise=batch.exercise_id).order_by("pk")[:1]
    list(first.select_for_update(no_key=True).values_list("pk"))


def has_been_read(batch: ImportBatch, shape: Shape, mapping: Mapping) -> bool:
    """Note what a file is like and how its columns are mapped to begin with."""
    return bool(
        ours(batch).update(
            state=State.READ,
            shape=shape.as_json(),
            mapping=mapping.as_json(),
            layout_digest=shape.digest,
            total=shape.rows,
            lease_until=None,
            fault="",
        )
    )


def fail(batch: ImportBatch, why: str) -> None:
    """Give a step up, in plain words. What had been imported stays so where it could not be taken back."""
    back = State.IMPORTED if batch.state == State.UNDOING else State.FAILED
    if ours(batch).update(state=back, fault=why, lease_until=None):
        log.warning("Import %s, %s, failed: %s", batch.pk, batch.state, why)


def stumbled(batch: ImportBatch) -> None:
    """Note that a step went wrong: the next sweep tries again, unless that was the last attempt."""
    if batch.attempts >= MAX_ATTEMPTS:
        fail(batch, "It could not be done. Nothing of it was written. The people who run the site can see why.")
    else:
        ours(batch).update(lease_until=clock.now())


def stuck() -> list[int]:
    """Return the imports that nobody works on though there is something to do; give up what failed too often."""
    now = clock.now()
    waiting = ImportBatch.objects.listed().filter(state__in=WORKING)
    for batch in waiting.filter(attempts__gte=MAX_ATTEMPTS, lease_until__lt=now):
        fail(batch, f"It was begun {MAX_ATTEMPTS} times and stopped each time before it was done. Nothing was written.")
    forgotten = Q(lease_until=None, asked_at__lt=now - PATIENCE) | Q(lease_until__lt=now)
    return list(waiting.filter(forgotten).values_list("pk", flat=True))
