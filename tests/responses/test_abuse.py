"""Machines are noticed and told to moderators; nobody is turned away for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache

from common import clock
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.submission.models import Response
from tests import factories
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.answer("models", better="first")
    return visitor


def long_ago(visitor: Visitor) -> None:
    Draft.objects.update(created_at=clock.now() - dt.timedelta(minutes=5))


def test_an_ordinary_answer_is_under_no_suspicion(begun: Visitor) -> None:
    long_ago(begun)
    begun.say_who()
    begun.send()
    assert Response.objects.get().suspicion == []


def test_a_filled_trap_marks_the_response_and_does_not_block_it(begun: Visitor) -> None:
    long_ago(begun)
    begun.say_who(website="http://example.org")
    assert begun.send().url == begun.address("receipt")
    response = Response.objects.get()
    assert response.suspicion == ["A box that people cannot see was filled in."]
    assert response.standing == "unmoderated"


def test_an_answer_within_seconds_is_marked_and_not_blocked(begun: Visitor) -> None:
    begun.say_who()
    assert begun.send().url == begun.address("receipt")
    (sign,) = Response.objects.get().suspicion
    assert sign.startswith("It was sent ")
    assert sign.endswith(" seconds after it was begun.")


def test_the_respondent_is_told_nothing_of_a_suspicion(begun: Visitor) -> None:
    begun.say_who(website="x")
    begun.send()
    for name in ("receipt", "view"):
        words = words_in(begun.text(name))
        assert "people cannot see" not in words
        assert "seconds after" not in words


def test_a_whole_hospital_behind_one_address_can_answer_within_an_hour(exercise: Exercise) -> None:
    for _ in range(500):
        assert Visitor(exercise).post("begin").url.endswith("/tasks/")
    assert Draft.objects.count() == 500


def test_sending_is_never_refused_however_many_come_from_one_address(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    from responses.submission import views

    monkeypatch.setitem(views.SUBMIT_LIMIT, "limit", 3)
    for _ in range(5):
        draft = factories.draft(exercise, {"better": "first"})
        Draft.objects.update(created_at=clock.now() - dt.timedelta(minutes=5))
        assert Visitor(exercise).open(draft).send().url.endswith("/receipt/")
    signs = list(Response.objects.order_by("pk").values_list("suspicion", flat=True))
    assert signs == [[], [], [], *[["Very many answers came from one address within an hour."]] * 2]


def test_the_limits_are_above_a_hospital() -> None:
    from responses.drafts import views as drafts
    from responses.submission import views as submission

    assert drafts.BEGIN_LIMIT["limit"] >= 500
    assert submission.SUBMIT_LIMIT["limit"] >= 500


def test_beyond_the_limit_a_page_says_what_to_do(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    from responses.drafts import views

    monkeypatch.setitem(views.BEGIN_LIMIT, "limit", 1)
    visitor = Visitor(exercise)
    visitor.begin()
    page = Visitor(exercise).post("begin")
    assert page.status_code == 429
    assert "Try again in a while" in words_in(page.content.decode())
    assert visitor.get("tasks").status_code == 200


def test_when_the_cache_is_down_everybody_may_answer(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionError("no cache")

    monkeypatch.setattr(cache, "add", down)
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.say_who()
    visitor.answer("models", better="first")
    assert visitor.send().url == visitor.address("receipt")


def test_no_address_of_a_visitor_is_kept(begun: Visitor) -> None:
    from tests.responses.test_who import _whole_database

    begun.say_who()
    begun.client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    begun.send()
    assert "203.0.113.77" not in _whole_database()
