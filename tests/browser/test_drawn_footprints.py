"""A drawn footprint wherever it is met afterwards: before sending, with moderators, in a report, in print."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from analysis import formats
from analysis.models import Report, ReportFile
from analysis.tasks import render_file
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.kinds.base import Raw
from responses.moderation import moderation
from tests import factories
from tests.analysis.building import built
from tests.browser.look import Look
from tests.browser.looking import sign_in

pytestmark = pytest.mark.appearance

AREAS = {
    "The coast from here to there and on to the end of it": ["gy-nv", "gorleston"],
    "W" * 80: ["kings-lynn", "coastal", "swaffham-downham"],
}
DRAWN = json.dumps({"from": 2, "places": [{"name": name, "areas": areas} for name, areas in AREAS.items()]})
ANSWERS: dict[str, Raw] = {"footprint": DRAWN, "alternative": "The buses run along the coast."}


def follow(page: Page, draft: Draft) -> None:
    page.goto(reverse("responses:link", args=[draft.exercise.slug, factories.link_to(draft)]))


def test_pages_of_who_drew_it(norfolk: Exercise, look: Callable[[], Look]) -> None:
    looked = look()
    follow(looked.page, factories.draft(norfolk, ANSWERS))
    for name, *arguments in (("check",), ("page", "footprints"), ("draw", "footprint")):
        looked.at(f"responses:{name}", *arguments)
        assert "W" * 80 in looked.page.content()
    looked.at("responses:check")
    assert looked.page.locator(".app-drawn").count() == 1
    looked.press("Send your answers", title="Your answers are with us")
    looked.at("responses:view")
    assert looked.page.locator(".app-drawn").count() == 1
    looked.done()


def test_the_page_to_show_to_others(norfolk: Exercise, look: Callable[[], Look]) -> None:
    looked = look()
    for code in ("a" * 20, "abcdefghij----------", "-" * 19 + "a"):
        looked.at("responses:drawn", code)
    looked.done()


def test_pages_of_moderation(norfolk: Exercise, cora: User, look: Callable[[], Look]) -> None:
    response = factories.sent(norfolk, ANSWERS)
    looked = look()
    sign_in(looked.page, cora)
    looked.at("responses_staff:response", response.reference)
    assert looked.page.locator(".app-drawn").count() == 1
    answer = response.answers.get(item__key="footprint")
    looked.at("responses_staff:redact", response.reference, answer.pk)
    looked.done()


@pytest.fixture
def report(norfolk: Exercise, cora: User, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Return a report for the team on ten footprints; its pages are real, its files to download a few bytes."""
    for _ in range(10):
        moderation.accept(factories.sent(norfolk, ANSWERS).pk, version=0, by=cora)
    made = formats.renderer
    few = {name: lambda job: job.target.write_bytes(b"PK") for name in ("docx", "pdf", "xlsx")}
    monkeypatch.setattr(formats, "renderer", lambda name: few.get(name) or made(name))
    report = built(norfolk)
    for name in ReportFile.Format:
        render_file(report.pk, name)
    return report


def test_pages_of_a_report(norfolk: Exercise, cora: User, report: Report, look: Callable[[], Look]) -> None:
    looked = look()
    sign_in(looked.page, cora)
    looked.at("analysis_staff:report", report.number, limit=60_000)
    looked.at("analysis_staff:report_page", report.number, "q3", limit=60_000)
    assert looked.page.locator(".app-drawn").count() >= 10, "each in the list, and those that patterns show"
    looked.at("analysis_staff:patterns", limit=60_000)
    looked.done()
