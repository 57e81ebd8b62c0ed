"""Every page as every member of the cast."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis import asking, dashboard, reports, tasks
from analysis.models import EarlyAccess, Report, ReportFile
from common import clock
from engagement import editions
from responses.drafts.models import Draft
from responses.drafts.reads import open_drafts
from tests.analysis.factories import CLOSES, OPENS, respond, small_exercise

OPEN = OPENS + dt.timedelta(days=3)
OVER = CLOSES + dt.timedelta(days=2)


@pytest.fixture
def place(cast, settings):
    exercise = small_exercise(cast.northshire, slug="places")
    respond(exercise, {"functions": "Words of somebody"}, area="north")
    respond(exercise, {"functions": "Words of a council"}, kind="organisation")
    return exercise


@pytest.fixture(autouse=True)
def _plain_files(plain_files):
    """What stands in the files is looked at in test_files."""


@pytest.fixture
def quiet(monkeypatch):
    monkeypatch.setattr("analysis.views.send_after_commit", lambda *args: None)


def ready(exercise, audience):
    report = reports.claim(asking.ask(exercise, audience=audience, by=None).pk)
    reports.build(report)
    for name in ReportFile.Format:
        tasks.render_file(report.pk, name)
    report.refresh_from_db()
    assert report.state == "ready"
    return report


def status(cast, who, url, method="get", **data):
    answer = getattr(cast.client_of(who), method)(url, data)
    if answer.streaming:
        b"".join(answer.streaming_content)  # which closes the file
    return answer.status_code


def pages(report=None):
    listing = reverse("analysis_staff:reports", args=["places"])
    return f"{listing}{report.number}/" if report else listing


@pytest.mark.parametrize(
    ("who", "dashboard", "listing"),
    [
        ("communications", 200, 200),
        ("analyst", 200, 200),
        ("steering", 200, 200),
        ("administrator", 200, 403),
        ("stranger", 302, 302),
    ],
)
def test_who_sees_the_dashboard_and_the_list_of_reports(cast, place, who, dashboard, listing):
    assert status(cast, who, reverse("analysis_staff:dashboard", args=["places"])) == dashboard
    assert status(cast, who, pages()) == listing


def test_somebody_of_another_organisation_finds_nothing(cast, place):
    assert status(cast, "outsider", reverse("analysis_staff:dashboard", args=["places"])) == 404


@pytest.mark.parametrize(("who", "sees_queue"), [("analyst", True), ("steering", False), ("administrator", False)])
def test_outside_the_team_the_dashboard_has_counts_by_channel_type_and_day_only(cast, place, who, sees_queue):
    text = cast.client_of(who).get(reverse("analysis_staff:dashboard", args=["places"])).content.decode()
    assert "By channel" in text
    assert ("to moderate" in text) is sees_queue
    assert ("begun and not sent" in text) is sees_queue


def test_the_dashboard_counts_the_drafts_that_the_public_has_begun(cast, place):
    for origin, by in (("public", None), ("keyed", cast.communications)):
        Draft.objects.create(
            exercise=place, edition=place.edition, origin=origin, keyed_by=by, created_at=OPENS, updated_at=OPENS
        )
    assert dashboard.of(place, editions.of(place)).drafts == open_drafts(place) == 1


@pytest.mark.parametrize(
    ("who", "moment", "audience", "answer"),
    [
        ("analyst", OPEN, "team", 302),
        ("analyst", OPEN, "steering", 302),
        ("communications", OVER, "public", 302),
        ("steering", OPEN, "steering", 403),
        ("steering", OVER, "steering", 302),
        ("steering", OVER, "team", 422),
        ("administrator", OVER, "steering", 403),
    ],
)
def test_who_may_ask_for_which_report_and_when(cast, place, quiet, who, moment, audience, answer):
    with clock.held(moment):
        assert status(cast, who, pages(), "post", audience=audience) == answer
    assert Report.objects.exists() is (answer == 302)


def test_the_steering_group_may_ask_early_once_the_communications_team_said_why(cast, place, quiet):
    url = reverse("analysis_staff:early_access", args=["places"])
    with clock.held(OPEN):
        assert status(cast, "analyst", url, "post", reason="Please") == 403
        assert status(cast, "communications", url, "post", reason="") == 422
        assert status(cast, "communications", url, "post", reason="The Board meets early.") == 302
        assert EarlyAccess.objects.get().granted_by == cast.communications
        assert status(cast, "steering", pages(), "post", audience="steering") == 302


def test_each_audience_reads_its_own_reports(cast, place):
    team, steering = ready(place, "team"), ready(place, "steering")
    for name in ("", "respondents/", "q3/", "charts/channels.wide.svg", "download/csv/", "download/docx/"):
        with clock.held(OPEN):
            assert status(cast, "steering", pages(steering) + name) == 404
        with clock.held(OVER):
            assert status(cast, "steering", pages(steering) + name) == 200
            assert status(cast, "steering", pages(team) + name) == 404
            assert status(cast, "analyst", pages(team) + name) == 200
            assert status(cast, "administrator", pages(steering) + name) == 403
            assert status(cast, "outsider", pages(steering) + name) in {403, 404}


def test_a_download_is_an_attachment_with_a_telling_name(cast, place):
    report = ready(place, "team")
    answer = cast.client_of("analyst").get(pages(report) + "download/xlsx/")
    assert answer["Content-Disposition"] == 'attachment; filename="places-report-1-team.xlsx"'
    assert b"".join(answer.streaming_content).startswith(b"PK")


def test_the_web_files_themselves_are_not_for_download(cast, place):
    report = ready(place, "team")
    assert status(cast, "analyst", pages(report) + "download/html/") == 404


def test_a_report_on_its_way_says_so_and_does_not_reload_itself(cast, place):
    report = asking.ask(place, audience="team", by=cast.analyst)
    text = cast.client_of("analyst").get(pages(report)).content.decode()
    assert "being built" in text
    assert "Check again" in text
    assert "http-equiv" not in text
    assert status(cast, "analyst", pages(report) + "download/csv/") == 404


def test_a_page_that_asks_how_far_a_report_is_gets_that_part_alone(cast, place):
    report = asking.ask(place, audience="team", by=cast.analyst)
    analyst = cast.client_of("analyst")
    part = analyst.get(pages(report), headers={"HX-Request": "true"}).content.decode()
    assert "being built" in part
    assert "<html" not in part
    assert 'hx-trigger="every 4s"' in part
    done = analyst.get(pages(ready(place, "team")), headers={"HX-Request": "true"}).content.decode()
    assert "The report is ready" in done
    assert "hx-trigger" not in done


def test_a_failed_report_says_what_to_do(cast, place):
    report = asking.ask(place, audience="team", by=cast.analyst)
    reports.fail(report.pk, "The figures could not be put together.")
    text = cast.client_of("analyst").get(pages(report)).content.decode()
    assert "could not be put together" in text
    assert "Ask for a new report" in text


def test_a_broker_that_is_down_does_not_lose_a_request(cast, place, settings, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr(tasks.build_report, "apply_async", refuse)
    assert status(cast, "analyst", pages(), "post", audience="team") == 302
    assert Report.objects.get().state == "pending"


def test_the_list_of_reports_asks_no_more_of_the_database_when_it_grows(cast, place):
    client = cast.client_of("analyst")
    client.get(pages())
    counts = []
    for _ in range(2):
        for _ in range(3):
            asking.ask(place, audience="team", by=cast.analyst)
        with CaptureQueriesContext(connection) as queries:
            client.get(pages())
        counts.append(len(queries))
    assert counts[0] == counts[1]
