"""A report that holds what was erased: a tombstone, no words and no files left, and a new one that says so."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import storages

from analysis import burying, reports, tasks, withdrawals
from analysis.models import Report, ReportFile, Tombstone
from common import clock
from responses.moderation import author
from responses.privacy import carrying_out, erasing, holds, ties
from responses.submission.models import Response
from tests.analysis.factories import CLOSES, respond, small_exercise
from tests.analysis.test_pages import ready

pytestmark = pytest.mark.django_db
WORDS = "The lift in Bank Street is broken"


@pytest.fixture
def place(cast, plain_files, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return small_exercise(cast.northshire, slug="places")


@pytest.fixture
def going(place):
    respond(place, {"functions": "These words stay"}, may_publish=True)
    return respond(place, {"functions": WORDS, "most": ["travel"]}, may_publish=True, area="north", role="carer")


def erase(response, by):
    erasing.erase_subject(response.exercise, ties.everything_of({Response: {response.pk}}), by=by)


def built(report_id):
    report = reports.claim(report_id)
    reports.build(report)
    for name in ReportFile.Format:
        tasks.render_file(report_id, name)
    return Report.objects.get(pk=report_id)


def kept_files():
    return [name for name in storages["default"].kept() if name.startswith("reports/")]


def test_the_new_report_supersedes_and_says_why_and_the_old_one_is_a_tombstone(
    cast, place, going, django_capture_on_commit_callbacks
):
    first = ready(place, "public")
    assert WORDS in json.dumps(first.data)
    with django_capture_on_commit_callbacks(execute=True):
        erase(going, cast.communications)
        [asked] = burying.sweep()
    assert kept_files() == []
    assert WORDS not in json.dumps(Report.objects.get(pk=first.pk).data)

    second = built(asked)
    assert (second.number, second.audience, second.supersedes_id) == (2, "public", first.pk)
    said = json.dumps(second.data, ensure_ascii=False)
    assert WORDS not in said
    assert "It supersedes report 1, which was withdrawn on" in said
    assert "words in it have been erased" in said
    assert withdrawals.causes_of(second) == set()
    page = cast.client_of("analyst").get("/staff/places/reports/1/").content.decode()
    assert "words in it have been erased" in page
    assert Tombstone.objects.get().files[0]["sha256"] in page


def test_every_figure_is_as_before(cast, place, going):
    before = ready(place, "team").data
    erase(going, cast.communications)
    [asked] = burying.sweep()
    after = built(asked).data
    figures = [table for section in before["sections"] for table in section["blocks"] if table["kind"] == "table"]
    again = [table for section in after["sections"] for table in section["blocks"] if table["kind"] == "table"]
    assert before["counts"] == after["counts"]
    kept = {table["key"]: table["rows"] for table in again}
    assert [table["key"] for table in figures if kept[table["key"]] != table["rows"]] == []


def test_a_report_is_buried_once_and_one_new_one_asked_for(cast, place, going):
    ready(place, "team"), ready(place, "team"), ready(place, "steering")
    erase(going, cast.communications)
    assert len(burying.sweep()) == 2  # one for each of the two audiences
    assert burying.sweep() == []
    assert Tombstone.objects.count() == 3
    assert Report.objects.filter(requested_by=None, state="pending").count() == 2


def test_of_two_sweeps_at_once_the_second_finds_the_tombstone(cast, place, going):
    report = ready(place, "team")
    erase(going, cast.communications)
    seen_by_both = Report.objects.get(pk=report.pk)
    assert burying.bury(report, {"erased"}) is not None
    assert burying.bury(seen_by_both, {"erased"}) is None
    assert Report.objects.count() == 2


def test_consent_taken_back_touches_what_the_public_reads_and_nothing_else(place, going):
    public, team = ready(place, "public"), ready(place, "team")
    going.may_publish = False
    going.save()
    assert withdrawals.touched(place) == {}  # it was never given up by an act of its author
    going.acts.create(version=1, verb="consent", at=clock.now())
    assert withdrawals.touched(place) == {public.pk: {"consent"}}
    assert withdrawals.causes_of(team) == set()


def test_under_a_legal_hold_the_files_wait_and_are_not_handed_out(cast, place, going):
    report = ready(place, "team")
    author.withdraw(going)
    hold = holds.place(place, by=cast.communications, reason="A judicial review.")
    burying.sweep()
    assert len(kept_files()) == len(ReportFile.Format)
    assert cast.client_of("analyst").get(f"/staff/places/reports/{report.number}/download/csv/").status_code == 410
    holds.lift(hold, by=cast.administrator, because="It is over.")
    burying.sweep()
    assert Tombstone.objects.get().emptied_at is not None
    assert not report.files.exists()


def test_at_their_time_reports_go_and_those_for_the_public_stay(place, going):
    public, team = ready(place, "public"), ready(place, "team")
    with clock.held(CLOSES.replace(year=2027)):
        assert list(carrying_out.carry_out(place, "reports", "rule")) == [{"analysis.Report": 1}]
    assert Tombstone.objects.get().report == team
    assert Report.objects.count() == 2
    assert public.files.count() == len(ReportFile.Format)
