"""A choice can be taken back without JavaScript, and what was taken back was never answered."""

from __future__ import annotations

import re

import pytest

from engagement.models import Exercise
from responses.submission.models import Answer, AnswerChoice, Response
from tests import factories
from tests.responses.visiting import Visitor, words_in

# page of the box, its key, a choice
SINGLE = [
    ("factors", "factors-right.travel", "no"),
    ("factors", "factors-most", "cost"),
    ("models", "better", "second"),
]


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    return visitor


@pytest.fixture(params=SINGLE, ids=[key for _, key, _ in SINGLE])
def box(request: pytest.FixtureRequest, exercise: Exercise) -> tuple[str, str, str]:
    page, key, choice = request.param
    assert key in {box.item.key for box in factories.survey(exercise).page_by_key[page].boxes}
    return page, key, choice


def save(visitor: Visitor, page: str, key: str, value: str) -> None:
    base = visitor.base_of(page)
    assert visitor.post("page", page, data={key: value, "base": base}).status_code == 302


def radios(visitor: Visitor, page: str, key: str) -> dict[str, bool]:
    """Return the values of a box's radios, each with whether it is chosen."""
    inputs = re.findall(rf'<input[^>]*name="{re.escape(key)}"[^>]*>', visitor.text("page", page))
    return {re.findall(r'value="([^"]*)"', each)[0]: " checked" in each for each in inputs}


def test_as_long_as_nothing_is_chosen_there_is_nothing_to_take_back(begun: Visitor, box: tuple[str, str, str]) -> None:
    page, key, _ = box
    assert "" not in radios(begun, page, key)
    assert "No answer" not in words_in(begun.text("page", page))


def test_once_chosen_no_answer_is_offered_last_and_not_chosen(begun: Visitor, box: tuple[str, str, str]) -> None:
    page, key, choice = box
    save(begun, page, key, choice)
    offered = radios(begun, page, key)
    assert list(offered)[-1] == ""
    assert [value for value, is_chosen in offered.items() if is_chosen] == [choice]
    assert words_in(begun.text("page", page)).count("No answer") == 1  # other boxes of the page have nothing yet


def test_a_choice_that_is_taken_back_leaves_no_answer_behind(begun: Visitor, box: tuple[str, str, str]) -> None:
    page, key, choice = box
    save(begun, page, key, choice)
    save(begun, page, key, "")
    assert not any(radios(begun, page, key).values())
    assert "" not in radios(begun, page, key)
    assert begun.send().url == begun.address("receipt")
    assert [answer.item.key for answer in Answer.objects.select_related("item")] == ["tasks-words"]
    assert not AnswerChoice.objects.exists()


def test_a_choice_that_is_taken_back_counts_as_not_started(begun: Visitor, box: tuple[str, str, str]) -> None:
    page, key, choice = box
    before = words_in(begun.text("tasks"))
    save(begun, page, key, choice)
    assert words_in(begun.text("tasks")) != before
    save(begun, page, key, "")
    assert words_in(begun.text("tasks")) == before


def test_a_replacement_can_take_back_what_was_sent(begun: Visitor, box: tuple[str, str, str]) -> None:
    page, key, choice = box
    save(begun, page, key, choice)
    begun.send()
    begun.post("replace")
    save(begun, page, key, "")
    begun.send()
    later = Response.objects.current().get()
    assert [answer.item.key for answer in later.answers.select_related("item")] == ["tasks-words"]
