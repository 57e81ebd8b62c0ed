"""What is kept of a page and shown to everybody holds nothing of who was the first to see it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from common import clock
from engagement.models import Exercise
from responses.submission.models import Response
from tests import factories
from tests.engagement.support import SMALL
from tests.responses.visiting import Visitor, key_on

PAGES = ("start", "tasks", "who", "about", "check")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def answered(exercise: Exercise, mark: str) -> Visitor:
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.say_who(contact_name=f"Name {mark}", email=f"{mark}@example.org", wants_copy="on")
    visitor.answer("tasks", tasks_words=f"Words {mark}.")
    return visitor


def everything_shown(visitor: Visitor) -> str:
    return "\n".join([*(visitor.text(name) for name in PAGES), visitor.text("page", "tasks")])


def test_nothing_that_one_visitor_said_stands_on_the_pages_of_another(exercise: Exercise) -> None:
    first, second = answered(exercise, "aardvark"), answered(exercise, "zebra")
    shown, others = everything_shown(first), everything_shown(second)
    assert shown.count("aardvark") == others.count("zebra") > 3
    assert "aardvark" not in others
    assert key_on(shown) != key_on(others)
    assert not set(TOKEN.findall(shown)) & set(TOKEN.findall(others))


def test_each_receipt_has_its_own_reference(exercise: Exercise) -> None:
    receipts = []
    for mark in ("aardvark", "zebra"):
        visitor = answered(exercise, mark)
        visitor.send()
        receipts.append(visitor.text("receipt"))
    references = [response.reference for response in Response.objects.order_by("pk")]
    for receipt, own, other in zip(receipts, references, reversed(references), strict=True):
        assert f"{own[:4]} {own[4:]}" in receipt
        assert other[:4] not in receipt


@pytest.mark.parametrize(("ready", "button"), [(False, False), (True, True)])
def test_a_page_that_was_kept_in_one_state_is_not_shown_in_another(
    exercise: Exercise, ready: bool, button: bool
) -> None:
    everything_shown(answered(exercise, "aardvark"))
    visitor = answered(exercise, "zebra") if ready else Visitor(exercise)
    if not ready:
        visitor.begin()
    assert ("Check and send your answers</a>" in visitor.text("tasks")) is button
    assert (key_on(visitor.text("check")) != "") is button


def test_after_the_close_the_start_page_says_so_whatever_it_said_before(exercise: Exercise) -> None:
    visitor = Visitor(exercise)
    assert "Start now" in visitor.text("start")
    with clock.held(exercise.grace_ends_at):
        assert "Start now" not in visitor.text("start")


def test_a_question_may_be_called_what_a_page_calls_something_else(tmp_path: Path, db: None) -> None:
    pack = Path(shutil.copytree(SMALL, tmp_path / "pack"))
    questions = pack / "questions.yaml"
    questions.write_text(questions.read_text().replace("key: shelters\n", "key: exercise\n"))
    visitor = Visitor(factories.loaded(pack, open_for=10))
    visitor.begin()
    assert "What should a bus stop have?" in visitor.text("tasks")
