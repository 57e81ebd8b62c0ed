"""An uploaded .mbox file, taken apart by a worker: each message is kept by itself, and once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from common import clock
from engagement.models import Exercise
from responses.intake import originals
from responses.intake.mail import keeping
from responses.intake.mail.reading.identity import entries
from responses.intake.mail.sources import Collection

if TYPE_CHECKING:
    from accounts.models import User

State = Collection.State
LEASE = dt.timedelta(minutes=10)
RENEWED_AFTER = 50  # messages
MOST_ATTEMPTS = 3
TOO_LARGE = "It is larger than 36 MB, so only its headers are kept here. All of it is in the uploaded file."


def begin(upload: File, *, exercise: Exercise, by: User) -> tuple[Collection, bool]:
    """Keep an uploaded file to be taken apart; return it, or the same one uploaded before, and whether work begins."""
    try:
        with originals.stored([upload], exercise=exercise, by=by) as (original,), transaction.atomic():
            original.save()
            row = Collection.objects.create(exercise=exercise, original=original, sha256=original.sha256)
    except IntegrityError:
        known = Collection.objects.filter(exercise=exercise, sha256=original.sha256)
        again = known.filter(state=State.FAILED).update(state=State.PENDING, attempts=0)
        return known.get(), bool(again)
    return row, True


def due() -> list[int]:
    """Return those that wait, or whose worker is gone."""
    gone = Q(state=State.WORKING, lease_until__lte=clock.now())
    return list(Collection.objects.filter(gone | Q(state=State.PENDING)).values_list("pk", flat=True).order_by("pk"))


def work(collection_id: int) -> None:
    """Take one apart, unless somebody else does. Interrupted, it is begun afresh: what is kept is known then."""
    now = clock.now()
    free = Q(state=State.PENDING) | Q(state=State.WORKING, lease_until__lte=now)
    row = Collection.objects.filter(free, pk=collection_id)
    claim = {"state": State.WORKING, "lease_until": now + LEASE, "attempts": F("attempts") + 1}
    if not row.update(**claim, kept=0, known=0, too_large=0):
        return
    collection = Collection.objects.select_related("original__exercise").get(pk=collection_id)
    if collection.attempts > MOST_ATTEMPTS:
        Collection.objects.filter(pk=collection_id).update(state=State.FAILED)
        return
    _take_apart(collection)
    collection.state = State.DONE
    collection.save(update_fields=["state", "kept", "known", "too_large"])


def _take_apart(collection: Collection) -> None:
    with collection.original.file.open("rb") as file:
        for number, entry in enumerate(entries(file, most=keeping.LARGEST), start=1):
            data = entry.data.partition(b"\n\n")[0] if entry.cut else entry.data
            kept = keeping.keep(
                data,
                exercise=collection.exercise,
                name=f"{collection.original.name} {number}.eml",
                by=collection.original.added_by,
                collection=collection,
                fault=TOO_LARGE if entry.cut else "",
            )
            collection.too_large += entry.cut
            # What an earlier attempt kept of this file is new to whoever uploaded it.
            is_new = kept.is_new or kept.message.collection_id == collection.pk
            collection.kept += is_new
            collection.known += not is_new
            if number % RENEWED_AFTER == 0:
                Collection.objects.filter(pk=collection.pk).update(
                    lease_until=clock.now() + LEASE, kept=collection.kept, known=collection.known
                )
