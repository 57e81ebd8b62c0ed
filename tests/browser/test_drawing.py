"""A footprint is drawn by mouse, by touch, with the keyboard alone and without scripts, and stored as the same rows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from engagement.models import Exercise
from responses.alternatives.models import Alternative, AlternativeArea
from responses.drafts import saving
from responses.drafts.models import Draft, DraftAnswer
from responses.submission.models import Answer
from tests import factories
from tests.browser.looking import NARROW, faults
from tests.support.browser import NewPage
from tests.support.waiting import until

HOME = "/exercises/norfolk-waveney-2021/answer"
DRAW = f"{HOME}/alternative/footprint/"
# from option two, whose places are named on the page: two areas move, one is taken out
MOVES = {"lowestoft": 1, "gorleston": 1, "norwich-central": 0}
SAVED = re.compile(r"Saved at \d\d:\d\d")


def begin(page: Page) -> Page:
    """Begin an answer as an individual, and start a footprint from option two."""
    page.goto(f"{HOME}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Start now").click()
    draft = Draft.objects.latest("pk")
    draft.who = factories.INDIVIDUAL
    draft.save()
    page.goto(DRAW)
    page.get_by_label("Start from", exact=True).select_option("2")
    with page.expect_navigation():
        page.get_by_role("button", name="Start from this").click()
    return page


def areas_of(page: Page) -> dict[str, str]:
    return page.eval_on_selector_all(
        "select[data-area]", "all => Object.fromEntries(all.map(one => [one.name, one.value]))"
    )


def chosen(page: Page, key: str, number: int) -> None:
    """Wait until an area is in a place, on the map as well."""
    expect(page.locator(f"select[name='area-{key}']")).to_have_value(str(number or ""))


def saved(page: Page, holds: Callable[[str], bool]) -> None:
    """Wait until what is stored holds what was drawn, and the page has been told."""
    answer = DraftAnswer.objects.filter(item__key="footprint")
    until(lambda: holds(str(answer.get().raw)))
    expect(page.locator("form[data-draw] [name=base]")).to_have_value(str(answer.get().revision))


def send(page: Page) -> tuple[str, list[tuple[int, str]], int | None]:
    """Go on, send, and return the words and the rows that are stored."""
    page.get_by_role("button", name="Save and go back to the question").click()
    page.wait_for_url(re.compile(r"/questions/"))
    page.goto(f"{HOME}/check/")
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_role("heading", name="Your answers are with us")).to_be_visible()
    answer = Answer.objects.filter(item__key="footprint").latest("pk")
    rows = AlternativeArea.objects.filter(alternative__answer=answer).order_by("area__position")
    alternative = Alternative.objects.get(answer=answer)
    began = alternative.started_from.number if alternative.started_from else None
    return answer.text, list(rows.values_list("place", "area__key")), began


def tile(page: Page, key: str):
    return page.locator(f"a.app-map__tile[href='#area-{key}']")


def with_the_mouse(page: Page) -> None:
    page.get_by_label("Name of place 1").fill("The coast")
    for key, number in MOVES.items():
        page.locator(f"label[for='brush-{number}']").click()
        tile(page, key).locator(".app-map__piece").first.click()
        chosen(page, key, number)


def with_a_finger(page: Page) -> None:
    page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    page.get_by_label("Name of place 1").fill("The coast")
    for key, number in MOVES.items():
        page.locator(f"label[for='brush-{number}']").tap()
        tile(page, key).locator(".app-map__piece").first.tap()
        chosen(page, key, number)


def with_the_keyboard(page: Page) -> None:
    page.locator("#name-1").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("The coast")
    for key, number in MOVES.items():
        page.locator("input[name='brush']:checked").focus()
        for _ in range(12):
            if page.evaluate("document.activeElement.id") == f"brush-{number}":
                break
            page.keyboard.press("ArrowRight")
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.getAttribute('href')") == f"#area-{key}":
                break
        page.keyboard.press("Enter")
        chosen(page, key, number)


def without_scripts(page: Page) -> None:
    page.get_by_label("Name of place 1").fill("The coast")
    for key, number in MOVES.items():
        page.locator(f"select[name='area-{key}']").select_option(str(number or ""))
    with page.expect_navigation():
        page.get_by_role("button", name="Update the map and the figures").first.click()
    for key, number in MOVES.items():
        chosen(page, key, number)


def test_mouse_finger_keyboard_and_no_scripts_store_the_same_rows(norfolk: Exercise, new_page: NewPage) -> None:
    stored = []
    ways = ((with_the_mouse, True), (with_a_finger, True), (with_the_keyboard, True), (without_scripts, False))
    for way, scripts in ways:
        page = begin(new_page(javascript=scripts, has_touch=way is with_a_finger))
        way(page)
        stored.append(send(page))
    assert all(one == stored[0] for one in stored)
    words, rows, began = stored[0]
    assert words.startswith("A. The coast: ")
    assert "In no place: " in words
    assert began == 2
    assert (1, "lowestoft") in rows
    assert "norwich-central" not in {key for _, key in rows}


def test_the_map_and_the_figures_follow_a_click_and_are_saved(norfolk: Exercise, page: Page) -> None:
    begin(page)
    figures = page.locator("#figures")
    before = figures.inner_text()
    page.locator("label[for='brush-0']").click()
    tile(page, "lowestoft").locator(".app-map__piece").first.click()
    expect(figures).to_contain_text("In no place")
    assert figures.inner_text() != before
    expect(page.locator("[data-draw-said]")).to_have_text(re.compile(r"Lowestoft: No place, 0 to 132,616 with Waveney"))
    expect(page.locator("[data-people-of='0']")).to_have_text("0 to 132,616 with Waveney")
    saved(page, lambda stored: "lowestoft" not in stored)
    expect(page.locator("[data-autosave-status]")).to_have_text(SAVED)
    page.reload()
    chosen(page, "lowestoft", 0)


def test_starting_anew_after_drawing_is_no_conflict_with_what_was_saved(norfolk: Exercise, page: Page) -> None:
    begin(page)
    tile(page, "lowestoft").locator(".app-map__piece").first.click()
    page.get_by_label("Name of place 1").fill("The coast")
    saved(page, lambda stored: "The coast" in stored)
    page.get_by_text("Start from an option, or from nothing").click()
    page.get_by_label("Start from", exact=True).select_option("4")
    page.get_by_role("button", name="Start from this").click()
    expect(page.get_by_label("Name of place 1")).to_have_value("North Norfolk")


def test_on_a_slow_line_starting_anew_waits_for_what_is_being_saved(norfolk: Exercise, page: Page) -> None:
    begin(page)
    held: list[tuple[Route, APIResponse]] = []

    def slowly(route: Route) -> None:
        if "x-autosave" in route.request.headers:
            held.append((route, route.fetch()))  # stored, and the page is not told yet
        else:
            route.continue_()

    page.route("**/alternative/footprint/", slowly)
    tile(page, "lowestoft").locator(".app-map__piece").first.click()
    page.get_by_label("Name of place 1").fill("The coast")
    page.get_by_text("Start from an option, or from nothing").click()
    page.get_by_label("Start from", exact=True).select_option("4")
    while not held:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Start from this").click()
    expect(page.locator("[data-autosave-status]")).to_have_text("Saving …")
    route, answer = held.pop()
    route.fulfill(response=answer)
    expect(page.get_by_label("Name of place 1")).to_have_value("North Norfolk")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_keyboard_stays_where_it_was_when_the_map_is_drawn_anew(norfolk: Exercise, page: Page) -> None:
    begin(page)
    tile(page, "lowestoft").focus()
    with page.expect_response(lambda answer: "x-figures" in answer.request.headers):
        page.keyboard.press("Enter")
    expect(tile(page, "lowestoft")).to_be_focused()


@pytest.mark.parametrize("touched", [False, True])
def test_the_page_that_draws_is_sound(norfolk: Exercise, page: Page, touched: bool) -> None:
    begin(page)
    if touched:
        page.get_by_label("Name of place 1").fill("")
        page.get_by_role("button", name="Update the map and the figures").first.click()
        expect(page.get_by_role("link", name=re.compile("enter a name"))).to_be_visible()
    answer = page.request.get(page.url)
    assert faults(page, None if touched else answer) == []  # type: ignore[arg-type]


def test_the_page_to_show_to_others_is_sound_and_needs_no_draft(
    norfolk: Exercise, page: Page, new_page: NewPage
) -> None:
    begin(page)
    address = page.get_by_role("link", name="A page of this footprint").get_attribute("href")
    elsewhere = new_page()
    elsewhere.goto(str(address))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("A footprint that somebody drew")
    expect(elsewhere.get_by_role("button", name="Print this page")).to_be_visible()
    assert faults(elsewhere) == []
    named = elsewhere.locator(".app-map__told-name", has_text=re.compile("^Lowestoft$"))
    leads_to = elsewhere.locator("a.app-map__tile").filter(has=named).get_attribute("href")
    expect(elsewhere.locator(f"tr{leads_to}")).to_contain_text("Lowestoft")
    assert elsewhere.goto(f"{HOME}/footprint/zz/").status == 404  # type: ignore[union-attr]


def test_where_a_place_is_chosen_its_people_stand_and_no_button_is_needed(norfolk: Exercise, page: Page) -> None:
    begin(page)
    label = page.locator("label[for='brush-1']")
    expect(label).to_contain_text("East place 241,574 with Waveney, 108,958 without Waveney")
    expect(page.get_by_role("button", name="Update the map and the figures")).to_have_count(1)
    page.locator("select[name='area-lowestoft']").select_option("3")
    expect(label).to_contain_text("108,958 to 241,574 with Waveney")


def test_on_paper_a_drawing_is_one_sheet_with_its_reason_and_nothing_to_press(norfolk: Exercise, page: Page) -> None:
    begin(page)
    item = factories.item_id(norfolk, "alternative")
    saving.save_boxes(Draft.objects.latest("pk"), {item: "Buses run along the coast."}, {})
    page.reload()
    expect(page.get_by_role("button", name="Print this footprint and the reason")).to_be_visible()
    page.emulate_media(media="print")
    for shown in (page.locator(".app-map__picture"), page.locator("#figures"), page.get_by_text("Buses run along")):
        expect(shown).to_be_visible()
    expect(page.get_by_text("it has not been sent")).to_be_visible()
    assert page.locator("main :is(button, input, select, summary)").locator("visible=true").count() == 0
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="A4"))) == 1


def test_enter_in_a_box_of_the_question_goes_on_and_does_not_draw(norfolk: Exercise, page: Page) -> None:
    begin(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save and go back to the question").click()
    expect(page.get_by_role("button", name="Save and continue")).to_have_count(1)
    page.get_by_role("radio").first.press("Enter")
    page.wait_for_url(f"**{HOME}/check/")
