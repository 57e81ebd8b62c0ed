"""Drawing a footprint of one's own: from the page's boxes to rows without a word in them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from common import clock
from engagement.models import Exercise
from footprints.models import Area
from responses.alternatives.models import Alternative, AlternativeArea, AlternativePlace
from responses.drafts.models import DraftAnswer
from responses.intake import keying
from responses.moderation import redaction
from responses.submission.models import Answer, Response
from tests import factories
from tests.accounts.factories import member
from tests.factories import NORTHSHIRE
from tests.responses.visiting import Visitor, words_in

pytestmark = pytest.mark.django_db
NORTHEAST = NORTHSHIRE.parent / "northeast"
PART = "times-footprint"
AREAS = ("north-cumbria", "north-tyne", "durham-wear", "tees-valley")


@pytest.fixture
def northeast(_fresh_editions: None) -> Exercise:
    return factories.loaded(NORTHEAST, open_for=10, opened_days_ago=10)


@pytest.fixture
def visitor(northeast: Exercise) -> Visitor:
    return Visitor(northeast).open(factories.draft(northeast))


def boxes_of(html: str) -> dict[str, str]:
    """Return what a browser would send of the form that draws, without a button."""
    form = html[html.index("data-draw") :]
    typed = re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)
    boxes = {name: unescape(value) for name, value in typed}
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        boxes[name] = chosen[1] if chosen else ""
    return boxes


def press(visitor: Visitor, button: str = "update", **changed: str) -> Any:
    """Open the page, change boxes (`__` in a name stands for a hyphen) and press a button."""
    boxes = boxes_of(visitor.text("draw", PART))
    boxes |= {name.replace("__", "-"): value for name, value in changed.items()}
    pressed = {"save": "1"} if button == "save" else {"do": button}
    return visitor.post("draw", PART, data={**boxes, **pressed})


def raw_of(visitor: Visitor) -> dict[str, Any]:
    stored = DraftAnswer.objects.get(draft=visitor.draft, item__key=PART).raw
    return json.loads(stored)


def draw(visitor: Visitor) -> None:
    """Draw two places of two areas each, with names."""
    assert press(visitor, name__1="West", name__2="East & Tees").status_code == 302
    given = {f"area__{key.replace('-', '__')}": "1" if key in AREAS[:2] else "2" for key in AREAS}
    assert press(visitor, **given).status_code == 302


def test_areas_are_given_to_places_by_selects_and_stored_as_rows_without_words(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    answer = Answer.objects.get(item__key=PART)
    assert answer.text.splitlines() == [
        "A. West: North Cumbria; North of Tyne and Gateshead",
        "B. East & Tees: Durham, South Tyneside and Sunderland; Tees Valley",
    ]
    rows = AlternativeArea.objects.values_list("place__position", "area__key").order_by("area__position")
    assert list(rows) == [(1, AREAS[0]), (1, AREAS[1]), (2, AREAS[2]), (2, AREAS[3])]
    assert Alternative.objects.get().started_from is None
    assert answer.response.has_free_text


def test_it_may_start_from_an_option_and_says_which(visitor: Visitor) -> None:
    visitor.post("draw", PART, data={"do": "start", "start": "2", "base": "0"})
    assert [place["name"] for place in raw_of(visitor)["places"]] == ["North", "South"]
    visitor.send()
    assert Alternative.objects.get().started_from.number == 2  # type: ignore[union-attr]


def test_areas_in_no_place_are_allowed_flagged_before_sending_and_sent(visitor: Visitor) -> None:
    press(visitor, area__north__cumbria="1")
    said = words_in(visitor.text("check"))
    assert "3 areas are in no place yet. You can send it like this." in said
    visitor.send()
    assert "In no place: North of Tyne" in Answer.objects.get(item__key=PART).text
    assert AlternativeArea.objects.count() == 1
    assert AlternativePlace.objects.count() == 2


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


def test_names_stand_in_the_words_and_are_redacted_there(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    answer = Answer.objects.get(item__key=PART)
    by = member(visitor.exercise.organisation, Role.COMMUNICATIONS)
    marked = answer.text.replace("West", "[[West]]")
    redaction.redact(answer, marked, by=by, reason="personal_data", version=answer.response.version)
    assert answer.revisions.get().text.startswith("A. [redacted]: North Cumbria")
    answer.refresh_from_db()
    assert answer.text.startswith("A. West")
    staff = Client()
    staff.force_login(by)
    address = reverse("responses_staff:response", args=[visitor.exercise.slug, answer.response.reference])
    html = staff.get(address).content.decode()
    assert 'class="app-redacted">West<' in html, "the team sees both"
    assert "app-drawn" in html


def test_what_was_sent_is_shown_and_opened_again_as_it_was(visitor: Visitor) -> None:
    draw(visitor)
    before = raw_of(visitor)
    visitor.send()
    html = visitor.text("view")
    assert "B. East & Tees: Durham" in words_in(html)
    assert "app-drawn" in html
    visitor.post("replace")
    assert raw_of(visitor) == before
    visitor.send()
    assert Alternative.objects.count() == 2, "what was sent first is kept as it was"


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


def test_a_select_that_names_no_place_is_told_at_its_area(visitor: Visitor) -> None:
    answer = press(visitor, area__north__tyne="99")
    assert 'href="#area-north-tyne"' in answer.content.decode()


def test_an_area_is_in_one_place_of_an_alternative_and_a_place_is_one_of_ten(visitor: Visitor) -> None:
    draw(visitor)
    visitor.send()
    alternative = Alternative.objects.get()
    place = alternative.places.get(position=2)
    area = Area.objects.get(key=AREAS[0])
    for twice in (
        lambda: AlternativeArea.objects.create(alternative=alternative, place=place, area=area),
        lambda: AlternativePlace.objects.create(alternative=alternative, position=2),
        lambda: AlternativePlace.objects.create(alternative=alternative, position=11),
        lambda: AlternativePlace.objects.create(alternative=alternative, position=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            twice()


def test_the_button_on_the_questions_page_saves_its_words_first(visitor: Visitor) -> None:
    answer = visitor.post("page", "times", data={"base": "", "times-words": "By bus.", "draw": PART})
    assert answer["Location"] == visitor.address("draw", PART)
    assert visitor.draft.answers.get(item__key="times-words").raw == "By bus."


def test_saving_goes_back_to_the_question_that_asks_for_the_reason(visitor: Visitor) -> None:
    assert press(visitor, "save", area__north__tyne="1")["Location"].startswith(visitor.address("page", "times"))


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


def test_a_footprint_gets_its_figures_without_being_saved(visitor: Visitor) -> None:
    boxes = boxes_of(visitor.text("draw", PART)) | {"area-north-cumbria": "1"}
    answer = visitor.post("draw", PART, data=boxes, headers={"X-Figures": "1"})
    assert "324,000" in words_in(answer.content.decode())
    assert "<html" not in answer.content.decode()
    assert not DraftAnswer.objects.exists()


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


def test_staff_key_a_footprint_in_on_the_same_page(northeast: Exercise) -> None:
    cora = member(northeast.organisation, Role.COMMUNICATIONS)
    said = {"channel": "letter", "received_at": clock.now(), "originals": []}
    keyed = Visitor(northeast)
    keyed.client.force_login(cora)
    keyed.open(keying.begin(northeast, by=cora, said=said))
    assert "Key in which areas are put together" in words_in(keyed.text("draw", PART))
    press(keyed, area__north__tyne="2")
    assert raw_of(keyed)["places"][1]["areas"] == ["north-tyne"]
