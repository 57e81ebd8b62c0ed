"""
The whole road, walked in a browser once with JavaScript and once without.

Somebody answers for an organisation, somebody as an individual, a moderator takes both in, and the steering group
downloads a report that says what they said.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from docx import Document
from playwright.sync_api import Page, expect

from accounts.models import Role
from common import clock
from engagement.models import Exercise
from responses.submission.models import Response
from tests.accounts.factories import PASSWORD, give_second_factor, member
from tests.browser.looking import WIDE, sideways, violations
from tests.support.browser import NewPage
from tests.support.worker import Worker

pytestmark = [pytest.mark.worker, pytest.mark.timeout(240)]

COUNCIL_SAYS = "Places should follow the district councils, whom people know."
RESIDENT_SAYS = "My surgery should stay with its neighbours."


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def with_scripts(request: pytest.FixtureRequest) -> bool:
    return request.param


def test_the_whole_road(
    norfolk: Exercise, worker: Worker, new_page: NewPage, with_scripts: bool, tmp_path: Path
) -> None:
    council = answer_for_a_council(new_page(javascript=with_scripts, viewport=WIDE))
    resident = answer_as_an_individual(new_page(javascript=with_scripts, viewport=WIDE))
    assert council != resident
    moderate(new_page(javascript=with_scripts, viewport=WIDE), norfolk)
    assert set(Response.objects.values_list("standing", flat=True)) == {"accepted"}
    Exercise.objects.update(closes_at=clock.now() - dt.timedelta(days=3), opens_at=clock.now() - dt.timedelta(days=20))
    steering = new_page(javascript=with_scripts, viewport=WIDE)
    words = download_report(steering, norfolk, worker)
    assert not with_scripts or violations(steering) == []  # axe needs scripts
    assert COUNCIL_SAYS in words
    assert RESIDENT_SAYS in words
    assert "Norfolk Coast Council" in words


def next_page(page: Page, heading: str) -> None:
    """Save, and arrive at the page of that heading, which fits on a small phone."""
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert sideways(page) == []


def begin(page: Page) -> None:
    """Go from the list of exercises to the start of an answer, by links alone."""
    page.goto("/")
    page.get_by_role("link", name="How we work together").first.click()
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("Give your views|Answer|Respond online|Start")
    ).first.click()
    expect(page).to_have_url(re.compile("/answer/$"))
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answer")
    page.get_by_role("link", name="Who you are").click()


def answer_for_a_council(page: Page) -> str:
    begin(page)
    page.get_by_label("On behalf of an organisation or group").check()
    next_page(page, "About your organisation or group")
    page.get_by_label("Name of the organisation or group").fill("Norfolk Coast Council")
    page.get_by_label("Your role in it").fill("Chair")
    page.get_by_label("I am allowed to answer").check()
    page.get_by_label("Email address").fill("chair@example.org")
    page.get_by_label("Send me a copy").check()
    next_page(page, "What do you think of the functions")
    page.get_by_label(re.compile("functions and tasks for neighbourhoods")).fill("Neighbourhoods should plan more.")
    next_page(page, "Are these the right factors")
    page.get_by_role("radio", name="Right to take into account", exact=True).first.check()
    page.get_by_role("group", name=re.compile("Which factor is the most important")).get_by_role("radio").first.check()
    next_page(page, "Option 1")
    for number in range(1, 7):
        page.get_by_label("Advantages", exact=True).fill(
            f"Option {number} is simple. {COUNCIL_SAYS if number == 5 else ''}"
        )
        page.get_by_label("Disadvantages", exact=True).fill(
            "None" if number == 2 else f"Option {number} is far from people."
        )
        next_page(page, f"Option {number + 1}" if number < 6 else "Beyond these options")
    page.get_by_role("radio", name="By grouping district councils").check()
    page.get_by_label("Do you have an alternative").fill("Seven places, one for each district.")
    next_page(page, "Check your answers")
    expect(page.get_by_text(COUNCIL_SAYS)).to_be_visible()
    return send(page)


def answer_as_an_individual(page: Page) -> str:
    """Take only what matters, in another order, and stop for a while on the way."""
    begin(page)
    page.get_by_role("link", name="Back to the list of questions").click()
    page.get_by_role("link", name=re.compile("^Option 3")).click()
    page.get_by_label("Disadvantages", exact=True).fill(RESIDENT_SAYS)
    page.get_by_role("button", name="Save and come back later").click()
    page.get_by_role("button", name="Show me the link").click()
    link = page.get_by_label("Copy this link").input_value()
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("link", name="Who you are").click()
    page.get_by_label("As an individual").check()
    next_page(page, "About you")
    page.get_by_label("You may publish my answers").check()
    next_page(page, "What do you think of the functions")
    page.get_by_role("link", name="All questions").click()
    page.get_by_role("link", name="Check and send your answers").click()
    return send(page)


def send(page: Page) -> str:
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are with us")
    reference = page.locator(".app-reference").inner_text().replace(" ", "").replace("\n", "")
    assert Response.objects.get(reference=reference).timing == "on_time"
    assert sideways(page) == []
    return reference


def sign_in(page: Page, exercise: Exercise, role: Role, name: str) -> None:
    """Sign in as somebody does: with address and password, then a code from the telephone."""
    person = member(exercise.organisation, role, second_factor=False, name=name, email=f"{name.lower()}@example.org")
    secret = give_second_factor(person)
    page.goto("/staff/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/staff/$"))


def moderate(page: Page, exercise: Exercise) -> None:
    sign_in(page, exercise, Role.COMMUNICATIONS, "Cora")
    page.goto(f"/staff/{exercise.slug}/queue/")
    page.get_by_role("link", name=re.compile("Norfolk Coast Council")).first.click()
    expect(page.get_by_text(COUNCIL_SAYS)).to_be_visible()
    page.get_by_role("button", name="Accept and go to the next").click()
    expect(page.get_by_text(RESIDENT_SAYS)).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Accept and go to the next").click()


def download_report(page: Page, exercise: Exercise, worker: Worker) -> str:
    """Ask for the report, wait for it, and return the words of its Word file."""
    sign_in(page, exercise, Role.STEERING, "Stella")
    page.goto(f"/staff/{exercise.slug}/reports/")
    page.get_by_role("radio").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Ask for the report").click()
    address = page.url
    worker.wait_until(lambda: _is_built(exercise), seconds=150)
    page.goto(address)
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("^Word")).click()
    document = Document(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _is_built(exercise: Exercise) -> bool:
    from analysis.models import Report

    report = Report.objects.get(exercise=exercise)
    assert report.state != "failed", report.error
    return report.state == "ready"
