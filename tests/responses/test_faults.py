"""What keeps an answer from being sent is listed on the check page, and each entry leads to its very box."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings

from tests.responses.visiting import Visitor

TOO_LONG = "x" * (settings.ANSWER_MAX_LENGTH + 1)


@pytest.fixture
def begun(visitor: Visitor) -> Visitor:
    visitor.begin()
    return visitor


def faults(visitor: Visitor) -> list[tuple[str, str]]:
    """Press the button of a check page; return where the summary leads and what it says."""
    page = visitor.post("submit", data={"key": visitor.draft.submission_key})
    assert page.status_code == 422
    summary = re.search(r'<ul class="nhsuk-list nhsuk-error-summary__list">(.*?)</ul>', page.content.decode(), re.S)
    assert summary is not None
    return [(unescape(where), unescape(said)) for where, said in re.findall(r'href="([^"]*)">(.*?)</a>', summary[1])]


def assert_lead_to_boxes(visitor: Visitor, found: list[tuple[str, str]]) -> None:
    for where, _ in found:
        address, _, box = where.partition("#")
        html = visitor.client.get(address).content.decode()
        assert re.search(rf'<(input|textarea|select)[^>]* id="{re.escape(box)}"', html), where


def test_boxes_of_several_pages_are_listed_in_the_order_of_the_pages(begun: Visitor) -> None:
    begun.say_who()
    for page, key in (("models", "alternative"), ("tasks", "tasks-words"), ("factors", "factors-most")):
        value = "unheard-of" if key == "factors-most" else TOO_LONG
        begun.post("page", page, data={key: value, "base": begun.base_of(page)})
    found = faults(begun)
    assert [where.partition("#")[2] for where, _ in found] == ["id_tasks-words", "id_factors-most_0", "id_alternative"]
    assert_lead_to_boxes(begun, found)


def test_who_has_not_said_who_they_are_is_led_to_the_page_that_asks(begun: Visitor) -> None:
    begun.answer("tasks", tasks_words="More nurses.")
    assert faults(begun) == [(begun.address("who"), "Say who you are")]


def test_what_is_missing_of_an_organisation_is_named_box_by_box(begun: Visitor) -> None:
    begun.say_who(kind="organisation", email="nowhere")
    begun.answer("tasks", tasks_words="More nurses.")
    found = faults(begun)
    about = begun.address("about")
    assert {where for where, _ in found} == {
        f"{about}#id_{name}" for name in ("organisation_name", "speaks_for", "email")
    }
    assert "Enter the name of the organisation or group" in [said for _, said in found]
    assert_lead_to_boxes(begun, found)
