"""Where a footprint can be drawn, and where one is shown by its address."""

from __future__ import annotations

import pytest
from django.test import Client

from engagement.models import Exercise
from tests.responses.alternatives.drawing import PART, draw
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db


def test_a_part_that_asks_for_no_footprint_has_no_page_to_draw_on(visitor: Visitor) -> None:
    assert visitor.get("draw", "times-words").status_code == 404
    assert visitor.get("draw", "nothing").status_code == 404


def test_an_exercise_without_areas_shows_none_of_this(exercise: Exercise) -> None:
    visitor = Visitor(exercise)
    visitor.begin()
    assert visitor.get("draw", "footprint").status_code == 404
    assert visitor.get("drawn", "ab").status_code == 404


def test_a_grouping_can_be_shown_by_its_address_which_carries_no_names(visitor: Visitor) -> None:
    draw(visitor)
    address = visitor.address("drawn", "aabb")
    assert address in visitor.text("draw", PART)
    html = Client().get(address).content.decode()
    assert "A. Place 1" in words_in(html)
    assert "1,403,000" in words_in(html)
    assert "West" not in words_in(html)


@pytest.mark.parametrize("code", ["aab", "aabbc", "zzzz", "----", "AABB", "aab%C3%A9", "aa<b", "k---"])
def test_an_address_that_carries_no_grouping_is_not_found(visitor: Visitor, code: str) -> None:
    assert Client().get(f"{visitor.address('start')}footprint/{code}/").status_code == 404
