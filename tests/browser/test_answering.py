"""Answering in a browser: what scripts add, and what happens with two tabs, double clicks and the back button."""

from __future__ import annotations

import re
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engagement.models import Exercise
from responses.drafts import boxes
from responses.drafts.models import DraftAnswer
from responses.submission.models import Response
from tests.support.browser import NewPage

TYPE_AT_ONCE = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})) }"
HOME = "/exercises/norfolk-waveney-2021/answer"
NEIGHBOURHOOD = "functions-neighbourhood"
SAVED = re.compile(r"Saved at \d\d:\d\d")


def begin(page: Page) -> Page:
    page.goto(f"{HOME}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start now").click()
    return page


def box(page: Page, name: str = NEIGHBOURHOOD):
    return page.locator(f"[name='{name}']")


def status(page: Page):
    return page.locator("[data-autosave-status]")


def stored(name: str = NEIGHBOURHOOD) -> object:
    answer = DraftAnswer.objects.filter(item__key=name).first()
    return answer and answer.raw


def go_on(page: Page) -> None:
    """Save, and wait for the next page or for this one with what is wrong."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()


@pytest.fixture
def writing(norfolk: Exercise, page: Page) -> Page:
    """Return a page with the first question open."""
    begin(page).goto(f"{HOME}/questions/functions/")
    return page


def test_what_is_typed_is_saved_while_it_is_written_and_is_there_after_a_reload(writing: Page) -> None:
    box(writing).fill("Neighbourhoods should do more.")
    expect(status(writing)).to_have_text(SAVED)
    assert stored() == "Neighbourhoods should do more."
    writing.reload()
    expect(box(writing)).to_have_value("Neighbourhoods should do more.")


def test_a_closed_laptop_loses_nothing_that_was_saved(writing: Page, new_page: NewPage) -> None:
    box(writing).fill("Words")
    expect(status(writing)).to_have_text(SAVED)
    writing.goto(f"{HOME}/later/")
    writing.get_by_role("button", name="Show me the link").click()
    link = writing.get_by_label("Copy this link").input_value()
    elsewhere = new_page()
    elsewhere.goto(link)
    expect(elsewhere).to_have_url(re.compile("/tasks/$"))
    elsewhere.goto(f"{HOME}/questions/functions/")
    expect(box(elsewhere)).to_have_value("Words")


def test_on_a_slow_line_words_typed_while_it_saves_are_no_conflict(
    writing: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, has_gone_on = boxes.save_posted, Event()

    def slowly(*args: Any, only_named: bool = False) -> Any:
        saved = save(*args, only_named=only_named)
        assert not only_named or has_gone_on.wait(20)
        return saved

    monkeypatch.setattr(boxes, "save_posted", slowly)
    with writing.expect_request(lambda request: "x-autosave" in request.headers):
        box(writing).fill("Words")
    box(writing).press_sequentially(" and more")
    writing.get_by_role("button", name="Save and continue").click()
    has_gone_on.set()
    expect(writing).to_have_url(re.compile("/questions/factors/$"))
    assert stored() == "Words and more"


def test_the_back_button_brings_back_what_was_saved_and_it_can_be_changed(writing: Page) -> None:
    box(writing).fill("First")
    expect(status(writing)).to_have_text(SAVED)
    box(writing).fill("First and second")
    go_on(writing)
    expect(writing).to_have_url(re.compile("/questions/factors/$"))
    writing.go_back()
    expect(box(writing)).to_have_value("First and second")
    box(writing).fill("Third")
    go_on(writing)
    expect(writing).to_have_url(re.compile("/questions/factors/$"))
    assert stored() == "Third"


def test_two_tabs_show_both_texts_and_overwrite_nothing(writing: Page) -> None:
    other = writing.context.new_page()
    other.goto(writing.url)
    box(other).fill("Words of the other tab")
    go_on(other)
    expect(other).to_have_url(re.compile("/questions/factors/$"))
    box(writing).fill("Words of this tab")
    go_on(writing)
    expect(writing.get_by_role("alert")).to_contain_text("changed in another window")
    expect(box(writing)).to_have_value("Words of this tab")
    expect(writing.get_by_text("Words of the other tab")).to_be_visible()
    assert stored() == "Words of the other tab"
    box(writing).fill("Words of both tabs")
    go_on(writing)
    expect(writing).to_have_url(re.compile("/questions/factors/$"))
    assert stored() == "Words of both tabs"


def test_a_double_click_on_send_gives_one_response(writing: Page) -> None:
    box(writing).fill("Words")
    go_on(writing)
    writing.goto(f"{HOME}/who/")
    writing.get_by_label("As an individual").check()
    go_on(writing)
    go_on(writing)
    writing.goto(f"{HOME}/check/")
    writing.get_by_role("button", name="Send your answers").dblclick()
    expect(writing.get_by_role("heading", level=1)).to_have_text("Your answers are with us")
    assert Response.objects.count() == 1
    writing.go_back()
    writing.reload()
    expect(writing).to_have_url(re.compile("/(view|receipt)/$"))
    assert Response.objects.count() == 1


@pytest.mark.parametrize("text", ["😀" * 19_999 + "a", "a\nb" * 6_667, "👩‍⚕️" * 5_001], ids=["emoji", "lines", "joined"])
def test_browser_and_server_count_characters_alike(writing: Page, text: str) -> None:
    box(writing).evaluate(TYPE_AT_ONCE, text)
    left = 20_000 - len(text)
    told = f"You have {abs(left):,} character{'' if abs(left) == 1 else 's'} {'remaining' if left >= 0 else 'too many'}"
    expect(writing.locator(f"#id_{NEIGHBOURHOOD} ~ .app-count[aria-hidden]")).to_have_text(told)
    go_on(writing)
    if left >= 0:
        expect(writing).to_have_url(re.compile("/questions/factors/$"))
        assert stored() == text
    else:
        said = f"the text is {-left:,} character{'' if left == -1 else 's'} too long"
        expect(writing.get_by_role("alert")).to_contain_text(said)


def test_one_page_and_sending_by_keyboard_alone(norfolk: Exercise, page: Page) -> None:
    begin(page).goto(f"{HOME}/who/")
    _tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    _tab_to(page, "main button[type=submit]:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/about/$"))
    _tab_to(page, "main button[type=submit]:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/questions/functions/$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, f"textarea[name='{NEIGHBOURHOOD}']")
    page.keyboard.type("Typed without a mouse.")
    _tab_to(page, "main button[type=submit]:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/questions/factors/$"))
    _tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "main button[type=submit]:not([name])")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/questions/factors/$"))
    page.goto(f"{HOME}/check/")
    _tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are with us")
    assert set(Response.objects.get().answers.values_list("item__key", flat=True)) >= {NEIGHBOURHOOD}


def test_an_error_takes_the_keyboard_to_the_summary_and_from_there_to_the_box(writing: Page) -> None:
    box(writing).fill("x" * 20_001)
    go_on(writing)
    expect(writing.locator(".nhsuk-error-summary")).to_be_focused()
    assert writing.title().startswith("Error: ")
    _tab_to(writing, ".nhsuk-error-summary a")
    writing.keyboard.press("Enter")
    expect(box(writing)).to_be_focused()
    described = box(writing).get_attribute("aria-describedby") or ""
    said = " ".join(writing.locator(f"#{each}").inner_text() for each in described.split())
    assert "too long" in said


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first such element has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate(
                """() => { const s = getComputedStyle(document.activeElement);
                   return s.outlineStyle + s.boxShadow + s.backgroundColor }"""
            )
            assert outline != "nonenonergba(0, 0, 0, 0)" or "radio" in selector or "input" in selector
            return
    raise AssertionError(f"The keyboard never gets to {selector}.")
