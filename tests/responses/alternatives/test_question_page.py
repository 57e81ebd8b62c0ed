"""The question that asks for a footprint: its button, and the way back to it."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings

from responses.submission.models import Response
from tests.responses.alternatives.drawing import AREAS, PART, draw, press
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db


def test_the_button_on_the_questions_page_saves_its_words_first(visitor: Visitor) -> None:
    answer = visitor.post("page", "times", data={"base": "", "times-words": "By bus.", "draw": PART})
    assert answer["Location"] == visitor.address("draw", PART)
    assert visitor.draft.answers.get(item__key="times-words").raw == "By bus."


def test_saving_goes_back_to_the_question_that_asks_for_the_reason(visitor: Visitor) -> None:
    assert press(visitor, "save", area__north__tyne="1")["Location"].startswith(visitor.address("page", "times"))


@pytest.mark.parametrize(
    "raw",
    [
        "not a drawing",
        "[]",
        "{}",
        '{"places": 7}',
        '{"places": [{"name": 1, "areas": []}]}',
        '{"from": "x", "places": []}',
        "[" * 5000,
        json.dumps({"places": [{"name": "A", "areas": ["nowhere"]}]}),
        json.dumps({"places": [{"name": "A", "areas": [AREAS[0]]}, {"name": "B", "areas": [AREAS[0]]}]}),
        json.dumps(
            {"places": [{"name": f"P{n}", "areas": []} for n in range(11)] + [{"name": "", "areas": [AREAS[0]]}]}
        ),
    ],
)
def test_what_no_page_of_ours_sends_is_kept_from_being_sent_on(visitor: Visitor, raw: str) -> None:
    answer = visitor.post("page", "times", data={"base": "", PART: raw})
    assert answer.status_code == 200
    assert visitor.get("draw", PART).status_code == 200
    assert visitor.get("check").status_code == 200
    visitor.send()
    assert not Response.objects.exists()


def test_the_drawing_is_on_the_page_that_comes_back_with_a_fault_in_another_box(visitor: Visitor) -> None:
    draw(visitor)
    too_long = "x" * (settings.ANSWER_MAX_LENGTH + 1)
    answer = visitor.post("page", "times", data={"base": visitor.base_of("times"), "times-words": too_long})
    assert answer.status_code == 200
    said = words_in(answer.content.decode())
    assert "A. West: North Cumbria; North of Tyne and Gateshead" in said
    assert "Change the footprint" in said
    assert "Draw a footprint" not in said


def test_the_drawing_is_on_the_page_that_comes_back_with_a_conflict(visitor: Visitor) -> None:
    draw(visitor)
    base = visitor.base_of("times")
    visitor.post("page", "times", data={"base": base, "times-words": "From one window."})
    answer = visitor.post("page", "times", data={"base": base, "times-words": "From another."})
    said = words_in(answer.content.decode())
    assert "Changed in another window" in said
    assert "B. East & Tees: Durham, South Tyneside and Sunderland; Tees Valley" in said
    assert "Change the footprint" in said


def test_enter_in_a_box_saves_and_continues_since_the_first_button_is_not_the_one_that_draws(visitor: Visitor) -> None:
    html = visitor.text("page", "times")
    form = html[html.index("data-autosave") :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert first[0] == '<button type="submit" hidden>'
    assert form.index(first[0]) < form.index('name="draw"')
