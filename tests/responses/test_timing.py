"""The deadline to the second: before, open, grace, late, over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from common import clock, outbox
from engagement.deadline import deadline
from engagement.models import Exercise
from engagement.phases import LONDON, Phase, end_of_day
from responses.submission.models import Response
from responses.submission.sending import Arrival, TooLate, timing_of
from tests import factories
from tests.responses.visiting import Visitor, words_in

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def exercise(db: None) -> Exercise:
    made = factories.northshire()
    made.opens_at, made.closes_at = timezone.now() - 10 * DAY, timezone.now() + 10 * DAY
    made.save()
    return made


@pytest.fixture
def ready(exercise: Exercise) -> Visitor:
    """Return a visitor who began in good time."""
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    return visitor


def moments(exercise: Exercise) -> dict[str, dt.datetime]:
    opens, closes = exercise.opens_at, exercise.closes_at
    assert opens is not None
    return {
        "a second before it opens": opens - SECOND,
        "when it opens": opens,
        "a second before it closes": closes - SECOND,
        "when it closes": closes,
        "a second before grace ends": closes + exercise.grace - SECOND,
        "when grace ends": closes + exercise.grace,
        "a second before drafts expire": closes + 30 * DAY - SECOND,
        "when drafts expire": closes + 30 * DAY,
    }


@pytest.mark.parametrize(
    ("moment", "phase", "timing"),
    [
        ("a second before it opens", Phase.COMING, None),
        ("when it opens", Phase.OPEN, "on_time"),
        ("a second before it closes", Phase.OPEN, "on_time"),
        ("when it closes", Phase.GRACE, "grace"),
        ("a second before grace ends", Phase.GRACE, "grace"),
        ("when grace ends", Phase.LATE, "late"),
        ("a second before drafts expire", Phase.LATE, "late"),
        ("when drafts expire", Phase.OVER, None),
    ],
)
def test_a_draft_that_was_begun_is_judged_by_the_second_it_arrives(
    exercise: Exercise, moment: str, phase: Phase, timing: str | None
) -> None:
    draft = factories.draft(exercise, {"tasks-words": "More nurses."})
    at = moments(exercise)[moment]
    assert exercise.phase(at) is phase
    with clock.held(at):
        if timing is None:
            with pytest.raises(TooLate):
                factories.send(draft, received_at=at)
        else:
            response = factories.send(draft, received_at=at)
            assert (response.timing, response.received_at) == (timing, at)


@pytest.mark.parametrize("channel", ["email", "letter", "paper", "telephone", "meeting"])
def test_other_channels_have_the_same_grace_and_are_never_thrown_away(exercise: Exercise, channel: str) -> None:
    expected = {"when it closes": "grace", "when grace ends": "late", "when drafts expire": "late"}
    for moment, timing in expected.items():
        assert timing_of(exercise, Arrival(moments(exercise)[moment], channel)) == timing


def test_what_counts_is_when_the_request_arrived_and_not_when_the_work_was_done(
    ready: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    closes = ready.exercise.closes_at
    with clock.held(closes - SECOND):
        key = ready.draft.submission_key
        from responses.submission import sending

        original = sending.checked_answers

        def slow(*args: object) -> object:
            clock._held = closes + DAY * 2  # not by monkeypatch, which would put the held moment back for later tests
            return original(*args)

        monkeypatch.setattr(sending, "checked_answers", slow)
        ready.post("submit", data={"key": key})
    response = Response.objects.get()
    assert response.timing == "on_time"
    assert response.received_at == closes - SECOND
    assert response.entered_at > closes


@pytest.mark.parametrize(
    "moment", ["a second before it opens", "when it closes", "when grace ends", "when drafts expire"]
)
def test_an_answer_can_be_begun_only_while_it_is_open(exercise: Exercise, moment: str) -> None:
    visitor = Visitor(exercise)
    with clock.held(moments(exercise)[moment]):
        assert visitor.post("begin").url == visitor.address("start")
        assert "Start now" not in visitor.text("start")
    assert not exercise.drafts.exists()


SAID = {
    "a second before it opens": "This exercise is not open yet",
    "when it opens": "Before you start",
    "when it closes": "It counts as on time",
    "when grace ends": "It will be recorded as late",
    "when drafts expire": "This exercise has closed",
}


@pytest.mark.parametrize("moment", sorted(SAID))
def test_the_start_page_says_what_can_be_done_now(exercise: Exercise, moment: str) -> None:
    with clock.held(moments(exercise)[moment]):
        assert SAID[moment] in words_in(Visitor(exercise).text("start"))


@pytest.mark.parametrize("moment", ["when it opens", "when it closes", "when grace ends"])
def test_every_page_says_the_dates_and_the_grace_in_the_same_words(ready: Visitor, moment: str) -> None:
    exercise = ready.exercise
    with clock.held(moments(exercise)[moment]):
        said = deadline(exercise, clock.now())
        ready.post("later", data={"email": "ann@example.org"})
        outbox.drain()
        pages = {
            "start": words_in(ready.text("start")),
            "later": words_in(ready.text("later")),
            "email": " ".join(mail.outbox[0].body.split()),
            "how to respond": words_in(
                ready.client.get(reverse("engagement:respond", args=[exercise.slug])).content.decode()
            ),
        }
    for name, words in pages.items():
        assert said.sentence in words, name
        assert said.advice in words, name


def test_within_grace_no_page_says_that_what_is_posted_now_is_late(ready: Visitor) -> None:
    with clock.held(moments(ready.exercise)["when it closes"]):
        assert "is recorded as late" not in words_in(ready.text("start"))


@pytest.mark.parametrize("pack", [factories.NORFOLK, factories.NORTHSHIRE], ids=lambda pack: pack.name)
def test_no_way_to_respond_names_a_deadline_of_its_own(pack: Path) -> None:
    channels = yaml.safe_load((pack / "exercise.yaml").read_text())["channels"]
    assert [channel["title"] for channel in channels if "deadline" in channel.get("detail", "")] == []


def test_a_late_answer_is_told_to_be_late_before_and_after_it_is_sent(ready: Visitor) -> None:
    with clock.held(moments(ready.exercise)["when grace ends"]):
        assert "Your answers will be recorded as late" in words_in(ready.text("check"))
        ready.send()
        assert "it is recorded as late" in words_in(ready.text("receipt"))


def test_when_drafts_have_expired_the_page_says_so_and_shows_what_was_typed(ready: Visitor) -> None:
    with clock.held(moments(ready.exercise)["when drafts expire"]):
        page = ready.post("page", "tasks", data={"tasks-words": "Just in time?", "base": ""})
        assert page.status_code == 410
        assert "This draft has expired" in words_in(page.content.decode())
        assert "Just in time?" in page.content.decode()
        assert ready.get("tasks").status_code == 410


def test_what_was_sent_can_be_seen_and_its_link_got_when_drafts_have_expired(ready: Visitor) -> None:
    ready.send()
    with clock.held(moments(ready.exercise)["when drafts expire"]):
        for name in ("view", "receipt", "withdraw", "later"):
            assert ready.get(name).status_code == 200, name


def test_extending_lets_those_who_were_late_be_on_time(ready: Visitor) -> None:
    at = moments(ready.exercise)["when grace ends"]
    Exercise.objects.update(closes_at=at + DAY)
    with clock.held(at):
        ready.send()
    assert Response.objects.get().timing == "on_time"


@pytest.fixture(params=[dt.date(2030, 3, 30), dt.date(2030, 3, 31), dt.date(2030, 10, 26), dt.date(2030, 10, 27)])
def clock_change(request: pytest.FixtureRequest) -> dt.date:
    return request.param


def test_a_deadline_on_a_day_when_the_clocks_change_ends_at_midnight_in_london(
    exercise: Exercise, clock_change: dt.date
) -> None:
    exercise.opens_at, exercise.closes_at = end_of_day(clock_change) - 20 * DAY, end_of_day(clock_change)
    exercise.save()
    exercise.refresh_from_db()
    last = dt.datetime.combine(clock_change, dt.time(23, 59, 59), tzinfo=LONDON)
    assert exercise.phase(last) is Phase.OPEN
    assert exercise.phase(last.astimezone(dt.UTC) + SECOND) is Phase.GRACE
    assert exercise.phase(last.astimezone(dt.UTC) + exercise.grace) is Phase.GRACE
    assert exercise.phase(last.astimezone(dt.UTC) + SECOND + exercise.grace) is Phase.LATE
