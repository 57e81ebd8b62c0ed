"""The scripts and components in a real browser, under the real content security policy."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.frontend import urls
from tests.support.browser import NewPage

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
BUILT = settings.BASE_DIR / "static" / "dist" / "site.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.frontend.urls"),
    pytest.mark.skipif(not (AXE.exists() and BUILT.exists()), reason="left out: run scripts/build_assets.py first"),
]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget what was posted before."""
    urls.POSTS.clear()
    urls.ANSWER["status"] = 200
    yield
    urls.ANSWER["status"] = 200


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_in_the_gallery_and_it_never_scrolls_sideways(new_page: NewPage, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto("/gallery/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Components")
    page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate("axe.run()")["violations"]
    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_choice_shows_what_hangs_on_it(page: Page) -> None:
    page.goto("/gallery/")
    name = page.locator("#empty_organisation")
    expect(name).to_be_hidden()
    page.locator("#empty_kind_1").check()
    expect(name).to_be_visible()
    page.locator("#empty_kind_0").check()
    expect(name).to_be_hidden()


def test_without_javascript_everything_is_there(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/gallery/")
    expect(page.locator("#empty_organisation")).to_be_visible()
    expect(page.locator("#empty_advantages-count")).to_have_text("You can write up to 200 characters")
    page.goto("/form/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading")).to_have_text("Saved whole")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "You have 10 characters remaining"),
        ("123456789", "You have 1 character remaining"),
        ("😀😀😀", "You have 7 characters remaining"),
        ("a\nb", "You have 7 characters remaining"),
        ("😀" * 12, "You have 2 characters too many"),
    ],
)
def test_characters_are_counted_as_the_server_counts_them(page: Page, text: str, told: str) -> None:
    page.goto("/form/")
    page.fill("#a", text)
    expect(page.locator("#a ~ .app-count").first).to_have_text(told)


def test_a_pause_saves_only_what_changed_and_says_so(page: Page) -> None:
    page.goto("/form/")
    page.fill("#a", "written")
    expect(page.locator("[data-autosave-status]")).to_have_text("Saved at 14:03")
    assert urls.POSTS == [{"base": "1", "a": "written"}]
    assert page.input_value("[name=base]") == "2"
    page.uncheck("#c")
    page.locator("#b").focus()
    expect(page.locator("[name=base]")).to_have_value("3")
    assert urls.POSTS[1] == {"base": "2", "c": ""}


def test_a_failure_is_told_and_the_form_still_goes(page: Page) -> None:
    urls.ANSWER["status"] = 204  # an answer that is no JSON
    page.goto("/form/")
    page.fill("#a", "written")
    status = page.locator("[data-autosave-status]")
    expect(status).to_have_text("Not saved yet; it will be saved when you continue")
    urls.ANSWER["status"] = 200
    page.fill("#a", "again")
    expect(status).to_have_text("Saved at 14:03")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading")).to_have_text("Saved whole")
