"""Maps in a browser: with the keyboard, on a phone, in print, in colours the reader forces; light and axe-clean."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from accounts.models import User
from engagement.models import Exercise
from tests.browser.looking import NARROW, WIDE, faults, sign_in
from tests.footprints.maps.boards import DISTRICTS, board
from tests.support.browser import NewPage

pytestmark = pytest.mark.appearance

ASSETS_LIMIT, REQUESTS_LIMIT = 50_000, 6
TILES = ".app-map__tile"


def address(exercise: Exercise, number: int, query: str = "") -> str:
    return reverse("footprints:option", args=[exercise.slug, number]) + query


def told(page: Page) -> str:
    """Return what stands below the map of the tile that has the focus."""
    return " ".join(page.locator(f"{TILES}:focus .app-map__told tspan").all_text_contents())


@pytest.mark.parametrize("javascript", [True, False])
def test_the_keyboard_reaches_every_tile_and_leads_on(
    norfolk: Exercise, new_page: NewPage, *, javascript: bool
) -> None:
    page = new_page(javascript=javascript, viewport=WIDE)
    page.goto(address(norfolk, 2))
    page.locator("nav[aria-label='What to draw over the map'] a").last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the 20 areas on the map")).to_be_focused()
    names = []
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.locator(f"{TILES}:focus .app-map__told").is_visible()
        names.append(page.locator(f"{TILES}:focus .app-map__told-name").text_content() or "")
    assert len(set(names)) == 20
    assert page.locator(".app-map__told:visible").count() == 1
    page.keyboard.press("Tab")
    assert page.locator(f"{TILES}:focus").count() == 0, "twenty stops, and no trap"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    row = page.locator("tr:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(names[-1])
    assert row.locator("td").first.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 235, 59)"


def test_what_a_pointer_is_told_focus_tells_too(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(address(norfolk, 6))
    for number in range(20):
        tile = page.locator(TILES).nth(number)
        tile.focus()
        name, *facts = (tile.locator("title").text_content() or "").split("; ")
        said = told(page)
        assert said.startswith(name)
        assert all(fact in said for fact in facts)


def test_the_map_can_be_skipped(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.goto(address(norfolk, 2))
    page.locator(".app-map__skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.app-map') === null")


def test_a_click_shows_the_area_in_the_table(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(javascript=False, viewport=NARROW)
    page.goto(address(norfolk, 4, "?overlay=district"))
    tile = page.locator(f"{TILES}[href='#area-gorleston']")
    tile.click()
    expect(page.locator("#area-gorleston")).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#area-gorleston"


def test_what_is_told_stays_below_the_map_and_on_the_page(norfolk: Exercise, new_page: NewPage) -> None:
    for size in (WIDE, NARROW):
        page = new_page(viewport=size)
        page.goto(address(norfolk, 6, "?overlay=hospital"))
        for number in range(20):
            page.locator(TILES).nth(number).focus()
            box = page.locator(f"{TILES}:focus .app-map__told").bounding_box()
            sheet = page.locator(".app-map__sheet").bounding_box()
            picture = page.locator(".app-map__picture").bounding_box()
            assert box
            assert sheet
            assert picture
            assert box["x"] >= sheet["x"]
            assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]
            assert box["y"] >= picture["y"] + picture["height"]
            assert box["y"] + box["height"] <= sheet["y"] + sheet["height"]


# As they are first opened, the same pages stand in test_every_page.py.
QUERIES = ("?overlay=district", "?scenario=without-waveney&overlay=hospital")


def test_pages_with_maps_are_clean_narrow_and_light(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    found = []
    for number in range(1, 7):
        for query in QUERIES:
            found += faults(page, page.goto(address(norfolk, number, query)))
    assert found == []


def test_an_option_is_read_with_few_requests(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.goto(address(norfolk, 6, "?overlay=district"), wait_until="networkidle")
    assets = [request.response() for request in requests[1:]]
    assert len(requests) <= REQUESTS_LIMIT
    assert sum(len(gzip.compress(answer.body())) for answer in assets if answer) <= ASSETS_LIMIT


def test_print_and_forced_colours_keep_the_patterns(norfolk: Exercise, new_page: NewPage) -> None:
    page = new_page(viewport=WIDE)
    page.emulate_media(media="print")
    page.goto(address(norfolk, 5))
    assert not page.locator(".app-map__hint").is_visible()
    assert page.locator(".app-map__picture").is_visible()
    page = new_page(viewport=WIDE, forced_colors="active", color_scheme="dark")
    page.goto(address(norfolk, 5))
    assert page.locator(".app-map__name").first.evaluate("e => getComputedStyle(e).fill") == "rgb(33, 43, 50)"
    ground = page.locator(".app-map__sheet").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_staff_bring_boundaries_without_javascript(
    norfolk: Exercise, cora: User, new_page: NewPage, tmp_path: Path
) -> None:
    file = tmp_path / "districts.geojson"
    file.write_bytes(board([*DISTRICTS[:7], "Waveney"]))
    for javascript in (True, False):
        page = new_page(javascript=javascript, viewport=WIDE)
        sign_in(page, cora)
        page.goto(reverse("engagement_staff:exercise", args=[norfolk.slug]))
        page.get_by_role("link", name="Boundaries on maps").click()
        page.get_by_role("button", name="Look at the boundaries").click()
        expect(page.get_by_role("alert")).to_contain_text("Choose a file")
        seen = faults(page) if javascript else []
        page.get_by_label("Districts").check()
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Look at the boundaries").click()
        expect(page.get_by_text("No boundary for East Suffolk.")).to_be_visible()
        seen += faults(page) if javascript else []
        page.get_by_label("Reason").fill("The real ones")
        page.get_by_role("button", name="Show these boundaries on maps").click()
        expect(page.get_by_text("Maps show these boundaries.")).to_be_visible()
        page.goto(address(norfolk, 6))
        assert page.locator(TILES).count() == 7
        page.locator(TILES).first.click()
        expect(page.locator("li:target")).to_be_in_viewport()
        seen += faults(page) if javascript else []
        assert seen == []
