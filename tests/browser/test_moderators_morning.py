"""A moderator's morning: thirty items of all channels, from the queue to a decision, with the keyboard alone."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.intake.models import Original
from responses.moderation.models import Act, RefusedSuggestion, Revision
from responses.submission.models import Response
from tests.browser.looking import sign_in
from tests.responses.moderation import making
from tests.support.browser import NewPage

CHANNELS = ["online", "email", "letter", "paper", "telephone", "meeting"]
ITEMS = 30
PERSONAL = "Ring me on 07700 900123. Course CS101 was fine. I live in NR1 3JU."


@pytest.fixture
def morning(transactional_db: None) -> Exercise:
    """Thirty responses, five of each channel; those that came on paper with a scan."""
    made = making.exercise()
    keyer = making.moderator(made)
    for number in range(ITEMS):
        channel = CHANNELS[number % len(CHANNELS)]
        words = PERSONAL if number % 5 == 0 else f"What we think, number {number}."
        entered_by = None if channel == "online" else keyer
        kind = "meeting" if channel == "meeting" else "individual"
        sent = making.response(made, words, channel=channel, kind=kind, entered_by=entered_by)
        if channel in ("letter", "email"):
            scan = Original(
                exercise=made, response=sent, name="letter.txt", content_type="text/plain", size=4, sha256="0" * 64
            )
            scan.added_at, scan.added_by = clock.now(), keyer
            scan.file.save("letter", ContentFile(b"Dear"), save=True)
    return made


@pytest.fixture
def moderator(morning: Exercise) -> User:
    return making.moderator(morning, name="Cora", email="cora@example.org")


def test_thirty_items_are_decided_with_the_keyboard_alone(
    morning: Exercise, moderator: User, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, moderator)
    page.goto(f"/staff/{morning.slug}/queue/")
    _press(page, "n")
    for number in range(ITEMS):
        expect(page.get_by_role("heading", level=2, name="What to do with it")).to_be_visible()
        _decide(page, number)
    expect(page.get_by_role("heading", name="Nothing waits to be moderated")).to_be_visible()
    standings = Counter(Response.objects.filter(exercise=morning).values_list("standing", flat=True))
    assert standings == {"accepted": 24, "held": 3, "leaving_out": 3}
    assert Act.objects.filter(reason="").count() == 0
    assert Revision.objects.filter(kind="redacted", text__startswith="Ring me on [redacted]. Course CS101").count() == 6
    assert RefusedSuggestion.objects.count() == 6


def _decide(page: Page, number: int) -> None:
    """Every fifth has two suggestions, one to hide and one to leave; every tenth is held, or proposed to leave out."""
    if number % 5 == 0:
        page.keyboard.press("y")
        page.keyboard.press("k")
        expect(page.get_by_role("button", name="Do as chosen")).to_be_focused()
        _press(page, "Enter")
        expect(page.get_by_text("1 hidden, 1 left as they are")).to_be_visible()
    if number % 10 == 3:
        _put_aside(page, "h", "query", "Hold")
    elif number % 10 == 7:
        _put_aside(page, "x", "spam", "Propose to leave out")
    else:
        _press(page, "a")


def _put_aside(page: Page, key: str, reason: str, button: str) -> None:
    page.keyboard.press(key)
    select = page.get_by_label("Reason", exact=True).last
    expect(select).to_be_focused()
    for _ in range(20):
        if select.input_value() == reason:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("n a h s")  # letters that are keys elsewhere are letters here
    page.keyboard.press("Tab")
    if button != "Hold":
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=button, exact=True)).to_be_focused()
    _press(page, "Enter")
    _press(page, "n")


def _press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_words_are_marked_with_the_mouse_and_with_the_keyboard(
    morning: Exercise, moderator: User, new_page: NewPage
) -> None:
    sent = Response.objects.filter(exercise=morning).order_by("pk").first()
    assert sent is not None
    answer = sent.answers.get()
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, moderator)
    page.goto(f"/staff/{morning.slug}/responses/{sent.reference}/redact/{answer.pk}/")
    box = page.get_by_role("textbox", name="The answer")
    box.dblclick(position={"x": 20, "y": 16})  # the first word
    page.get_by_role("button", name="Hide the selected words").click()
    expect(box).to_have_value(PERSONAL.replace("Ring", "[[Ring]]"))
    page.keyboard.press("u")
    expect(box).to_have_value(PERSONAL)
    box.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("zz")  # no letter changes the words
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    for _ in range(2):
        page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("h")
    expect(box).to_have_value(PERSONAL.replace("07700 900123", "[[07700 900123]]"))
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Redact the marked words").press("Enter")
    expect(page.get_by_text("The marked words are redacted.")).to_be_visible()
    assert answer.revisions.get().text == PERSONAL.replace("07700 900123", "[redacted]")


def test_single_keys_can_be_switched_off_and_stay_so(morning: Exercise, moderator: User, new_page: NewPage) -> None:
    sent = Response.objects.filter(exercise=morning).order_by("pk").first()
    assert sent is not None
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, moderator)
    page.goto(f"/staff/{morning.slug}/responses/{sent.reference}/")
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("One key is enough").uncheck()
    page.keyboard.press("s")
    page.reload()
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    assert not Act.objects.exists()
    page.get_by_text("Keys", exact=True).click()
    page.get_by_label("One key is enough").check()
    _press(page, "s")
    assert Act.objects.get().verb == "accept"
