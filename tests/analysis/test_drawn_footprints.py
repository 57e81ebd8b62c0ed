"""The report lists every footprint that was drawn, with its map and reason, in the words that are in force."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from accounts.models import Role, User
from analysis.composing import alternatives
from analysis.models import Report
from analysis.render import csv, docx, html
from analysis.render.base import Job, quotes_lead
from engagement.models import Exercise
from responses.moderation import moderation, redaction
from responses.submission.models import Answer, Response
from tests import factories
from tests.accounts.factories import member
from tests.analysis.building import built

pytestmark = pytest.mark.django_db
AREAS = [["north-cumbria", "north-tyne"], ["durham-wear"]]
WORDS = "A. Surname Place: North Cumbria; North of Tyne and Gateshead\nB. South: Durham, South Tyneside and Sunderland"
RAW = json.dumps(
    {"from": None, "places": [{"name": "Surname Place", "areas": AREAS[0]}, {"name": "South", "areas": AREAS[1]}]}
)


@pytest.fixture
def northeast(db: None) -> Exercise:
    return factories.loaded(factories.NORTHSHIRE.parent / "northeast", open_for=10, opened_days_ago=10)


@pytest.fixture
def moderator(northeast: Exercise) -> User:
    return member(northeast.organisation, Role.COMMUNICATIONS)


def drawn(exercise: Exercise, **who: Any) -> Response:
    """Return a response with a footprint and its reason."""
    return factories.sent(exercise, {"times-footprint": RAW, "times-alternative": "The buses meet there."}, **who)


def listed(report: Report) -> dict[str, Any]:
    """Return the block that lists what was drawn."""
    section = next(one for one in report.data["sections"] if one["key"] == "q2")
    return next(block for block in section["blocks"] if block.get("key") == "times-footprint")


def read_page(archive: Path) -> str:
    """Return the page of the question that asks for a footprint."""
    with zipfile.ZipFile(archive) as pages:
        return next(pages.read(name).decode() for name in pages.namelist() if "q2" in name)


def test_every_footprint_is_listed_with_who_proposed_it_and_its_reason(northeast: Exercise, moderator: User) -> None:
    for _ in range(35):
        moderation.accept(drawn(northeast).pk, version=0, by=moderator)
    council = drawn(northeast, **factories.COUNCIL)
    moderation.accept(council.pk, version=0, by=moderator)
    unread = drawn(northeast)
    block = listed(built(northeast))
    assert len(block["entries"]) == block["of"] == 36
    assert block["wrote"] == 37, "what nobody has read yet is counted, and not shown"
    first = block["entries"][0]
    assert first["who"] == "Northshire Council (unconfirmed)"
    assert first["text"].startswith(WORDS)
    assert first["text"].endswith("The buses meet there.")
    assert first["drawn"] == AREAS
    assert unread.reference not in json.dumps(block)


def test_names_that_were_redacted_are_in_no_list(northeast: Exercise, moderator: User) -> None:
    response = drawn(northeast)
    answer = Answer.objects.get(response=response, item__key="times-footprint")
    redaction.redact(
        answer, answer.text.replace("Surname", "[[Surname]]"), by=moderator, reason="personal_data", version=0
    )
    moderation.accept(response.pk, version=1, by=moderator)
    entry = listed(built(northeast))["entries"][0]
    assert entry["text"].startswith("A. [redacted] Place: North Cumbria")
    assert "Surname" not in json.dumps(entry)


def test_none_in_the_box_beside_it_is_no_reason(northeast: Exercise, moderator: User) -> None:
    response = factories.sent(northeast, {"times-footprint": RAW, "times-alternative": "None."})
    moderation.accept(response.pk, version=0, by=moderator)
    assert listed(built(northeast))["entries"][0]["text"] == f"{WORDS}\nIn no place: Tees Valley"


@pytest.mark.parametrize(("audience", "shown"), [("team", 2), ("steering", 2), ("public", 1)])
def test_the_public_sees_what_may_be_published(northeast: Exercise, moderator: User, audience: str, shown: int) -> None:
    for who in ({"may_publish": "on"}, {}):
        moderation.accept(drawn(northeast, **who).pk, version=0, by=moderator)
    assert len(listed(built(northeast, audience))["entries"]) == shown


def test_the_web_page_has_a_map_of_each_and_the_patterns_once(
    northeast: Exercise, moderator: User, tmp_path: Path
) -> None:
    for _ in range(2):
        moderation.accept(drawn(northeast).pk, version=0, by=moderator)
    report = built(northeast)
    html.render(Job(report, report.data, tmp_path / "pages.zip"))
    page = read_page(tmp_path / "pages.zip")
    assert page.count('class="app-thumbnail app-drawn"') == 2
    assert page.count('id="tone-0"') == 1


@pytest.fixture
def many(northeast: Exercise, moderator: User, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """Return the exercise with five footprints, the last of them an organisation's, where three are listed."""
    monkeypatch.setattr(alternatives, "MOST_LISTED", 3)
    for _ in range(4):
        moderation.accept(drawn(northeast).pk, version=0, by=moderator)
    moderation.accept(drawn(northeast, **factories.COUNCIL).pk, version=0, by=moderator)
    return northeast


def test_of_more_than_can_be_listed_the_first_are_and_it_says_of_how_many(many: Exercise) -> None:
    report = built(many)
    block = listed(report)
    assert [(entry["group"], entry["number"]) for entry in block["entries"]] == [
        ("organisation", 5),
        ("individual", 1),
        ("individual", 2),
    ]
    assert block["of"] == block["wrote"] == 5
    assert quotes_lead(block) == (
        "What they drew: 3 of 5 answers, those that came first, organisations before individuals "
        "(the Excel and CSV files have them all)"
    )


def test_every_format_says_how_many_of_how_many_are_listed_and_the_csv_has_them_all(
    many: Exercise, tmp_path: Path
) -> None:
    report = built(many)
    lead = quotes_lead(listed(report))
    html.render(Job(report, report.data, tmp_path / "pages.zip"))
    docx.render(Job(report, report.data, tmp_path / "report.docx"))
    csv.render(Job(report, report.data, tmp_path / "answers.csv"))
    assert lead in read_page(tmp_path / "pages.zip")
    assert lead in [paragraph.text for paragraph in Document(str(tmp_path / "report.docx")).paragraphs]
    assert (tmp_path / "answers.csv").read_text().count("A. Surname Place") == 5


def test_maps_of_many_footprints_tell_on_the_way_that_the_work_goes_on(
    many: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = built(many)
    renewed: list[int] = []
    job = Job(report, report.data, tmp_path / "pages.zip", renew=lambda: renewed.append(1))
    html.render(job)
    by_sections = len(renewed)
    monkeypatch.setattr(html, "PIECE", 1)
    html.render(job)
    assert len(renewed) - by_sections >= by_sections + 3
