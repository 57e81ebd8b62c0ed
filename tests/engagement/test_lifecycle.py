"""What staff do to an exercise: each act with its reason, and of two who act at once one is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from common import clock
from common.errors import DomainError
from engagement import lifecycle, phases
from engagement.models import Edition, Exercise, ExerciseAct
from engagement.phases import Phase
from tests.engagement.support import CLOSES, SMALL, at
from tests.factories import loaded

pytestmark = pytest.mark.usefixtures("held")
Hold = Callable[[str], None]


@pytest.fixture
def draft(db: None) -> Exercise:
    exercise = loaded(SMALL)
    exercise.closes_at = CLOSES
    exercise.save()
    return exercise


def edition_of(exercise: Exercise) -> Edition:
    return exercise.editions.get(number=1)


def next_edition(exercise: Exercise) -> Edition:
    first = edition_of(exercise)
    values = {field.name: getattr(first, field.name) for field in Edition._meta.concrete_fields if field.name != "id"}
    return Edition.objects.create(**{**values, "number": 2, "digest": "other", "published_at": None})


def publish(exercise: Exercise, **more: object) -> None:
    lifecycle.publish(exercise, **{"edition": edition_of(exercise), "by": None, "reason": "Ready", **more})  # type: ignore[arg-type]


def acts(exercise: Exercise) -> list[str]:
    return [act.verb for act in exercise.acts.exclude(verb="load")]


def test_publishing_opens_the_exercise_now_and_keeps_who_when_and_why(draft: Exercise) -> None:
    publish(draft)
    assert draft.phase(clock.now()) is Phase.OPEN
    assert draft.opens_at == clock.now()
    act = draft.acts.get(verb="publish")
    assert (act.by, act.at, act.reason) == (None, clock.now(), "Ready")
    assert edition_of(draft).published_at == clock.now()


def test_the_first_edition_may_open_later(draft: Exercise) -> None:
    publish(draft, opens_at=at("2021-06-02 09:00"))
    assert draft.phase(clock.now()) is Phase.COMING
    assert draft.phase(at("2021-06-02 09:00")) is Phase.OPEN


def test_the_opening_that_staff_choose_wins_over_the_one_of_the_pack(draft: Exercise) -> None:
    draft.opens_at = at("2021-06-05")
    draft.save()
    publish(draft, opens_at=at("2021-06-03"))
    assert draft.opens_at == at("2021-06-03")


@pytest.mark.parametrize(
    ("opens_at", "words"), [("2021-05-31", "has passed"), ("2021-06-14", "after it closes"), ("2021-06-20", "after")]
)
def test_an_opening_that_makes_no_sense_is_refused(draft: Exercise, opens_at: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        publish(draft, opens_at=at(opens_at))
    assert acts(draft) == []


def test_what_is_public_already_is_not_published_again(draft: Exercise) -> None:
    publish(draft)
    with pytest.raises(DomainError, match="sees already"):
        publish(draft)


def test_a_second_edition_leaves_the_opening_where_it_is(draft: Exercise, held: Hold) -> None:
    publish(draft)
    opened = draft.opens_at
    held("2021-06-03 12:00")
    publish(draft, edition=next_edition(draft), opens_at=at("2021-06-09"))
    assert draft.opens_at == opened
    assert draft.edition == draft.editions.last()


def test_an_edition_of_another_exercise_is_refused(draft: Exercise, norfolk: Exercise) -> None:
    assert norfolk.edition is not None
    with pytest.raises(DomainError, match="another exercise"):
        publish(draft, edition=norfolk.edition)


def test_nothing_is_done_without_a_reason(draft: Exercise) -> None:
    with pytest.raises(lifecycle.ReasonMissing):
        publish(draft, reason="  ")
    draft.refresh_from_db()
    assert draft.state == Exercise.State.DRAFT


def test_extending_moves_the_last_day_and_keeps_both_dates(draft: Exercise) -> None:
    publish(draft)
    lifecycle.move_close(draft, closes_at=phases.end_of_day(dt.date(2021, 6, 20)), by=None, reason="Half-term")
    draft.refresh_from_db()
    assert phases.last_day(draft.closes_at) == dt.date(2021, 6, 20)
    detail = draft.acts.get(verb="extend").detail
    assert detail["from"].startswith("2021-06-13T23:00")
    assert detail["to"].startswith("2021-06-2")


def test_a_published_close_never_moves_earlier(draft: Exercise) -> None:
    publish(draft)
    for day in (dt.date(2021, 6, 10), dt.date(2021, 6, 13)):
        with pytest.raises(DomainError, match="Choose a later day"):
            lifecycle.move_close(draft, closes_at=phases.end_of_day(day), by=None, reason="Sooner")
    with pytest.raises(DomainError, match="has passed"):
        lifecycle.move_close(draft, closes_at=at("2021-05-31"), by=None, reason="Sooner")
    assert acts(draft) == ["publish"]


def test_before_it_is_published_the_last_day_may_move_either_way(draft: Exercise) -> None:
    lifecycle.move_close(draft, closes_at=phases.end_of_day(dt.date(2021, 6, 5)), by=None, reason="Sooner")
    draft.refresh_from_db()
    assert phases.last_day(draft.closes_at) == dt.date(2021, 6, 5)


def test_a_last_day_before_the_opening_is_refused(draft: Exercise) -> None:
    draft.opens_at = at("2021-06-10")
    draft.save()
    with pytest.raises(DomainError, match="after that day"):
        lifecycle.move_close(draft, closes_at=at("2021-06-09"), by=None, reason="Sooner")


def test_closing_takes_effect_at_once_and_starts_the_grace(draft: Exercise, held: Hold) -> None:
    publish(draft)
    held("2021-06-03 15:00")
    lifecycle.close(draft, by=None, reason="Enough")
    draft.refresh_from_db()
    assert draft.phase(clock.now()) is not Phase.OPEN
    assert draft.closes_at == clock.now()


def test_closing_is_refused_before_the_opening_and_after_the_close(draft: Exercise, held: Hold) -> None:
    with pytest.raises(DomainError, match="not open yet"):
        lifecycle.close(draft, by=None, reason="Early")
    publish(draft)
    held("2021-06-14")
    with pytest.raises(DomainError, match="closed already"):
        lifecycle.close(draft, by=None, reason="Late")


def stale(exercise: Exercise) -> Exercise:
    """Return the exercise as somebody else holds it in another window."""
    return Exercise.objects.get(pk=exercise.pk)


def test_of_two_who_move_the_close_at_once_the_second_is_told(draft: Exercise, held: Hold) -> None:
    publish(draft)
    held("2021-06-03")
    other = stale(draft)
    lifecycle.move_close(draft, closes_at=phases.end_of_day(dt.date(2021, 6, 20)), by=None, reason="First")
    with pytest.raises(lifecycle.DatesMoved):
        lifecycle.move_close(other, closes_at=phases.end_of_day(dt.date(2021, 6, 18)), by=None, reason="Second")
    with pytest.raises(lifecycle.DatesMoved):
        lifecycle.close(other, by=None, reason="Second")
    draft.refresh_from_db()
    assert phases.last_day(draft.closes_at) == dt.date(2021, 6, 20)
    assert acts(draft) == ["publish", "extend"]
    # The control: with the dates as they are now the second act goes through.
    lifecycle.move_close(stale(draft), closes_at=phases.end_of_day(dt.date(2021, 6, 22)), by=None, reason="Second")


def test_a_form_that_was_filled_in_against_an_older_date_is_told(draft: Exercise, held: Hold) -> None:
    publish(draft)
    held("2021-06-03")
    seen = draft.closes_at
    lifecycle.move_close(draft, closes_at=phases.end_of_day(dt.date(2021, 6, 20)), by=None, reason="First")
    later = phases.end_of_day(dt.date(2021, 6, 30))
    with pytest.raises(lifecycle.DatesMoved):
        lifecycle.move_close(stale(draft), closes_at=later, by=None, reason="Second", seen_close=seen)
    with pytest.raises(lifecycle.DatesMoved):
        lifecycle.close(stale(draft), by=None, reason="Second", seen_close=seen)
    fresh = stale(draft)
    lifecycle.move_close(fresh, closes_at=later, by=None, reason="Second", seen_close=fresh.closes_at)


def test_of_two_who_publish_at_once_the_second_is_told(draft: Exercise) -> None:
    other, second = stale(draft), next_edition(draft)
    lifecycle.publish(draft, edition=draft.editions.get(number=1), by=None, reason="First")
    with pytest.raises(lifecycle.DatesMoved):
        lifecycle.publish(other, edition=second, by=None, reason="Second")
    draft.refresh_from_db()
    assert draft.edition is not None
    assert draft.edition.number == 1
    lifecycle.publish(stale(draft), edition=second, by=None, reason="Second")


def test_publishing_while_another_moves_the_close_cannot_open_after_the_close(draft: Exercise) -> None:
    other = stale(draft)
    lifecycle.move_close(draft, closes_at=at("2021-06-03"), by=None, reason="Sooner")
    with pytest.raises(lifecycle.DatesMoved):
        publish(other, opens_at=at("2021-06-05"))


def test_a_notice_is_dated_and_kept_on_record(draft: Exercise) -> None:
    notice = lifecycle.post_notice(draft, text=" The meeting is at 3pm. ", by=None, reason="Room changed")
    assert notice.text == "The meeting is at 3pm."
    assert notice.posted_at == clock.now()
    assert ExerciseAct.objects.get(verb="notice").detail == {"notice": notice.pk}
    with pytest.raises(DomainError):
        lifecycle.post_notice(draft, text="\n ", by=None, reason="Slip")
