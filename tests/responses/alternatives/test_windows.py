"""Drawing in two windows, or after the answer was sent: nothing is lost silently."""

from __future__ import annotations

import pytest

from tests.responses.alternatives.drawing import PART, boxes_of, draw, press, raw_of
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db


def test_two_windows_do_not_overwrite_each_other_silently(visitor: Visitor) -> None:
    draw(visitor)
    other = visitor.another_window()
    boxes = boxes_of(other.text("draw", PART))
    press(visitor, name__1="Mine")
    answer = other.post("draw", PART, data={**boxes, "name-1": "Theirs", "do": "update"})
    assert "this was changed in another window" in words_in(answer.content.decode())
    assert 'value="Theirs"' in answer.content.decode()
    assert raw_of(visitor)["places"][0]["name"] == "Mine"
    again = other.post("draw", PART, data={**boxes_of(answer.content.decode()), "do": "update"})
    assert again.status_code == 302
    assert raw_of(visitor)["places"][0]["name"] == "Theirs"


def test_saving_while_drawing_takes_what_changed_alone(visitor: Visitor) -> None:
    draw(visitor)
    base = boxes_of(visitor.text("draw", PART))["base"]
    data = {"base": base, "area-tees-valley": ""}
    saved = visitor.post("draw", PART, data=data, headers={"X-Autosave": "1"})
    assert saved.json()["base"] == str(int(base) + 1)
    assert raw_of(visitor)["places"][1] == {"name": "East & Tees", "areas": ["durham-wear"]}
    data["area-tees-valley"] = "1"
    late = visitor.post("draw", PART, data=data, headers={"X-Autosave": "1"})
    assert late.status_code == 409
    assert raw_of(visitor)["places"][1]["areas"] == ["durham-wear"]


def test_what_was_drawn_in_vain_is_shown_to_be_copied(visitor: Visitor) -> None:
    draw(visitor)
    other = visitor.another_window()
    boxes = boxes_of(other.text("draw", PART))
    visitor.send()
    late = other.post("draw", PART, data={**boxes, "name-1": "The west", "do": "update"})
    assert late.status_code == 409
    assert "Name of place 1 The west" in words_in(late.content.decode())
