"""What the line under a page says when another window was faster."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from engagement.models import Exercise
from tests.browser.test_answering import HOME, begin, box, go_on, status

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_conflict_is_told_as_one_and_pressing_on_shows_both(norfolk: Exercise, page: Page) -> None:
    begin(page).goto(f"{HOME}/questions/functions/")
    other = page.context.new_page()
    other.goto(page.url)
    box(page).fill("words of the first window")
    expect(status(page)).to_contain_text("Saved at")
    box(other).fill("words of the second window")
    expect(status(other)).to_contain_text("changed in another window")
    go_on(other)
    expect(other.get_by_text("words of the first window")).to_be_visible()
    expect(box(other)).to_have_value("words of the second window")
