"""When the close is put off, what was late for the old one is judged by the new one, on record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from common import clock, outbox
from common.models import OutboxMessage
from engagement import lifecycle
from engagement.models import Exercise
from responses.moderation import acts
from responses.moderation.errors import ChangedMeanwhile
from responses.moderation.models import Act
from responses.submission import timing
from responses.submission.models import Response
from tests import factories

DAY = dt.timedelta(days=1)
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def closed(exercise: Exercise) -> Exercise:
    """Return an exercise that closed two days ago, with a response in time, in grace and late."""
    exercise.opens_at, exercise.closes_at = NOON - 10 * DAY, NOON - 2 * DAY
    exercise.save()
    for moment in (NOON - 3 * DAY, NOON - 2 * DAY, NOON - DAY / 2):
        with clock.held(moment):
            factories.sent(exercise)
    assert timings() == ["on_time", "grace", "late"]
    return exercise


def timings() -> list[str]:
    return list(Response.objects.order_by("received_at").values_list("timing", flat=True))


def extend(exercise: Exercise, **more: object) -> None:
    lifecycle.move_close(exercise, closes_at=NOON + 5 * DAY, by=None, reason="The post was on strike", **more)  # type: ignore[arg-type]


def test_what_was_late_is_in_time_when_the_close_is_put_off(closed: Exercise) -> None:
    with clock.held(NOON):
        extend(closed)
    assert timings() == ["on_time", "on_time", "on_time"]
    late = Response.objects.order_by("received_at").last()
    assert late is not None
    act = late.acts.get()
    assert (act.verb, act.version, act.at) == (Act.Verb.REJUDGE, late.version, NOON)
    assert act.note.startswith("Late → On time. Closing date moved to ")
    assert act.note.endswith(": The post was on strike")
    # The control: what was in time before is left as it was.
    assert not Act.objects.filter(response__received_at=NOON - 3 * DAY).exists()


def test_a_moderator_who_had_the_late_one_open_is_told(closed: Exercise) -> None:
    seen = Response.objects.get(timing="late")
    with clock.held(NOON):
        extend(closed)
    with pytest.raises(ChangedMeanwhile, match="Judged again by the dates by the command line"):
        acts.perform(seen.pk, verb=Act.Verb.RETURN, version=seen.version, by=None, reason="mistake")


def test_nothing_is_judged_when_the_close_is_not_moved(closed: Exercise) -> None:
    with clock.held(NOON), pytest.raises(lifecycle.DatesMoved):
        extend(closed, seen_close=NOON - 3 * DAY)
    assert timings() == ["on_time", "grace", "late"]
    assert not Act.objects.exists()
    assert not OutboxMessage.objects.filter(kind=timing.AGAIN).exists()


def test_what_was_sent_by_the_old_dates_while_they_moved_is_judged_a_little_later(closed: Exercise) -> None:
    with clock.held(NOON):
        extend(closed)
    Response.objects.filter(received_at=NOON - DAY / 2).update(timing="late")  # its transaction had read the old close
    with clock.held(NOON):
        outbox.drain()
    assert timings() == ["on_time", "on_time", "late"]
    with clock.held(NOON + timing.ON_ITS_WAY):
        outbox.drain()
    assert timings() == ["on_time", "on_time", "on_time"]


def test_what_its_author_took_back_and_other_exercises_are_left_alone(closed: Exercise) -> None:
    withdrawn = Response.objects.get(timing="late")
    Response.objects.filter(pk=withdrawn.pk).update(withdrawn_at=NOON)
    with clock.held(NOON):
        extend(closed)
    assert timings() == ["on_time", "on_time", "late"]
