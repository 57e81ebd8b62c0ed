"""
Every page and every error state: axe-core finds nothing, a phone of 320 px never scrolls sideways, and pages are light.

The policy that browsers enforce, the console and requests to other hosts are watched by the page of every test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from common import clock
from engagement import editions
from engagement.models import Exercise
from responses.drafts import leaving, saving, sharing
from responses.drafts import views as drafts
from responses.drafts.models import Draft
from responses.intake import keying
from tests import factories, naughty
from tests.browser.look import Look
from tests.browser.looking import sideways, sign_in, violations

pytestmark = pytest.mark.appearance


def test_axe_does_find_what_is_wrong(look: Callable[[], Look]) -> None:
    """The control: without it, silence would prove nothing."""
    looked = look()
    looked.at("engagement:help")
    looked.page.evaluate("document.querySelector('main').innerHTML = '<h1></h1><img src=\"data:,\"><input>'")
    assert {each.partition(":")[0] for each in violations(looked.page)} >= {"image-alt", "label", "empty-heading"}
    looked.page.evaluate("document.querySelector('main').style.width = '900px'")
    assert "scrolls sideways" in str(sideways(looked.page, patience=1_000))


def test_the_document(norfolk: Exercise, look: Callable[[], Look]) -> None:
    public = look()
    public.at("engagement:document")
    public.at("moderation_policy")
    for section in editions.of(norfolk).sections:
        public.at("engagement:section", section.key)
    public.at("engagement:print", limit=60_000)
    public.done()


def test_the_options(norfolk: Exercise, look: Callable[[], Look]) -> None:
    public = look()
    public.at("footprints:options")
    public.at("footprints:compare")
    public.at("footprints:populations")
    public.at("footprints:evidence")
    for option in editions.of(norfolk).options:
        public.at("footprints:option", option.number)
        public.at("footprints:option_evidence", option.number)
    public.done()


def test_public_pages(norfolk: Exercise, look: Callable[[], Look]) -> None:
    public = look()
    for name in ("hub", "accessibility", "cookies"):
        public.at(f"engagement:{name}", exercise=False)
    for name in ("exercise", "respond", "privacy", "help"):
        public.at(f"engagement:{name}")
    public.at("responses:start")
    public.at("responses:questions")
    public.open("/nowhere/", status=404)
    public.open(f"/exercises/{norfolk.slug}/options/99/", status=404)
    public.open(f"/exercises/{norfolk.slug}/document/z/", status=404)
    public.done()


def test_pages_for_answering_and_their_errors(
    norfolk: Exercise, look: Callable[[], Look], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = look()
    page = answering.page
    answering.at("responses:start")
    answering.press("Start now", title="Your answer")
    answering.at("responses:who")
    answering.press("Save and continue")  # without a choice
    page.get_by_label("On behalf of an organisation or group").check()
    answering.press("Save and continue")
    page.get_by_label("Email address").fill("not an address")
    answering.press("Save and continue")  # the name and more are missing
    answering.at("responses:check")
    for survey_page in factories.survey(norfolk).pages:
        answering.at("responses:page", survey_page.key)
    answering.at("responses:page", "functions")
    page.locator("textarea").first.evaluate("(box, text) => box.value = text", "x" * 20_001)
    answering.press("Save and continue")  # too long
    _conflict(page, norfolk)
    answering.press("Save and continue")
    answering.at("responses:later")
    answering.press("Email me the link")  # without an address
    answering.press("Show me the link")
    page.get_by_label("Email address").fill("ann@example.org")
    answering.press("Email me the link")
    monkeypatch.setitem(leaving.LINK_LIMIT, "limit", 0)
    answering.press("Show me the link")
    answering.at("responses:share")
    answering.press("Make the link")  # for nobody
    monkeypatch.setitem(leaving.LINK_LIMIT, "limit", 10)
    page.get_by_label("Who is the link for?").fill("The committee " * 7)
    answering.press("Make the link")
    answering.at("responses:start")
    answering.done()
    assert answering.seen >= 25


def _conflict(page: Page, norfolk: Exercise) -> None:
    """Let another window write what this one is about to write."""
    page.goto(reverse("responses:page", args=[norfolk.slug, "options-1"]))
    box = page.locator("textarea").first
    item = factories.item_id(norfolk, str(box.get_attribute("name")))
    saving.save_boxes(Draft.objects.get(), {item: "of another window"}, {})
    box.evaluate("(box, text) => box.value = text", "of this window")


def test_pages_from_checking_to_withdrawing(norfolk: Exercise, look: Callable[[], Look]) -> None:
    sender = look()
    page = sender.page
    answers = {name: "\n".join(naughty.texts()) for name in ("functions-neighbourhood", "options.option-1.advantage")}
    draft = factories.draft(norfolk, answers, who={})
    _open(page, draft)
    sender.at("responses:check")
    draft.who = {**factories.COUNCIL, "contact_name": "A" * 150, "area": "nowhere"}
    draft.save()
    sender.at("responses:check")
    draft.who = {**factories.COUNCIL, "organisation_name": "W" * 200}
    draft.save()
    sender.at("responses:about")
    sender.at("responses:check")
    box = factories.item_id(norfolk, "alternative")
    saving.save_boxes(draft, {box: "x" * 20_001}, {})
    sender.at("responses:check")
    sender.press("Send your answers")  # one answer is too long
    saving.save_boxes(draft, {box: ""}, {box: 1})
    sharing.make(draft, called="The committee", capability="edit")
    sender.at("responses:check")
    sender.press("Send your answers")  # nobody has signed it
    sharing.links(draft).update(revoked_at=clock.now())
    sender.at("responses:tasks")
    sender.at("responses:check")
    other = page.context.new_page()
    other.goto(reverse("responses:page", args=[norfolk.slug, "factors"]))
    sender.press("Send your answers", title="Your answers are with us")
    stopped = Look(other, norfolk.slug)
    stopped.press("Save and continue", title="You have already sent your answers")
    sender.at("responses:view")
    sender.press("Change and send again")
    sender.at("responses:check")
    sender.at("responses:view")
    sender.at("responses:withdraw")
    sender.press("Withdraw my answer")
    sender.at("responses:start")
    sender.found += stopped.found
    sender.done()


def test_pages_that_say_why_something_cannot_be_opened(
    norfolk: Exercise, look: Callable[[], Look], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = look()
    page = stranger.page
    stranger.at("responses:tasks", status=404)
    stranger.at("responses:link", "x" * 43, status=404)
    stranger.at("responses:start")
    page.context.clear_cookies()
    stranger.press("Start now", title="Please press Continue")
    stranger.at("responses:start")
    with monkeypatch.context() as busy:
        busy.setitem(drafts.BEGIN_LIMIT, "limit", 0)
        stranger.press("Start now", title="Try again in a while")
    _open(page, factories.draft(norfolk))
    stranger.at("responses:page", "factors")
    page.locator("textarea").first.fill("what I typed for an hour " * 20)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    page.context.clear_cookies(name="csrf")
    stranger.press("Save and continue", title="Please press Continue")
    stranger.at("responses:page", "factors")
    page.locator("textarea").first.fill("what I typed for an hour")
    page.context.clear_cookies(name="answer")
    stranger.press("Save and continue", title="We cannot open your draft")
    page.context.add_cookies([{**cookies["answer"]}])
    day = dt.timedelta(days=1)
    assert norfolk.opens_at is not None
    for moment in (
        norfolk.opens_at - day,
        norfolk.closes_at,
        norfolk.closes_at + 2 * day,
        norfolk.closes_at + 31 * day,
    ):
        with clock.held(moment):
            stranger.at("responses:start")
            stranger.at("engagement:exercise")
            stranger.at("engagement:hub", exercise=False)
    with clock.held(norfolk.closes_at + 31 * day):
        stranger.at("responses:tasks", status=410)
    with clock.held(norfolk.closes_at + 2 * day):
        stranger.at("responses:tasks")
    stranger.done()


def _open(page: Page, draft: Draft) -> None:
    page.goto(reverse("responses:link", args=[draft.exercise.slug, factories.link_to(draft)]))


def test_pages_of_keying_in(norfolk: Exercise, cora: User, look: Callable[[], Look]) -> None:
    staff = look()
    sign_in(staff.page, cora)
    letter = SimpleUploadedFile("a letter.pdf", b"%PDF-1.7")
    said = {"channel": "letter", "received_at": clock.now(), "received_time": None, "originals": [letter]}
    _open(staff.page, keying.begin(norfolk, by=cora, said=said))
    for name, *arguments in (("tasks",), ("who",), ("check",), ("page", "factors"), ("page", "options-1")):
        staff.at(f"responses:{name}", *arguments)
        staff.page.get_by_text("a letter.pdf").first.wait_for(state="attached")
    staff.done()
