"""
What assistive technology is told: Chromium's own accessibility tree, read as a screen reader walks through it, and the
order in which the keyboard goes. docs/accessibility-check.md says what was found and what was not tried.
"""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from engagement.models import Exercise
from tests import factories
from tests.browser.looking import WIDE
from tests.support.browser import NewPage

pytestmark = pytest.mark.appearance

HOME = "/exercises/norfolk-waveney-2021"
NAMED = {"button", "link", "textbox", "radio", "checkbox", "combobox", "searchbox", "navigation", "img", "table"}
PAGES = [
    "/",
    f"{HOME}/",
    f"{HOME}/document/",
    f"{HOME}/document/h/",
    f"{HOME}/options/",
    f"{HOME}/options/3/",
    f"{HOME}/options/compare/",
    f"{HOME}/how-to-respond/",
    f"{HOME}/answer/",
    f"{HOME}/answer/tasks/",
    f"{HOME}/answer/who/",
    f"{HOME}/answer/about/",
    f"{HOME}/answer/questions/functions/",
    f"{HOME}/answer/questions/factors/",
    f"{HOME}/answer/questions/options-1/",
    f"{HOME}/answer/check/",
    f"{HOME}/answer/later/",
]


@pytest.fixture
def reader(norfolk: Exercise, new_page: NewPage) -> Page:
    page = new_page(viewport=WIDE)
    draft = factories.draft(norfolk, {"functions-neighbourhood": "More nurses."}, who=factories.COUNCIL)
    page.goto(f"{HOME}/answer/link/{factories.link_to(draft)}/")
    return page


