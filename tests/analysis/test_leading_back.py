"""From a figure back to the words and the response behind it, for those who may know it and nobody else."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from docx import Document

from analysis import formats, snapshots
from analysis.composing.report import compose
from analysis.models import Report
from analysis.render.base import Job, quotes_lead, quotes_none
from analysis.render.standalone import standalone
from responses.intake.models import Meeting
from responses.submission.references import grouped
from tests.analysis.factories import respond, small_exercise
from tests.analysis.test_pages import ready

pytestmark = pytest.mark.django_db
AUDIENCES = ["team", "steering", "public"]


@pytest.fixture(autouse=True)
def _plain_charts(monkeypatch):
    """Drawing takes seconds and says nothing here."""
    monkeypatch.setattr("analysis.render.charts.svg", lambda chart, **shape: "<svg></svg>")


def everything(exercise):
    """One of each: an organisation, an individual, a meeting, and what is listed apart."""
    return [
        respond(exercise, {"functions": "Ours"}, kind="organisation", organisation_name="Carers", may_publish=True),
        respond(exercise, {"functions": "Mine"}, may_publish=True),
        respond(exercise, {"functions": "Too late"}, timing="late", may_publish=True),
        respond(exercise, {"functions": "Held"}, standing="held"),
        respond(exercise, withdrawn_at=dt.datetime(2021, 6, 1, tzinfo=dt.UTC)),
        meeting(exercise, name="Chairs' network", may_publish=True),
    ]


def meeting(exercise, **fields):
    name = fields.pop("name")
    host = fields.pop("host", "")
    response = respond(exercise, {"functions": "A point"}, kind="meeting", channel="meeting", **fields)
    Meeting.objects.create(response=response, name=name, held_on=dt.date(2021, 5, 20), host=host)
    return response


def report_for(exercise, audience):
    return Report(exercise=exercise, number=1, audience=audience, snapshot=snapshots.take(exercise))


def composed(exercise, audience):
    return compose(report_for(exercise, audience), [])


def made(exercise, audience, name, folder):
    report = report_for(exercise, audience)
    target = folder / f"report.{name}"
    formats.renderer(name)(Job(report, compose(report, []), target))
    return target


def texts_of_word(path):
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def web(exercise, audience, folder):
    with made(exercise, audience, "html", folder).open("rb") as kept:
        return standalone(kept)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_team_and_nobody_else_reads_the_reference_of_every_response(exercise, tmp_path, audience):
    responses = everything(exercise)
    for text in (
        web(exercise, audience, tmp_path),
        texts_of_word(made(exercise, audience, "docx", tmp_path)),
    ):
        for response in responses:
            found = response.reference in text or grouped(response.reference) in text
            assert found is (audience == "team"), (response.kind, response.standing)


@pytest.mark.parametrize("audience", ["steering", "public"])
def test_no_reference_stands_in_the_data_of_a_report_that_leaves_the_team(exercise, audience):
    references = [response.reference for response in everything(exercise)]
    kept = {which: json.dumps(composed(exercise, which)) for which in (audience, "team")}
    assert not any(one in kept[audience] or grouped(one) in kept[audience] for one in references)
    assert any(one in kept["team"] for one in references)


def test_a_reference_on_the_web_page_leads_to_the_response(cast, plain_files):
    place = small_exercise(cast.northshire, slug="places")
    responses = everything(place)
    report = ready(place, "team")
    analyst = cast.client_of("analyst")
    top = f"/staff/places/reports/{report.number}/"
    pages = "".join(analyst.get(top + page).content.decode() for page in ("q1/", "organisations/", "not-in-figures/"))
    links = set(re.findall(r'href="([^"]*/responses/[^"]+)"', pages))
    assert len(links) == len(responses) - 1  # the meeting's stands with its points
    assert {analyst.get(link).status_code for link in links} == {200}


def test_an_organisation_in_the_list_leads_to_its_answers_in_the_annex(cast, plain_files):
    place = small_exercise(cast.northshire, slug="places")
    respond(place, {"functions": "Ours"}, kind="organisation", organisation_name="Carers")
    respond(place, {"functions": "Unread"}, kind="organisation", organisation_name="New", standing="unmoderated")
    report = ready(place, "steering")
    analyst = cast.client_of("analyst")
    listed = analyst.get(f"/staff/places/reports/{report.number}/organisations/").content.decode()
    (link,) = re.findall(r'href="([^"]*/annex/#[^"]+)"', listed)  # the unread one has nothing there
    address, _, anchor = link.partition("#")
    assert f'id="{anchor}"' in analyst.get(address).content.decode()


def test_an_organisation_beyond_the_end_of_a_cut_annex_has_no_link_into_it(exercise, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.render.base.MOST_IN_ANNEX", 1)
    for name in ("Carers", "Drivers"):
        respond(exercise, {"functions": "Ours"}, kind="organisation", organisation_name=name)
    page = web(exercise, "steering", tmp_path)
    links = re.findall(r'href="#(response-[0-9]+)"', page)
    assert len(links) == 1
    assert f'id="{links[0]}"' in page


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_a_report_on_no_answers_says_so_and_draws_nothing(exercise, tmp_path, name):
    data = composed(exercise, "steering")
    blocks = [block for section in data["sections"] for block in section["blocks"]]
    assert blocks[0]["text"].startswith("Nobody is in the figures yet")
    assert not [block for block in blocks if block.get("chart")]
    assert all(block["rows"] for block in blocks if block["kind"] == "table")
    assert made(exercise, "steering", name, tmp_path).stat().st_size


def test_the_file_of_the_command_line_points_within_itself(exercise, tmp_path):
    everything(exercise)
    page = web(exercise, "team", tmp_path)
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page
    assert "http://testserver/staff/" in page
    assert not re.search(r'"(pages|responses)/', page)


@pytest.mark.parametrize(("audience", "host_is_told"), [("team", True), ("steering", True), ("public", False)])
def test_meetings_are_named_with_their_day_and_inside_with_their_host(exercise, tmp_path, audience, host_is_told):
    meeting(exercise, name="Chairs' network", host="Coastal Forum", may_publish=True)
    for text in (
        web(exercise, audience, tmp_path).replace("&#x27;", "'"),
        texts_of_word(made(exercise, audience, "docx", tmp_path)),
    ):
        assert "Chairs' network, 20 May 2021" in text
        assert ("hosted by Coastal Forum" in text) is host_is_told
        assert ("Coastal Forum" in text) is host_is_told


def test_the_public_is_not_told_the_name_of_a_meeting_that_did_not_agree_or_was_not_read(exercise, tmp_path):
    meeting(exercise, name="Closed circle", may_publish=False)
    meeting(exercise, name="Unread circle", may_publish=True, standing="unmoderated")
    page = web(exercise, "public", tmp_path)
    assert "circle" not in page
    assert "The points of 2 meetings are not published." in page
    assert "Closed circle" in web(exercise, "steering", tmp_path)


def test_a_meeting_that_nothing_is_known_of_is_listed_all_the_same(exercise, tmp_path):
    respond(exercise, {"functions": "A point"}, kind="meeting", channel="meeting")
    assert "Points from a meeting, response 1" in web(exercise, "steering", tmp_path)


@pytest.mark.parametrize(
    ("known", "expected"), [(False, "Tuesday 15 June 2021"), (True, "midnight on Tuesday 15 June 2021")]
)
def test_no_time_is_told_of_a_late_letter_of_which_only_the_day_is_known(exercise, tmp_path, known, expected):
    arrived = dt.datetime(2021, 6, 14, 23, tzinfo=dt.UTC)  # midnight in London
    respond(exercise, {"functions": "A point"}, timing="late", received_at=arrived, received_time_known=known)
    page = web(exercise, "steering", tmp_path)
    assert f">{expected}<" in page


@pytest.mark.parametrize(
    ("of", "shown", "late", "wrote", "lead"),
    [
        (2, 2, 0, 2, "X: all 2 answers"),
        (1, 1, 0, 1, "X: the one answer"),
        (2, 2, 0, 5, "X: all 2 answers that may be quoted (3 more in the figures may not be quoted)"),
        (2, 2, 1, 1, "X: all 2 answers (1 in the figures, 1 received late)"),
        (40, 30, 0, 40, "X: 30 of 40 answers, drawn at random (the Excel and CSV files have them all)"),
        (
            40,
            30,
            1,
            41,
            "X: 30 of 40 answers, drawn at random "
            "(39 in the figures, 1 received late; 2 more in the figures may not be quoted; "
            "the Excel and CSV files have them all)",
        ),
    ],
)
def test_quotes_say_how_they_stand_to_the_figures(of, shown, late, wrote, lead):
    block = {"title": "X", "entries": [{}] * shown, "of": of, "late": late, "wrote": wrote}
    assert quotes_lead(block) == lead


def test_where_nothing_is_quoted_it_says_whether_anybody_wrote(exercise, tmp_path):
    respond(exercise, {"functions": "Unread"}, standing="unmoderated")
    page = web(exercise, "steering", tmp_path)
    assert page.count(quotes_none({"wrote": 1})) == 1
    assert page.count(quotes_none({"wrote": 0})) == 5  # two boxes of each option, and the alternative


def test_the_opening_says_how_many_answered_each_question_beside_their_base(exercise):
    respond(exercise, {"functions": "Words", "right.travel": ["yes"]})
    respond(exercise, {"functions": "none", "right.travel": ["no"], "right.size": ["yes"]})
    respond(exercise, {"most": ["size"]}, kind="organisation")
    opening = composed(exercise, "steering")["sections"][0]["blocks"]
    rows = {row[0]: row[1:] for block in opening if block.get("key") == "answered" for row in block["rows"]}
    assert rows["1. Part functions?"] == ["0 of 1", "1 of 2"]
    assert rows["2. Part right?"] == ["0 of 1", "1 to 2 of 2"]
    assert rows["2. Part most?"] == ["1 of 1", "0 of 2"]
    assert rows["3. Part options?"] == ["0 of 1", "0 of 2"]


def test_each_option_stands_once_with_both_groups_and_their_bases(exercise, tmp_path):
    respond(exercise, {"options.option-1.advantage": "Near"})
    respond(exercise, kind="organisation")
    page = web(exercise, "steering", tmp_path)
    table = re.search(r'id="figure-options.advantage">.*?</table>', page, re.DOTALL).group()
    assert table.count('scope="rowgroup" role="rowheader" rowspan="2"') == 2  # options
    assert table.count('data-label="Base"') == 4  # two groups of each
