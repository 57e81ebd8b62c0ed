"""Who works on an exercise's copies: one job at a time, by a lease that a crash lets run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from common import clock
from engagement.models import Exercise
from responses.copies.models import CopyRun
from responses.submission.models import Answer, Response

LEASE = dt.timedelta(minutes=5)
State = CopyRun.State


class LostClaim(Exception):
    """Another job has taken over since this one's lease ran out."""


@dataclass(frozen=True)
class Claim:
    """A hold on an exercise's copies, and what there was to look through when it was taken."""

    run: CopyRun
    answer: int
    responses: int

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

    def finish(self) -> None:
        """Let go, and remember what was looked through."""
        self._ours().update(
            state=State.IDLE,
            lease_until=None,
            stage="",
            done=0,
            total=0,
            seen_answer=self.answer,
            seen_responses=self.responses,
            seen_decisions=self.run.decisions,
            finished_at=clock.now(),
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
    return Claim(CopyRun.objects.get(exercise=exercise_id), *_there_is(exercise_id))


def _there_is(exercise_id: int) -> tuple[int, int]:
    """Return the newest answer, and how many current responses there are."""
    newest = Answer.objects.filter(response__exercise=exercise_id).aggregate(newest=Max("pk"))["newest"] or 0
    return newest, Response.objects.current().filter(exercise=exercise_id).count()


def decided(exercise_id: int) -> None:
    """Note, in the transaction of a person's decision, that there is one: a job under way begins again."""
    CopyRun.objects.get_or_create(exercise_id=exercise_id)
    CopyRun.objects.filter(exercise=exercise_id).update(decisions=F("decisions") + 1)


def waiting() -> Iterable[int]:
    """Return the exercises with something that no job has seen: answers, withdrawals, decisions."""
    runs = {run.exercise_id: run for run in CopyRun.objects.all()}
    rows = Response.objects.current().order_by().values_list("exercise").annotate(n=Count("pk"))
    counts = dict(rows)
    for pk in Exercise.objects.order_by("pk").values_list("pk", flat=True):
        run = runs.get(pk) or CopyRun(exercise_id=pk)
        seen = (run.seen_responses, run.seen_decisions)
        if seen != (counts.get(pk, 0), run.decisions) or (seen[0] and run.seen_answer != _there_is(pk)[0]):
            yield pk
