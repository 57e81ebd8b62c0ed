"""The deadline is a rule, to the second in London, and the pages say it in words."""

from __future__ import annotations

import datetime as dt

import pytest

from engagement import phases, wording
from engagement.deadline import deadline
from engagement.models import Exercise
from engagement.phases import Phase, phase_at
from tests.engagement.support import CLOSES, OPENS, at

DAY = dt.timedelta(days=1)


def phase(moment: str) -> Phase:
    return phase_at(at(moment), opens_at=OPENS, closes_at=CLOSES, grace=DAY)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2021-05-23 23:59:59", Phase.COMING),
        ("2021-05-24 00:00:00", Phase.OPEN),
        ("2021-06-13 23:59:59", Phase.OPEN),
        ("2021-06-14 00:00:00", Phase.GRACE),
        ("2021-06-14 23:59:59", Phase.GRACE),
        ("2021-06-15 00:00:00", Phase.LATE),
        ("2021-07-13 23:59:59", Phase.LATE),
        ("2021-07-14 00:00:00", Phase.OVER),
    ],
)
def test_each_boundary_belongs_to_the_later_phase(moment: str, expected: Phase) -> None:
    assert phase(moment) is expected


def test_an_exercise_without_an_opening_is_coming() -> None:
    assert phase_at(at("2021-06-01"), opens_at=None, closes_at=CLOSES, grace=DAY) is Phase.COMING


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (dt.date(2021, 3, 27), "2021-03-28T00:00:00+00:00"),  # the night before the clocks go forward
        (dt.date(2021, 3, 28), "2021-03-28T23:00:00+00:00"),  # a day of 23 hours
        (dt.date(2021, 10, 30), "2021-10-30T23:00:00+00:00"),
        (dt.date(2021, 10, 31), "2021-11-01T00:00:00+00:00"),  # a day of 25 hours
        (dt.date(2021, 12, 31), "2022-01-01T00:00:00+00:00"),
    ],
)
def test_a_day_ends_at_midnight_in_london_when_the_clocks_change_too(day: dt.date, utc: str) -> None:
    assert phases.end_of_day(day).astimezone(dt.UTC).isoformat() == utc
    assert phases.last_day(phases.end_of_day(day)) == day


@pytest.mark.parametrize("day", [dt.date(2021, 3, 28), dt.date(2021, 10, 31)])
def test_grace_is_a_span_of_hours_so_it_ends_an_hour_off_where_the_clocks_change(day: dt.date) -> None:
    closes = phases.start_of_day(day)
    ends = (closes + DAY).astimezone(phases.LONDON)
    assert phase_at(closes + DAY, opens_at=closes - DAY, closes_at=closes, grace=DAY) is Phase.LATE
    assert ends.hour in {1, 23}
    assert wording.clock_time(ends) in {"1am", "11pm"}


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2021-05-24 00:00:00", "20 days left"),
        ("2021-06-11 23:59:59", "2 days left"),
        ("2021-06-12 00:00:00", "1 day left"),
        ("2021-06-13 00:00:00", "Today is the last day"),
        ("2021-06-13 23:59:59", "Today is the last day"),
    ],
)
def test_days_left_count_midnights(moment: str, words: str) -> None:
    assert wording.time_left(at(moment), CLOSES) == words


def test_moments_are_named_as_people_say_them() -> None:
    assert wording.until(CLOSES) == "the end of Sunday 13 June 2021"
    assert wording.until(at("2021-06-13 15:05")) == "3:05pm on Sunday 13 June 2021"
    assert wording.until(at("2021-06-13 12:00")) == "midday on Sunday 13 June 2021"
    assert wording.since(OPENS) == "Monday 24 May 2021"
    assert wording.since(at("2021-05-24 09:00")) == "Monday 24 May 2021 at 9am"
    assert wording.span(24) == "24 hours"
    assert wording.span(1) == "1 hour"
    assert wording.span(72) == "3 days"
    assert wording.listed([]) == ""
    assert wording.listed(["A"]) == "A"
    assert wording.listed(["A", "B", "C"]) == "A, B and C"


def said(moment: str, grace_hours: int = 24) -> tuple[str, str, str, bool]:
    row = Exercise(opens_at=OPENS, closes_at=CLOSES, grace_hours=grace_hours)
    words = deadline(row, at(moment))
    return words.headline, words.sentence, words.advice, words.can_begin


def test_the_pages_say_before_the_opening_when_it_is_and_what_to_do() -> None:
    headline, sentence, advice, can_begin = said("2021-05-01")
    assert headline == "Not open yet"
    assert sentence == "You can answer from Monday 24 May 2021 until the end of Sunday 13 June 2021."
    assert "prepare" in advice
    assert not can_begin


def test_grace_is_said_beforehand_and_for_every_way_to_respond() -> None:
    _, sentence, advice, can_begin = said("2021-06-01")
    assert sentence == "You can answer until the end of Sunday 13 June 2021."
    assert "24 hours more" in advice
    assert "until the end of Monday 14 June 2021" in advice
    assert "every way to respond" in advice
    assert can_begin
    assert "recorded as late" in said("2021-06-01", grace_hours=0)[2]


def test_after_the_close_the_pages_say_what_can_still_be_sent_and_how_it_counts() -> None:
    grace, late, over = said("2021-06-14 12:00"), said("2021-06-20"), said("2021-08-01")
    assert {grace[1], late[1], over[1]} == {"This exercise closed at the end of Sunday 13 June 2021."}
    assert "counts as on time" in grace[2]
    assert "until the end of Monday 14 June 2021" in grace[2]
    assert "until the end of Tuesday 13 July 2021" in late[2]
    assert "recorded as late" in late[2]
    assert "no longer" in over[2]
    assert not any(words[3] for words in (grace, late, over))
