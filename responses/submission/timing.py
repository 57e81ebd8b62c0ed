"""
Whether a response came in time, judged by when it reached us.

It is written down when a response is sent, and judged again when the dates move: who was late for a close that is then
put off was in time after all. Every response that changes gets an act on record and a new version.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from common import clock, outbox
from common.models import OutboxMessage
from engagement.models import Exercise
from engagement.phases import Phase
from responses.moderation.models import Act
from responses.submission.models import Response

AGAIN = "responses.timing"
ON_ITS_WAY = dt.timedelta(minutes=2)  # longer than any request may take
AT_ONCE = 500

Timing = Response.Timing


def in_phase(phase: Phase) -> Response.Timing:
    """Return the timing of what reaches us in a phase."""
    if phase is Phase.OPEN:
        return Timing.ON_TIME
    return Timing.GRACE if phase is Phase.GRACE else Timing.LATE


def follow(exercise: Exercise, by: User | None, why: str) -> None:
    """Judge again now, and once more for what was being sent by the old dates while these were written."""
    judge_again(exercise, by=by, why=why)
    message = {"exercise": exercise.pk, "by": by.pk if by else None, "why": why}
    outbox.put(AGAIN, message, at=clock.now() + ON_ITS_WAY)


def look_again(message: OutboxMessage) -> None:
    """Judge what came in by the old dates while they were moved."""
    said = outbox.payload_of(message)
    by = User.objects.filter(pk=said["by"]).first()
    judge_again(Exercise.objects.get(pk=said["exercise"]), by=by, why=said["why"])


@transaction.atomic
def judge_again(exercise: Exercise, *, by: User | None, why: str) -> int:
    """Judge the responses that stand by the exercise's dates as they are now; return how many changed."""
    return sum(_judge(exercise, timing, when, by=by, why=why) for timing, when in _spans(exercise).items())


def _spans(exercise: Exercise) -> dict[Response.Timing, Q]:
    return {
        Timing.ON_TIME: Q(received_at__lt=exercise.closes_at),
        Timing.GRACE: Q(received_at__gte=exercise.closes_at, received_at__lt=exercise.grace_ends_at),
        Timing.LATE: Q(received_at__gte=exercise.grace_ends_at),
    }


def _judge(exercise: Exercise, timing: Response.Timing, when: Q, *, by: User | None, why: str) -> int:
    """Put one timing right. The rows are locked, so that no moderator's act comes between reading and writing."""
    wrong = Response.objects.current().filter(when, exercise=exercise).exclude(timing=timing)
    found = list(wrong.select_for_update().order_by("pk").values_list("pk", "version", "timing"))
    now = clock.now()
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        Response.objects.filter(pk__in=[pk for pk, *_ in some]).update(timing=timing, version=F("version") + 1)
        Act.objects.bulk_create(
            Act(
                response_id=pk,
                version=version + 1,
                verb=Act.Verb.REJUDGE,
                note=f"{Timing(before).label} → {timing.label}. {why}",
                by=by,
                at=now,
            )
            for pk, version, before in some
        )
    return len(found)
