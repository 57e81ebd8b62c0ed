"""Judging options and ranking factors in a browser: folded until wanted, by keyboard alone, without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from engagement.models import Exercise
from responses.drafts.models import DraftAnswer
from tests.browser.looking import NARROW, WIDE, faults
from tests.support.browser import NewPage

JUDGE, RANK = "Judge this option against the factors (optional)", "Put the factors in order (optional)"
ASKED = {"options-1": JUDGE, "factors": RANK}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page_of(request: pytest.FixtureRequest, norfolk: Exercise, new_page: NewPage) -> Page:
    """Return a page on which an answer has been begun."""
    return begun(norfolk, new_page(javascript=request.param, viewport=WIDE))


def begun(exercise: Exercise, page: Page) -> Page:
    page.goto(reverse("responses:start", args=[exercise.slug]))
    with page.expect_navigation():
        page.get_by_role("button", name="Start now").click()
    return page


def at(page: Page, exercise: Exercise, key: str):
    return page.goto(reverse("responses:page", args=[exercise.slug, key]))


def fold(page: Page, key: str) -> Locator:
    return page.locator("summary", has_text=ASKED[key])


def rank(page: Page, factor: str) -> Locator:
    return page.locator(f"select[name='factors-order.{factor}']")


def judgement(page: Page, factor: str, choice: str) -> Locator:
    return page.locator(f"input[name='options-factors.option-1.{factor}'][value='{choice}']")


def save_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def stored(part: str) -> dict[str, object]:
    rows = DraftAnswer.objects.filter(item__part__key=part).values_list("item__factor__key", "raw")
    return {factor: raw for factor, raw in rows if raw}


def test_an_option_is_judged_by_keyboard_alone(norfolk: Exercise, page_of: Page) -> None:
    page = page_of
    at(page, norfolk, "options-1")
    expect(judgement(page, "priorities", "well")).to_be_hidden()
    page.locator("textarea").last.focus()
    page.keyboard.press("Tab")
    expect(fold(page, "options-1")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(judgement(page, "priorities", "well")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(judgement(page, "delegation", "partly")).to_be_checked()
    save_by_keyboard(page)
    assert stored("options-factors") == {"priorities": "well", "delegation": "partly"}
    at(page, norfolk, "options-1")
    expect(judgement(page, "delegation", "partly")).to_be_visible()


def test_factors_are_ranked_by_keyboard_alone(norfolk: Exercise, page_of: Page) -> None:
    page = page_of
    at(page, norfolk, "factors")
    expect(rank(page, "priorities")).to_be_hidden()
    fold(page, "factors").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(rank(page, "priorities")).to_be_focused()
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(rank(page, "delegation")).to_have_value("1")
    save_by_keyboard(page)
    assert stored("factors-order") == {"priorities": "2", "delegation": "1"}


def test_a_rank_given_twice_leads_from_the_summary_to_each_list(norfolk: Exercise, page_of: Page) -> None:
    page = page_of
    at(page, norfolk, "factors")
    fold(page, "factors").click()
    rank(page, "priorities").select_option("1")
    rank(page, "pcns").select_option("1")
    save_by_keyboard(page)
    assert page.title().startswith("Error: ")
    for factor in ("priorities", "pcns"):
        page.locator(f".nhsuk-error-summary a[href='#id_factors-order.{factor}']").click()
        expect(rank(page, factor)).to_be_focused()
        expect(rank(page, factor)).to_have_value("1")
    assert stored("factors-order") == {"priorities": "1", "pcns": "1"}
    rank(page, "pcns").select_option("2")
    save_by_keyboard(page)
    expect(page.locator("h1")).to_contain_text("Option 1")


@pytest.mark.parametrize("key", ["options-1", "factors"])
def test_the_page_is_sound_folded_and_open(norfolk: Exercise, new_page: NewPage, key: str) -> None:
    page = begun(norfolk, new_page(viewport=WIDE))
    response = at(page, norfolk, key)
    assert faults(page, response) == []
    fold(page, key).click()
    assert faults(page, response) == []


def test_the_page_is_sound_with_an_error_on_a_phone(norfolk: Exercise, new_page: NewPage) -> None:
    page = begun(norfolk, new_page(viewport=NARROW))
    at(page, norfolk, "factors")
    fold(page, "factors").click()
    for factor in ("meaningful", "pcns", "patient_flows"):
        rank(page, factor).select_option("9")
    with page.expect_navigation() as answered:
        page.get_by_role("button", name="Save and continue").click()
    assert page.locator(".nhsuk-error-summary li").count() == 3
    assert faults(page, answered.value) == []


def test_a_finger_has_room_for_each_choice(norfolk: Exercise, new_page: NewPage) -> None:
    page = begun(norfolk, new_page(viewport=NARROW))
    at(page, norfolk, "options-1")
    fold(page, "options-1").click()
    at_least_24(page, "label[for^='id_options-factors']")
    at(page, norfolk, "factors")
    fold(page, "factors").click()
    at_least_24(page, "select")


def at_least_24(page: Page, selector: str) -> None:
    """Hold what is touched against the least size of WCAG 2.2, in CSS pixels."""
    sizes = page.locator(selector).evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(sizes) >= 9
    assert min(sizes) >= 24