def tree(page: Page) -> list[dict[str, str]]:
    """Return the nodes of the accessibility tree in reading order: role, name, level."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[dict[str, str]] = []
    waiting = [nodes[0]["nodeId"]]
    while waiting:
        node = by_id.get(waiting.pop(0))
        if node is None:
            continue
        waiting[:0] = node.get("childIds", [])
        if not node.get("ignored"):
            level = [str(p["value"]["value"]) for p in node.get("properties", []) if p["name"] == "level"]
            found.append({"role": value(node, "role"), "name": value(node, "name"), "level": "".join(level)})
    session.detach()
    return found


def value(node: dict, name: str) -> str:
    return str(node.get(name, {}).get("value", "")).strip()


def test_everything_that_can_be_used_has_a_name_and_headings_skip_no_level(reader: Page) -> None:
    wrong: list[str] = []
    for address in PAGES:
        reader.goto(address)
        nodes = tree(reader)
        wrong += [
            f"{address}: {node['role']} without a name" for node in nodes if node["role"] in NAMED and not node["name"]
        ]
        unnamed = reader.locator("fieldset:not(:has(> legend))").count()
        wrong += [f"{address}: {unnamed} groups without a legend"] * bool(unnamed)
        levels = [int(node["level"]) for node in nodes if node["role"] == "heading"]
        before = [0, *levels]
        wrong += [
            f"{address}: heading {now} after {last}" for last, now in itertools.pairwise(before) if now > last + 1
        ]
        landmarks = [node["role"] for node in nodes if node["role"] in {"banner", "main", "contentinfo"}]
        if landmarks != ["banner", "main", "contentinfo"]:
            wrong.append(f"{address}: landmarks {landmarks}")
        names = [node["name"] for node in nodes if node["role"] == "navigation"]
        if len(names) != len(set(names)):
            wrong.append(f"{address}: navigations of one name {names}")
    assert wrong == []


def test_links_say_where_they_lead_without_the_words_around_them(reader: Page) -> None:
    vague = re.compile(r"^(here|click here|more|read more|change|link)$", re.IGNORECASE)
    for address in PAGES:
        reader.goto(address)
        names = [node["name"] for node in tree(reader) if node["role"] == "link"]
        assert [name for name in names if vague.match(name)] == []


def test_every_page_has_a_title_of_its_own(reader: Page) -> None:
    titles = []
    for address in PAGES:
        reader.goto(address)
        titles.append(reader.title())
    assert len(set(titles)) == len(titles), titles


def test_a_box_tells_its_question_its_hint_and_its_limit(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/functions/")
    box = reader.get_by_role("textbox").first
    expect(box).to_have_accessible_name(re.compile("functions and tasks for neighbourhoods"))
    expect(box).to_have_accessible_description(
        re.compile("what is missing.*You can write up to 20,000 characters", re.DOTALL)
    )


def test_a_group_of_choices_tells_its_question_before_its_choices(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/factors/")
    roles = [(node["role"], node["name"]) for node in tree(reader)]
    first = next(i for i, (role, _) in enumerate(roles) if role == "radio")
    groups = [name for role, name in roles[:first] if role in {"group", "radiogroup"}]
    assert any("right to take each" in name for name in groups)
    assert len(groups) >= 2  # the question, and the factor it is asked about


def test_an_error_is_announced_named_in_the_title_and_tied_to_its_box(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/functions/")
    box = reader.get_by_role("textbox").first
    box.evaluate("(box, text) => box.value = text", "x" * 20_001)
    reader.get_by_role("button", name="Save and continue").click()
    expect(reader.get_by_role("alert")).to_contain_text("There is a problem")
    expect(reader.locator(".nhsuk-error-summary")).to_be_focused()
    described = (reader.get_by_role("textbox").first.get_attribute("aria-describedby") or "").split()
    said = " ".join(reader.locator(f"[id='{each}']").inner_text() for each in described)
    assert re.search(r"Error:\s.*1 character too long", said)
    assert reader.title().startswith("Error: ")


def test_saving_is_told_politely_and_counting_only_near_the_limit(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/functions/")
    status = reader.locator("[data-autosave-status]")
    expect(status).to_have_attribute("role", "status")
    box = reader.get_by_role("textbox").first
    box.fill("A few words.")
    expect(status).to_have_text(re.compile("Saved at"))
    spoken = reader.locator("[aria-live=polite].nhsuk-u-visually-hidden").first
    expect(spoken).to_have_text("")
    box.evaluate("(box, t) => { box.value = t; box.dispatchEvent(new Event('input', {bubbles: true})) }", "x" * 19_000)
    expect(spoken).to_have_text("You have 1,000 characters remaining")


def test_the_keyboard_goes_through_a_page_in_the_order_of_reading(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/options-3/")
    tops: list[float] = []
    for _ in range(60):
        reader.keyboard.press("Tab")
        where = reader.evaluate(
            """() => { const e = document.activeElement; const side = e.closest("aside");
               return e === document.body ? null : [side ? -1 : e.getBoundingClientRect().top + scrollY, e.tagName] }"""
        )
        if where is None:
            break
        if where[0] >= 0:
            tops.append(where[0])
    assert len(tops) > 10
    # Links of one line stand side by side; nothing jumps back up the page.
    assert all(after >= before - 40 for before, after in itertools.pairwise(tops)), tops


def test_what_has_the_focus_can_be_seen(reader: Page) -> None:
    reader.goto(f"{HOME}/answer/questions/factors/")
    for _ in range(40):
        reader.keyboard.press("Tab")
        seen = reader.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return "end";
               const near = e.matches("input[type=radio], input[type=checkbox]") ? e.nextElementSibling : e;
               const s = [getComputedStyle(e), getComputedStyle(near), getComputedStyle(near, "::before")];
               return s.some(x => x.outlineStyle !== "none" || x.boxShadow !== "none") ? "" : e.outerHTML }"""
        )
        if seen == "end":
            break
        assert seen == ""


def test_text_of_double_size_loses_nothing_where_people_read_and_answer(reader: Page) -> None:
    """Text alone at 200 %: tables that have no room any more stand as cards."""
    for address in [*PAGES, f"{HOME}/document/appendix-c/"]:
        reader.goto(address)
        reader.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = reader.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
        assert wide[0] <= wide[1], address
