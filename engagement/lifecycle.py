"""What staff do to an exercise: publish, move the close, close, post a notice; each with a reason that is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common import clock
from common.errors import DomainError
from engagement.models import Edition, Exercise, ExerciseAct, Notice

if TYPE_CHECKING:
    from accounts.models import User


class DatesMoved(DomainError):
    """Somebody else changed the exercise in the meantime."""


def record(exercise: Exercise, verb: str, *, by: User | None, reason: str, detail: dict[str, Any]) -> ExerciseAct:
    """Keep an act with who, when and why."""
    return ExerciseAct.objects.create(
        exercise=exercise, verb=verb, by=by, at=clock.now(), reason=reason.strip(), detail=detail
    )


@transaction.atomic
def publish(
    exercise: Exercise, *, edition: Edition, by: User | None, reason: str, opens_at: dt.datetime | None = None
) -> None:
    """Make an edition what the public sees; the first one also fixes when the exercise opens."""
    if edition.exercise_id != exercise.pk:
        raise DomainError("That edition belongs to another exercise.")
    now = clock.now()
    opens = exercise.opens_at or opens_at or now
    if opens >= exercise.closes_at:
        raise DomainError("The exercise would open after it closes. Move the closing date first.")
    changed = Exercise.objects.filter(pk=exercise.pk, edition_id=exercise.edition_id).update(
        edition=edition, state=Exercise.State.PUBLISHED, opens_at=opens
    )
    if not changed:
        raise DatesMoved("Somebody else published an edition in the meantime. Look at it before you publish yours.")
    Edition.objects.filter(pk=edition.pk, published_at__isnull=True).update(published_at=now)
    record(exercise, "publish", by=by, reason=reason, detail={"edition": edition.number, "opens_at": opens.isoformat()})
    exercise.refresh_from_db()


@transaction.atomic
def move_close(exercise: Exercise, *, closes_at: dt.datetime, by: User | None, reason: str) -> None:
    """Extend the exercise; the close can be moved later, never into the past."""
    now = clock.now()
    if closes_at <= now:
        raise DomainError("The new closing date has passed already. To close now, use 'Close'.")
    if exercise.opens_at and closes_at <= exercise.opens_at:
        raise DomainError("The exercise would close before it opens.")
    _set_close(exercise, closes_at, verb="extend", by=by, reason=reason)


@transaction.atomic
def close(exercise: Exercise, *, by: User | None, reason: str) -> None:
    """Close the exercise now; what has been begun may still be sent within the published grace."""
    now = clock.now()
    if exercise.opens_at is None or exercise.opens_at >= now or exercise.state != Exercise.State.PUBLISHED:
        raise DomainError("The exercise is not open yet.")
    if exercise.closes_at <= now:
        raise DomainError("The exercise is closed already.")
    _set_close(exercise, now, verb="close", by=by, reason=reason)


def _set_close(exercise: Exercise, closes_at: dt.datetime, *, verb: str, by: User | None, reason: str) -> None:
    before = exercise.closes_at
    if not Exercise.objects.filter(pk=exercise.pk, closes_at=before).update(closes_at=closes_at):
        raise DatesMoved("Somebody else moved the closing date in the meantime. Look at it before you move it.")
    record(exercise, verb, by=by, reason=reason, detail={"from": before.isoformat(), "to": closes_at.isoformat()})
    exercise.closes_at = closes_at


@transaction.atomic
def post_notice(exercise: Exercise, *, text: str, by: User | None, reason: str) -> Notice:
    """Post a dated notice on the exercise's page."""
    notice = Notice.objects.create(exercise=exercise, posted_at=clock.now(), posted_by=by, text=text)
    record(exercise, "notice", by=by, reason=reason, detail={"notice": notice.pk})
    return notice
