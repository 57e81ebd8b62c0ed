"""Who works on an exercise's copies: one job at a time, by a lease that a crash lets run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from common import clock
from engagement.models import Exercise
from responses.copies.models import CopyRun
from responses.submission.models import Answer, Response

LEASE = dt.timedelta(minutes=5)
REST = 10  # times as long as the job took it rests, so that a very large exercise does not keep a processor busy
State = CopyRun.State


class LostClaim(Exception):
    """Another job has taken over since this one's lease ran out."""


@dataclass(frozen=True)
class There:
    """What there is to look through: as long as it is the same, so is what would be found."""

    answer: int  # the newest
    responses: int  # current ones
    ever: int  # all of them: one may come in from an import while another is withdrawn
    decisions: int


@dataclass(frozen=True)
class Claim:
    """A hold on an exercise's copies, and what there was to look through when it was taken."""

    run: CopyRun
    there: There
    began: dt.datetime

    @property
    def answer(self) -> int:
        return self.there.answer

    @property
    def exercise_id(self) -> int:
        return self.run.exercise_id

    def _ours(self) -> QuerySet[CopyRun]:
        return CopyRun.objects.filter(pk=self.run.pk, state=State.RUNNING, claims=self.run.claims)

    def tell(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Say how far it is, and hold the lease for longer; raises LostClaim if it is gone."""
        kept = self._ours().update(stage=stage, done=done, total=total, lease_until=clock.now() + LEASE)
        if not kept:
            raise LostClaim

    def hold_decisions(self) -> bool:
        """Lock out decisions for the rest of the transaction; false if one was made since the claim was taken."""
        return bool(self._ours().filter(decisions=self.run.decisions).update(lease_until=clock.now() + LEASE))

    @property
    def nothing_new(self) -> bool:
        """Whether all there is was there when the job last came to its end."""
        return self.run.finished_at is not None and self.there == _seen(self.run)

    def finish(self) -> None:
        """Let go, and remember what was looked through."""
        now = clock.now()
        self._ours().update(
            state=State.IDLE,
            lease_until=None,
            stage="",
            done=0,
            total=0,
            seen_answer=self.there.answer,
            seen_responses=self.there.responses,
            seen_ever=self.there.ever,
            seen_decisions=self.there.decisions,
            finished_at=now,
            took=now - self.began,
        )

    def give_up(self) -> None:
        """Let go without having seen anything, so that the next job begins again."""
        self._ours().update(state=State.IDLE, lease_until=None, stage="", done=0, total=0)


def take(exercise_id: int) -> Claim | None:
    """Claim an exercise; None while somebody else works on it."""
    CopyRun.objects.get_or_create(exercise_id=exercise_id)
    now = clock.now()
    free = Q(state=State.IDLE) | Q(lease_until__lt=now)
    claimed = CopyRun.objects.filter(free, exercise=exercise_id).update(
        state=State.RUNNING, lease_until=now + LEASE, claims=F("claims") + 1
    )
    if not claimed:
        return None
    run = CopyRun.objects.get(exercise=exercise_id)
    return Claim(run, _there_is(run), now)


def _there_is(run: CopyRun) -> There:
    """Return what there is to look through now, in two queries that read no words."""
    newest = Answer.objects.filter(response__exercise=run.exercise_id).aggregate(newest=Max("pk"))["newest"] or 0
    current = Q(superseded_at__isnull=True, withdrawn_at__isnull=True)
    responses = Response.objects.filter(exercise=run.exercise_id)
    counted = responses.aggregate(ever=Count("pk"), current=Count("pk", filter=current))
    return There(newest, counted["current"], counted["ever"], run.decisions)


def _seen(run: CopyRun) -> There:
    return There(run.seen_answer, run.seen_responses, run.seen_ever, run.seen_decisions)


def decided(exercise_id: int) -> None:
    """Note, in the transaction of a person's decision, that there is one: a job under way begins again."""
    CopyRun.objects.get_or_create(exercise_id=exercise_id)
    CopyRun.objects.filter(exercise=exercise_id).update(decisions=F("decisions") + 1)


def waiting() -> Iterable[int]:
    """Return the exercises with something that no job has seen, answers, withdrawals or decisions, where it is due."""
    runs = {run.exercise_id: run for run in CopyRun.objects.all()}
    answered = Exercise.objects.filter(Exists(Response.objects.filter(exercise=OuterRef("pk"))))
    for pk in answered.order_by("pk").values_list("pk", flat=True):
        run = runs.get(pk) or CopyRun(exercise_id=pk)
        if rested(run) and _there_is(run) != _seen(run):
            yield pk


def rested(run: CopyRun) -> bool:
    """Whether the job has rested for long enough since it last ran; at night it runs all the same."""
    return run.finished_at is None or clock.now() >= run.finished_at + REST * run.took
