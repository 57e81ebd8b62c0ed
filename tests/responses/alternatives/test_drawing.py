"""The page that draws: places and areas from the page's boxes."""

from __future__ import annotations

import pytest

from accounts.models import Role
from common import clock
from engagement.models import Exercise
from responses.drafts.models import DraftAnswer
from responses.intake import keying
from responses.submission.models import Response
from tests.accounts.factories import member
from tests.responses.alternatives.drawing import AREAS, PART, boxes_of, draw, press, raw_of
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db


def test_places_are_added_named_and_removed_and_their_areas_are_free_again(visitor: Visitor) -> None:
    draw(visitor)
    press(visitor, "add")
    assert [place["name"] for place in raw_of(visitor)["places"]] == ["West", "East & Tees", "Place 3"]
    press(visitor, "remove-1")
    assert raw_of(visitor)["places"] == [
        {"name": "East & Tees", "areas": list(AREAS[2:])},
        {"name": "Place 3", "areas": []},
    ]


def test_there_are_ten_places_at_the_most(visitor: Visitor) -> None:
    for _ in range(8):
        press(visitor, "add")
    answer = press(visitor, "add")
    assert answer.status_code == 200
    assert "There can be 10 places at the most." in words_in(answer.content.decode())
    assert len(raw_of(visitor)["places"]) == 10


def test_a_whole_district_goes_to_a_place_with_the_areas_that_lie_partly_in_it(visitor: Visitor) -> None:
    html = visitor.text("draw", PART)
    assert "Partly in County Durham as well" in words_in(html) or "also in" in words_in(html)
    press(visitor, **{"all-districts-durham": "2"})
    assert raw_of(visitor)["places"][1]["areas"] == ["durham-wear", "tees-valley"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "enter a name"),
        ("x" * 81, "must be 80 characters or fewer. It has 81."),
        ("two\nlines", "a character that cannot be seen"),
        ("nothing\x00", "a character that cannot be seen"),
    ],
)
def test_a_name_that_cannot_be_is_told_at_its_box_and_kept(visitor: Visitor, name: str, said: str) -> None:
    draw(visitor)
    answer = press(visitor, name__2=name)
    html = answer.content.decode()
    assert said in words_in(html)
    assert 'href="#name-2"' in html
    assert raw_of(visitor)["places"][1]["name"] == name
    visitor.send()
    assert not Response.objects.exists()
    assert said in words_in(visitor.post("submit", data={"key": str(visitor.draft.submission_key)}).content.decode())


def test_a_select_that_names_no_place_is_told_at_its_area(visitor: Visitor) -> None:
    answer = press(visitor, area__north__tyne="99")
    assert 'href="#area-north-tyne"' in answer.content.decode()


def test_a_footprint_gets_its_figures_without_being_saved(visitor: Visitor) -> None:
    boxes = boxes_of(visitor.text("draw", PART)) | {"area-north-cumbria": "1"}
    answer = visitor.post("draw", PART, data=boxes, headers={"X-Figures": "1"})
    assert "324,000" in words_in(answer.content.decode())
    assert "<html" not in answer.content.decode()
    assert not DraftAnswer.objects.exists()


def test_staff_key_a_footprint_in_on_the_same_page(northeast: Exercise) -> None:
    cora = member(northeast.organisation, Role.COMMUNICATIONS)
    said = {"channel": "letter", "received_at": clock.now(), "originals": []}
    keyed = Visitor(northeast)
    keyed.client.force_login(cora)
    keyed.open(keying.begin(northeast, by=cora, said=said))
    assert "Key in which areas are put together" in words_in(keyed.text("draw", PART))
    press(keyed, area__north__tyne="2")
    assert raw_of(keyed)["places"][1]["areas"] == ["north-tyne"]
