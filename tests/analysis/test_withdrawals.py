"""A report that holds an answer withdrawn since: marked, its files kept back, and the next report says so."""

from __future__ import annotations

import json

import pytest

from analysis import asking, snapshots, withdrawals
from analysis.composing.report import compose
from analysis.models import Report
from common import clock
from responses.moderation import author
from tests.analysis.factories import redact, respond, small_exercise
from tests.analysis.test_pages import ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(cast, plain_files):
    return small_exercise(cast.northshire, slug="places")


@pytest.fixture
def report(place):
    """Two individuals answered; either may withdraw."""
    respond(place, {"functions": "These words stay"})
    return ready(place, "team")


def listing(cast, who="analyst"):
    return cast.client_of(who).get("/staff/places/reports/").content.decode()


def test_a_report_is_marked_once_an_answer_in_it_is_withdrawn(cast, place, report):
    going = respond(place, {"functions": "These words go"})
    second = ready(place, "team")
    assert ">Withdrawn<" not in listing(cast)
    author.withdraw(going)
    assert listing(cast).count(">Withdrawn<") == 1  # the first report never held it
    page = cast.client_of("analyst").get(f"/staff/places/reports/{second.number}/")
    assert page.status_code == 200
    assert "These words" not in page.content.decode()
    assert "Ask for a new report" in page.content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [("download/csv/", 410), ("download/docx/", 410), ("charts/channels.wide.svg", 404), ("q1/", 200)],
)
def test_files_are_handed_out_until_an_answer_in_them_is_withdrawn(cast, place, path, status):
    going = respond(place, {"functions": "These words go"})
    report = ready(place, "team")
    client = cast.client_of("analyst")
    url = f"/staff/places/reports/{report.number}/{path}"
    with_words = client.get(url)
    assert with_words.status_code == 200
    if with_words.streaming:
        b"".join(with_words.streaming_content)  # which closes the file
    author.withdraw(going)
    without = client.get(url)
    assert without.status_code == status
    assert "These words go" not in without.content.decode()


def test_the_next_report_lists_it_as_withdrawn_without_its_words_and_supersedes(cast, place):
    going = respond(
        place, {"functions": "These words go"}, kind="organisation", organisation_name="Carers of Northshire"
    )
    first = ready(place, "team")
    author.withdraw(going)
    second = ready(place, "team")
    text = json.dumps(second.data)
    assert "Responses withdrawn by their authors" in text
    assert "These words go" not in text
    assert "Northshire Carers" not in text
    page = cast.client_of("analyst").get(f"/staff/places/reports/{first.number}/").content.decode()
    assert f"/staff/places/reports/{second.number}/" in page
    assert withdrawals.touched(place) == {first.pk: {"withdrawn"}}


def test_who_withdraws_an_answer_withdraws_what_it_replaced(place):
    first = respond(place, {"functions": "First words"})
    report = asking.ask(place, audience="team", by=None)
    Report.objects.filter(pk=report.pk).update(snapshot=snapshots.take(place))
    second = respond(place, {"functions": "Second words"}, supersedes=first)
    author.supersede(first.pk, at=clock.now())
    assert withdrawals.touched(place) == {}  # replaced is not withdrawn
    author.withdraw(second)
    assert withdrawals.touched(place) == {report.pk: {"withdrawn"}}


def test_a_withdrawal_in_another_exercise_touches_nothing(place):
    author.withdraw(respond(small_exercise(slug="another"), {"functions": "Words"}))
    report = asking.ask(place, audience="team", by=None)
    Report.objects.filter(pk=report.pk).update(snapshot=snapshots.take(place))
    assert withdrawals.touched(place) == {}


def test_a_report_on_its_way_is_marked_as_well(place):
    going = respond(place, {"functions": "These words go"})
    report = Report.objects.create(
        exercise=place, number=1, audience="team", snapshot=snapshots.take(place), requested_at=clock.now()
    )
    author.withdraw(going)
    assert compose(report, [])  # what is frozen can still be built
    assert withdrawals.is_touched(report)


@pytest.mark.parametrize(("audience", "is_recalled"), [("team", False), ("steering", True), ("public", True)])
def test_a_report_that_left_the_team_with_words_hidden_since_is_recalled(place, moderator, audience, is_recalled):
    quoted = respond(place, {"functions": "Call them"}, standing="accepted", may_publish=True)
    unread = respond(place, {"functions": "Call me"}, standing="unmoderated", may_publish=True)
    report = asking.ask(place, audience=audience, by=None)
    Report.objects.filter(pk=report.pk).update(snapshot=snapshots.take(place))
    redact(unread, "functions", "Call [redacted]", by=moderator)
    assert withdrawals.touched(place) == {}  # its words were never quoted
    redact(quoted, "functions", "[redacted] them", by=moderator)
    assert withdrawals.touched(place) == ({report.pk: {"hidden"}} if is_recalled else {})
    later = asking.ask(place, audience=audience, by=None)
    Report.objects.filter(pk=later.pk).update(snapshot=snapshots.take(place))
    assert later.pk not in withdrawals.touched(place)
