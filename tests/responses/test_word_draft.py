"""A draft as a Word file lies before a committee weeks later: it says how old it is, by when and where to send it."""

from __future__ import annotations

import datetime as dt
import io
import itertools

import pytest
from docx import Document
from docx.document import Document as Doc

from common import clock
from engagement import editions
from engagement.deadline import deadline
from engagement.models import Exercise
from engagement.shapes import EditionContent
from tests.responses.visiting import Visitor


def file_of(visitor: Visitor) -> Doc:
    answer = visitor.get("word")
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.content))


def texts(document: Doc) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    return visitor


def test_it_says_the_deadline_and_the_grace_in_the_words_of_the_site(begun: Visitor, exercise: Exercise) -> None:
    told = deadline(exercise, clock.now())
    text = "\n".join(texts(file_of(begun)))
    assert told.sentence in text
    assert told.advice in text
    assert "You can answer until" in told.sentence  # the control: the exercise is open
    with clock.held(exercise.closes_at + dt.timedelta(minutes=1)):
        told = deadline(exercise, clock.now())
        assert f"{told.sentence} {told.advice}" in "\n".join(texts(file_of(begun)))


def test_it_says_when_it_was_made_and_that_it_was_not_sent(begun: Visitor, exercise: Exercise) -> None:
    with clock.held(exercise.closes_at - dt.timedelta(hours=1)):
        document = file_of(begun)
        at = clock.now().strftime("%Y")
    opening = next(text for text in texts(document) if "It has not been sent." in text)
    assert at in opening
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("Draft answer, ")
    assert "not sent\tPage 1 of 1" in footer


def test_it_says_where_to_send_it_and_does_not_give_the_private_link_away(begun: Visitor) -> None:
    text = "\n".join(texts(file_of(begun)))
    assert begun.address("start") in text
    assert "http://" in text
    assert begun.token not in text
    for channel in ("email", "post", "telephone"):
        known = _content(begun).channel(channel)
        if known and known.address:
            assert known.address in text


def test_questions_carry_their_numbers_and_boxes_stand_below_them(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    document = file_of(begun)
    first = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    asked = [f"Question {one.number}. {one.title}" for one in _content(begun).questions]
    assert first == ["By when, and how to send it", *asked]
    assert "More nurses." in texts(document)
    assert "(not answered)" in texts(document)


def test_what_is_asked_of_several_things_stands_above_them(begun: Visitor) -> None:
    named = [(paragraph.text, paragraph.style.name) for paragraph in file_of(begun).paragraphs]
    part = next(part for question in _content(begun).questions for part in question.parts if part.items[0].factor)
    first = part.items[0].factor
    assert first is not None
    place = named.index((part.title, "Heading 2"))
    assert named[place + 1] == (first.title, "Heading 3")


def test_headings_go_down_one_level_at_a_time(begun: Visitor) -> None:
    names = [paragraph.style.name for paragraph in file_of(begun).paragraphs]
    levels = [int(name.removeprefix("Heading ")) for name in names if name.startswith("Heading ")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def _content(visitor: Visitor) -> EditionContent:
    return editions.of(visitor.exercise)
