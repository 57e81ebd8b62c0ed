"""
What staff do to an exercise: publish, move the close, close, post a notice; each with a reason that is kept.

Every change is one conditional UPDATE on what the person had seen, so that of two people who act at once one succeeds
and the other is told. `seen_edition` and `seen_close` are what the form showed; without them, what the row says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common import clock
from common.errors import DomainError
from engagement import wording
from engagement.models import Edition, Exercise, ExerciseAct, Notice

if TYPE_CHECKING:
    from accounts.models import User


# Upper rooms that judge something by the dates join here in their AppConfig.ready(). Each runs in the transaction that
# moves the dates, with the exercise as it is now, who moved them and why in words.
dates_followed: list[Callable[[Exercise, User | None, str], None]] = []


class DatesMoved(DomainError):
    """Somebody else changed the exercise in the meantime."""


class ReasonMissing(DomainError):
    """Every act needs a reason."""

    default_message = "Give a reason: it is kept on record with your name."


def record(exercise: Exercise, verb: str, *, by: User | None, reason: str, detail: dict[str, Any]) -> ExerciseAct:
    """Keep an act with who, when and why."""
    if not reason.strip():
        raise ReasonMissing
    return ExerciseAct.objects.create(
        exercise=exercise, verb=verb, by=by, at=clock.now(), reason=reason.strip(), detail=detail
    )


@transaction.atomic
def publish(
    exercise: Exercise,
    *,
    edition: Edition,
    by: User | None,
    reason: str,
    opens_at: dt.datetime | None = None,
    seen_edition: int | None = None,
) -> None:
    """Make an edition what the public sees; the first one also fixes when the exercise opens."""
    now = clock.now()
    is_first = exercise.state == Exercise.State.DRAFT
    if edition.exercise_id != exercise.pk:
        raise DomainError("That edition belongs to another exercise.")
    if not is_first and edition.pk == exercise.edition_id:
        raise DomainError(f"Edition {edition.number} is what the public sees already.")
    if is_first and opens_at is not None and opens_at < now:
        raise DomainError("That opening has passed already. Leave it empty to open now.")
    opens = (opens_at or exercise.opens_at or now) if is_first else exercise.opens_at or now
    if opens >= exercise.closes_at:
        raise DomainError("The exercise would open after it closes. Move the closing date first.")
    changed = Exercise.objects.filter(
        pk=exercise.pk,
        state=exercise.state,
        edition=seen_edition or exercise.edition_id,
        opens_at=exercise.opens_at,
        closes_at=exercise.closes_at,
    ).update(edition=edition, state=Exercise.State.PUBLISHED, opens_at=opens)
    if not changed:
        raise DatesMoved("Somebody else changed the exercise in the meantime. Look at it again before you publish.")
    Edition.objects.filter(pk=edition.pk, published_at__isnull=True).update(published_at=now)
    record(exercise, "publish", by=by, reason=reason, detail={"edition": edition.number, "opens_at": opens.isoformat()})
    exercise.refresh_from_db()


@transaction.atomic
def move_close(
    exercise: Exercise, *, closes_at: dt.datetime, by: User | None, reason: str, seen_close: dt.datetime | None = None
) -> None:
    """Extend the exercise. A published close is a promise, so from then on it moves later and never earlier."""
    before = seen_close or exercise.closes_at
    if closes_at <= clock.now():
        raise DomainError("That day has passed already. To close the exercise now, use 'Close now'.")
    if exercise.opens_at and closes_at <= exercise.opens_at:
        raise DomainError(f"The exercise opens on {wording.since(exercise.opens_at)}, which is after that day.")
    if exercise.state == Exercise.State.PUBLISHED and closes_at <= before:
        raise DomainError(f"The exercise is open until {wording.until(before)} already. Choose a later day.")
    _set_close(exercise, closes_at, before=before, verb="extend", by=by, reason=reason)


@transaction.atomic
def close(exercise: Exercise, *, by: User | None, reason: str, seen_close: dt.datetime | None = None) -> None:
    """Close the exercise now; what has been begun may still be sent within the published grace."""
    now = clock.now()
    if exercise.opens_at is None or exercise.opens_at >= now or exercise.state != Exercise.State.PUBLISHED:
        raise DomainError("The exercise is not open yet.")
    if exercise.closes_at <= now:
        raise DomainError("The exercise is closed already.")
    _set_close(exercise, now, before=seen_close or exercise.closes_at, verb="close", by=by, reason=reason)


def _set_close(
    exercise: Exercise, closes_at: dt.datetime, *, before: dt.datetime, verb: str, by: User | None, reason: str
) -> None:
    changed = Exercise.objects.filter(pk=exercise.pk, closes_at=before, opens_at=exercise.opens_at).update(
        closes_at=closes_at
    )
    if not changed:
        raise DatesMoved("Somebody else moved the closing date in the meantime. Look at it again before you move it.")
    record(exercise, verb, by=by, reason=reason, detail={"from": before.isoformat(), "to": closes_at.isoformat()})
    exercise.closes_at = closes_at
    follow_dates(exercise, by=by, why=f"Closing date moved to {wording.until(closes_at)}: {reason.strip()}")


def follow_dates(exercise: Exercise, *, by: User | None, why: str) -> None:
    """Tell upper rooms that the dates are others now, in the transaction that moved them."""
    for follow in dates_followed:
        follow(exercise, by, why)


@transaction.atomic
def post_notice(exercise: Exercise, *, text: str, by: User | None, reason: str) -> Notice:
    """Post a dated notice on the exercise's page."""
    if not text.strip():
        raise DomainError("Write what the notice is to say.")
    notice = Notice.objects.create(exercise=exercise, posted_at=clock.now(), posted_by=by, text=text.strip())
    record(exercise, "notice", by=by, reason=reason, detail={"notice": notice.pk})
    return notice
