"""A computer keeps one answer at a time: following a link or pressing 'Start now' never throws one away unasked."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from responses.drafts.models import Draft
from tests import factories
from tests.responses.visiting import Visitor, words_in

BOTH = "The link opens another answer"


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.answer("tasks", tasks_words="hours of work")
    return visitor


@pytest.fixture
def theirs(exercise: Exercise) -> str:
    return factories.link_to(factories.draft(exercise, {"tasks-words": "theirs"}))


def test_a_link_shows_both_answers_and_leaves_the_one_that_was_begun(begun: Visitor, theirs: str) -> None:
    page = begun.get("link", theirs)
    assert page.status_code == 200
    assert BOTH in words_in(page.content.decode())
    assert theirs not in page.content.decode()
    assert page["Referrer-Policy"] == "origin"
    assert "hours of work" in begun.text("page", "tasks")


def test_a_press_of_the_button_opens_the_other(begun: Visitor, theirs: str) -> None:
    assert begun.post("link", theirs).url == begun.address("tasks")
    assert "theirs" in begun.text("page", "tasks")
    assert Draft.objects.count() == 2


def test_another_link_of_the_same_answer_asks_nothing(begun: Visitor) -> None:
    assert begun.get("link", factories.link_to(begun.draft)).status_code == 302


def test_a_link_asks_nothing_where_the_answer_here_has_been_sent(begun: Visitor, theirs: str) -> None:
    begun.say_who()
    begun.send()
    assert begun.get("link", theirs).status_code == 302


def test_a_link_that_opens_nothing_changes_nothing_by_its_button_either(begun: Visitor) -> None:
    assert begun.post("link", "x" * 43).status_code == 404
    assert "hours of work" in begun.text("page", "tasks")


def test_starting_again_is_asked_about(begun: Visitor) -> None:
    page = begun.post("begin")
    assert page.status_code == 409
    assert "You have begun an answer on this device" in words_in(page.content.decode())
    assert Draft.objects.count() == 1
    assert "hours of work" in begun.text("page", "tasks")
    assert begun.post("begin", data={"another": "1"}).url == begun.address("tasks")
    assert Draft.objects.count() == 2
    assert "hours of work" not in begun.text("page", "tasks")


def test_start_now_is_offered_only_where_nothing_has_been_begun(begun: Visitor) -> None:
    assert "Start now" in Visitor(begun.exercise).text("start")
    words = words_in(begun.text("start"))
    assert "Start now" not in words
    assert "Continue your answer" in words
    assert "Start another answer" in words
    begun.say_who()
    begun.send()
    assert "Start now" in begun.text("start")
