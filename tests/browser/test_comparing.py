"""Options side by side and their evidence in a browser: by keyboard, without a script, on a phone, on paper."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from engagement.models import Exercise
from tests import factories
from tests.browser.looking import NARROW, WIDE, faults, sideways
from tests.support.browser import NewPage

pytestmark = pytest.mark.appearance


def compared(page: Page) -> list[str]:
    return [text.split("\n")[0] for text in page.locator(".app-beside__option h3").all_inner_texts()]


@pytest.mark.parametrize("javascript", [True, False])
def test_options_are_chosen_with_the_keyboard_and_stay_in_the_address(
    norfolk: Exercise, new_page: NewPage, *, javascript: bool
) -> None:
    page = new_page(javascript=javascript, viewport=WIDE)
    page.goto(reverse("footprints:compare", args=[norfolk.slug]))
    assert compared(page) == [f"Option {number}" for number in range(1, 7)]
    page.locator("#choose-1").focus()
    for number in (1, 2, 3, 6):  # all are chosen at first
        page.locator(f"#choose-{number}").focus()
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Compare")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/?option=4&option=5&scenario=without-waveney")
    assert compared(page) == ["Option 4", "Option 5"]
    expect(page.get_by_role("heading", name="From option 4 to option 5")).to_be_visible()
    expect(page.get_by_text("2 of 18 areas move.")).to_be_visible()
    page.go_back()
    assert len(compared(page)) == 6


# As it is first opened, the same page stands in test_every_page.py.
@pytest.mark.parametrize("query", ["?option=1&option=6&scenario=without-waveney", "?option=3"])
def test_the_comparison_is_light_accessible_and_fits_a_phone(norfolk: Exercise, new_page: NewPage, query: str) -> None:
    page = new_page(viewport=WIDE)
    response = page.goto(reverse("footprints:compare", args=[norfolk.slug]) + query)
    assert faults(page, response) == []


def test_maps_stand_beside_each_other_and_below_each_other_on_a_phone(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(reverse("footprints:compare", args=[norfolk.slug]) + "?option=1&option=2")
    assert _tops(page)[0] == _tops(page)[1]
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    assert _tops(page)[0] < _tops(page)[1]


def _tops(page: Page) -> list[float]:
    return page.locator(".app-thumbnail").evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")


def test_text_of_twice_the_size_fits_and_paper_has_no_form(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    for name in ("compare", "evidence"):
        page.goto(reverse(f"footprints:{name}", args=[norfolk.slug]))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth")
    page.goto(reverse("footprints:compare", args=[norfolk.slug]))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Compare")).to_be_hidden()
    expect(page.locator(".app-thumbnail").first).to_be_visible()


@pytest.mark.parametrize("query", ["", "?scenario=without-waveney"])
def test_tables_of_evidence_open_without_a_script_and_fit_a_phone(
    norfolk: Exercise, new_page: NewPage, query: str
) -> None:
    page = new_page(javascript=False, viewport=WIDE)
    page.goto(reverse("footprints:evidence", args=[norfolk.slug]) + query)
    summary = page.locator("summary", has_text="Districts kept whole: the table")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Districts kept whole")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert sideways(page) == []


def test_evidence_beside_the_boxes_is_folded_until_wanted(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    link = factories.link_to(factories.draft(norfolk))
    page.context.add_cookies([{"name": "answer", "value": link, "domain": "localhost", "path": "/"}])
    response = page.goto(reverse("responses:page", args=[norfolk.slug, "options-4"]))
    beside = page.locator("aside.app-facts")
    summary = beside.get_by_text("What data says of it, factor by factor")
    sentence = beside.get_by_text("5 of 8 districts are whole.")
    expect(sentence).to_be_hidden()
    summary.click()
    expect(sentence).to_be_visible()
    assert faults(page, response) == []


def test_what_is_folded_is_open_on_paper_and_areas_stand_beside_their_places(
    norfolk: Exercise, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 794, "height": 1123})  # A4
    for name, arguments, folded in (
        ("evidence", [], page.get_by_role("table", name="Districts kept whole")),
        ("option", [2], page.get_by_text("B, Central place, lies in the middle")),
    ):
        page.emulate_media(media="screen")
        page.goto(reverse(f"footprints:{name}", args=[norfolk.slug, *arguments]))
        expect(folded).to_be_hidden()
        page.emulate_media(media="print")
        expect(folded).to_be_visible()
    page.goto(reverse("footprints:compare", args=[norfolk.slug]))
    assert page.locator(".app-compare td").first.evaluate("e => getComputedStyle(e).display") == "table-cell"
