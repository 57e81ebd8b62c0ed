"""The night's work: what has had its time goes, in every exercise, unless a legal hold or a missing review keeps it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet

from common import clock
from engagement.models import Exercise
from responses.privacy import carrying_out
from responses.privacy.holds import OnHold, in_force, one_at_a_time
from responses.privacy.models import Disposal, Kept, LegalHold, RetentionRun
from responses.privacy.rules import Period, due_at, is_reviewed, periods_of

LEASE = dt.timedelta(minutes=15)
State = RetentionRun.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """One class of an exercise: how long it is kept, from when on it may go, and what keeps it still."""

    kept: Kept
    period: Period
    at: dt.datetime
    is_due: bool
    waits_for_review: bool
    hold: LegalHold | None

    @property
    def goes(self) -> bool:
        """Whether it goes tonight."""
        return self.is_due and not self.waits_for_review and self.hold is None


class LeaseLost(Exception):
    """Another worker has taken the night's work over."""


def plan(exercise: Exercise) -> list[Due]:
    """Return what goes of an exercise and when, the first first."""
    hold = in_force(exercise)
    found = [_due(exercise, kept, period, hold) for kept, period in periods_of(exercise).items()]
    return sorted(found, key=lambda due: (due.at, due.kept))


def _due(exercise: Exercise, kept: Kept, period: Period, hold: LegalHold | None) -> Due:
    at = due_at(exercise, period)
    waits = period.reviewed and not is_reviewed(exercise, kept, at)
    return Due(kept, period, at, at <= clock.now(), waits, hold)


def run() -> RetentionRun | None:
    """Do the night's work, once a day whoever asks; None where it is done or somebody is at it."""
    claimed = claim()
    if claimed is None:
        return None
    try:
        for exercise in Exercise.objects.select_related("organisation").order_by("pk"):
            for due in plan(exercise):
                if due.goes:
                    _let_go(claimed, exercise, due)
    except LeaseLost:
        log.warning("Retention of %s went on elsewhere", claimed.day)
        return None
    _mine(claimed).update(state=State.DONE, finished_at=clock.now())
    claimed.refresh_from_db()
    return claimed


def claim() -> RetentionRun | None:
    """Take today's run: one that waits, or one whose worker's lease ran out."""
    now = clock.now()
    RetentionRun.objects.get_or_create(day=clock.today())
    todays = RetentionRun.objects.filter(free(now), day=clock.today())
    if not todays.update(
        state=State.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1, started_at=now, finished_at=None
    ):
        return None
    return RetentionRun.objects.get(day=clock.today())


def free(now: dt.datetime) -> Q:
    """Limit to runs that nobody has, or whose worker is gone."""
    return Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)


def _mine(claimed: RetentionRun) -> QuerySet[RetentionRun]:
    """Limit to the run while this claim of it holds."""
    return RetentionRun.objects.filter(pk=claimed.pk, state=State.RUNNING, attempts=claimed.attempts)


def _let_go(claimed: RetentionRun, exercise: Exercise, due: Due) -> None:
    """Go on batch by batch; a hold that is placed meanwhile, or another period or day, stops it before the next one."""
    rule = f"{due.kept.label}: kept for {due.period.in_words}, which was {due.at:%d %B %Y}"
    batches = carrying_out.carry_out(exercise, due.kept, rule)
    try:
        while _batch(claimed, exercise, due.kept, rule, batches):
            pass
    except OnHold:
        log.warning("Retention of %s stopped: a legal hold was placed", exercise.slug)


@transaction.atomic
def _batch(
    claimed: RetentionRun, exercise: Exercise, kept: Kept, rule: str, batches: Iterator[carrying_out.Counts]
) -> bool:
    """Let the next batch go and write it down, as long as nobody has said otherwise; False when it is over."""
    one_at_a_time(exercise)  # whoever gives it another period comes before all of this or after
    if not _still_goes(exercise, kept):
        log.warning("Retention of %s stopped: its period was changed", exercise.slug)
        return False
    counts = next(batches, None)
    if counts is None:
        return False
    _note(claimed, exercise, kept, rule, counts)
    if not _mine(claimed).update(lease_until=clock.now() + LEASE):
        raise LeaseLost
    return True


def _still_goes(exercise: Exercise, kept: Kept) -> bool:
    exercise.refresh_from_db(fields=["closes_at", "edition"])
    return _due(exercise, kept, periods_of(exercise)[kept], hold=None).goes


def _note(claimed: RetentionRun, exercise: Exercise, kept: str, rule: str, counts: dict[str, int]) -> None:
    now = clock.now()
    for what, count in counts.items():
        if not count:
            continue
        row = {"run": claimed, "exercise": exercise, "kept": kept, "what": what}
        if not Disposal.objects.filter(**row).update(count=F("count") + count, at=now):
            Disposal.objects.create(**row, count=count, rule=rule, at=now)
