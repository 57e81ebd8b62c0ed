"""How long each class is kept: the periods of the privacy notice, unless the exercise has one of its own."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from common import clock
from common.errors import DomainError
from engagement import lifecycle
from engagement.models import Exercise, ExerciseAct, Milestone
from engagement.phases import LONDON, end_of_day
from responses.privacy import holds
from responses.privacy.models import Kept, RetentionReview, RetentionRule

if TYPE_CHECKING:
    from accounts.models import User

Unit, Since = RetentionRule.Unit, RetentionRule.Since


@dataclass(frozen=True)
class Period:
    """How long after which date; and whether somebody has to look before it goes."""

    amount: int
    unit: str
    since: str
    reviewed: bool = False

    @property
    def in_words(self) -> str:
        """Return the period as it is told, such as `5 years after the exercise ends`."""
        unit = self.unit if self.amount != 1 else self.unit.removesuffix("s")
        return f"{self.amount} {unit} after {Since(self.since).label}"


# As the privacy notice of a pack has them; drafts end by the phases of the exercise.
USUAL = {
    Kept.DRAFTS: Period(30, Unit.DAYS, Since.CLOSE),
    Kept.CONTACTS: Period(1, Unit.YEARS, Since.END),
    Kept.STAKEHOLDERS: Period(1, Unit.YEARS, Since.END),
    Kept.ORIGINALS: Period(5, Unit.YEARS, Since.END, reviewed=True),
    Kept.RESPONSES: Period(5, Unit.YEARS, Since.END, reviewed=True),
    Kept.REPORTS: Period(5, Unit.YEARS, Since.END, reviewed=True),
}


def periods_of(exercise: Exercise) -> dict[Kept, Period]:
    """Return how long each class of an exercise is kept."""
    found = dict(USUAL)
    for rule in RetentionRule.objects.filter(exercise=exercise).order_by("id"):
        kept = Kept(rule.kept)
        found[kept] = Period(rule.amount, rule.unit, rule.since, reviewed=USUAL[kept].reviewed)
    return found


def ends_at(exercise: Exercise) -> dt.datetime:
    """Return when an exercise ends: with the decision where a day is published for it, else with its close."""
    decided = Milestone.objects.filter(edition=exercise.edition_id, phase="decision", date__isnull=False)
    days = [end_of_day(day) for day in decided.values_list("date", flat=True) if day]
    return max([exercise.closes_at, *days])


def due_at(exercise: Exercise, period: Period) -> dt.datetime:
    """Return the moment from which on what is kept so long may go."""
    start = ends_at(exercise) if period.since == Since.END else exercise.closes_at
    if period.unit == Unit.DAYS:
        return start + dt.timedelta(days=period.amount)
    months = period.amount * (12 if period.unit == Unit.YEARS else 1)
    local = start.astimezone(LONDON)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(dt.UTC)


def is_reviewed(exercise: Exercise, kept: str, due: dt.datetime) -> bool:
    """Whether somebody has looked at what is due of a class, since it is, and said that it may go.

    A review from before that moment counts for nothing: the day it was made for has been moved since.
    """
    return _standing(exercise, kept).filter(at__gte=due).exists()


def _standing(exercise: Exercise, kept: str) -> QuerySet[RetentionReview]:
    return RetentionReview.objects.filter(exercise=exercise, kept=kept, void_since=None)


def _void(exercise: Exercise, kept: str) -> None:
    """Let a review that stands count no more; it stays on record with the moment of that."""
    _standing(exercise, kept).update(void_since=clock.now())


def set_period(exercise: Exercise, kept: str, *, amount: int, unit: str, since: str, by: User, reason: str) -> None:
    """Keep a class for longer or shorter than before; the reason stays on record, and a review of it is void."""
    if kept == Kept.DRAFTS:
        raise DomainError("Drafts end 30 days after the close, as everybody who began one was told.")
    if not reason.strip():
        raise DomainError("Say why.")
    with transaction.atomic():
        holds.one_at_a_time(exercise)
        period = Period(amount, unit, since)
        detail = {"kept": kept, "period": period.in_words}
        lifecycle.record(exercise, ExerciseAct.Verb.RETENTION, by=by, reason=reason, detail=detail)
        _set(exercise, kept, period, by=by, reason=reason)
        _void(exercise, kept)


def _set(exercise: Exercise, kept: str, period: Period, *, by: User, reason: str) -> None:
    RetentionRule.objects.create(
        exercise=exercise,
        kept=kept,
        amount=period.amount,
        unit=period.unit,
        since=period.since,
        set_at=clock.now(),
        set_by=by,
        reason=reason.strip(),
    )


def review(exercise: Exercise, kept: str, *, by: User, reason: str) -> None:
    """Say that what is due of a class has been looked at and may go."""
    if not reason.strip():
        raise DomainError("Say what you looked at, and why nothing in law keeps it.")
    with transaction.atomic():
        holds.one_at_a_time(exercise)
        due = due_at(exercise, periods_of(exercise)[Kept(kept)])
        if clock.now() < due:
            raise DomainError("It is not due yet. It is looked at when it is.")
        if not is_reviewed(exercise, kept, due):
            _void(exercise, kept)
            RetentionReview.objects.create(exercise=exercise, kept=kept, by=by, at=clock.now(), reason=reason.strip())
