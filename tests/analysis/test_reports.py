"""A report from the request to the files: frozen, claimed once, taken up again, for its readers only."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction

from analysis import reports, snapshots, words
from analysis.composing.report import compose
from analysis.models import Report, SnapshotMember
from engagement import editions
from tests.analysis.building import asked, built
from tests.analysis.factories import act, redact, respond


def test_a_snapshot_does_not_change_while_moderation_goes_on(exercise, moderator):
    response = respond(exercise, {"functions": "My name is Jo and I agree"}, standing="accepted")
    snapshot = snapshots.take(exercise)
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshot)
    before = json.dumps(compose(report, []))
    redact(response, "functions", "My name is ██ and I agree", by=moderator)
    act(response, "hold", standing="held", by=moderator)
    respond(exercise, {"functions": "Too late for that snapshot"})
    assert json.dumps(compose(report, [])) == before


def test_a_number_that_another_snapshot_has_just_taken_is_not_asked_for_twice(exercise, monkeypatch):
    first = snapshots.take(exercise)
    numbers = iter([first.number, first.number, 2])  # twice it looked before the other had committed
    monkeypatch.setattr(snapshots, "_next_number", lambda exercise: next(numbers))
    assert snapshots.take(exercise).number == 2


def test_a_snapshot_that_cannot_be_taken_fails_in_the_end(exercise, monkeypatch):
    first = snapshots.take(exercise)
    monkeypatch.setattr(snapshots, "_next_number", lambda exercise: first.number)
    with pytest.raises(IntegrityError):
        snapshots.take(exercise)


def test_words_are_quoted_as_redacted_at_the_snapshot(exercise, moderator):
    response = respond(exercise, {"functions": "My name is Jo"})
    redact(response, "functions", "My name is ██", by=moderator)
    first = snapshots.take(exercise)
    redact(response, "functions", "██", by=moderator)
    second = snapshots.take(exercise)
    content = editions.of(exercise)
    texts = [next(iter(words.drawn(one, "team", content).values())).quotes[0].text for one in (first, second)]
    assert texts == ["My name is ██", "██"]


def test_unmoderated_words_are_counted_and_never_quoted(exercise):
    respond(exercise, {"functions": "Nobody has read this yet"}, standing="unmoderated")
    report = built(exercise)
    assert report.data["counts"]["individuals"] == 1
    assert "Nobody has read this yet" not in json.dumps(report.data)


def test_individuals_are_quoted_without_name_and_organisations_by_name_unless_confidential(exercise):
    respond(exercise, {"functions": "Ours"}, kind="organisation", organisation_name="Northshire Carers")
    respond(
        exercise,
        {"functions": "Secret"},
        kind="organisation",
        organisation_name="Hidden Group",
        organisation_type="trust",
        confidentiality_reason="Funding",
    )
    respond(exercise, {"functions": "Mine"}, kind="individual")
    text = json.dumps(built(exercise, "steering").data)
    assert "Northshire Carers (unconfirmed)" in text
    assert "Hidden Group" not in text
    assert "NHS trust that asked not to be named" in text
    assert "Hidden Group" in json.dumps(built(exercise, "team").data)


def test_the_public_reads_only_those_who_agreed(exercise):
    respond(exercise, {"functions": "You may print this"}, may_publish=True)
    respond(exercise, {"functions": "You may not print this"}, may_publish=False)
    text = json.dumps(built(exercise, "public").data)
    assert "You may print this" in text
    assert "You may not print this" not in text


@pytest.mark.parametrize("may_publish", [True, False])
def test_the_public_reads_points_of_a_meeting_only_with_its_permission(exercise, may_publish):
    respond(exercise, {"functions": "A point"}, kind="meeting", channel="meeting", may_publish=may_publish)
    snapshot = snapshots.take(exercise)
    read = {
        audience: len(list(words.respondents(snapshot, audience, editions.of(exercise))))
        for audience in ("team", "public")
    }
    assert read == {"team": 1, "public": int(may_publish)}


def test_the_same_seed_draws_the_same_thirty(exercise):
    for number in range(40):
        respond(exercise, {"functions": f"Answer {number}"})
    snapshot = snapshots.take(exercise)
    content = editions.of(exercise)
    drawn = next(iter(words.drawn(snapshot, "team", content).values()))
    assert (drawn.of, len(drawn.quotes)) == (40, 30)
    assert drawn == next(iter(words.drawn(snapshot, "team", content).values()))


def test_small_numbers_of_individuals_are_hidden_outside_the_team(exercise):
    for area, n in (("north", 2), ("south", 12), ("east", 30)):
        for _ in range(n):
            respond(exercise, area=area)
    respond(exercise, kind="organisation", area="north")
    rows = {audience: areas(built(exercise, audience)) for audience in ("team", "steering")}
    assert rows["team"]["North"] == [1, 2]
    assert rows["steering"]["North"] == [1, "[c]"]
    assert rows["steering"]["South"] == [0, "[c]"]
    assert rows["steering"]["East"] == [0, 30]


def areas(report):
    tables = [
        block for section in report.data["sections"] for block in section["blocks"] if block.get("key") == "areas"
    ]
    return {row[0]: row[1:] for row in tables[0]["rows"]}


def test_what_an_earlier_report_hid_stays_hidden(exercise):
    for area, n in (("north", 2), ("south", 12), ("east", 30)):
        for _ in range(n):
            respond(exercise, area=area)
    built(exercise, "steering")
    for _ in range(20):
        respond(exercise, area="north")
    later = built(exercise, "public")
    assert areas(later)["North"] == [0, "[c]"]
    assert later.disclosure_step == 2


def test_the_area_of_one_newcomer_does_not_follow_from_two_reports_that_hide_nothing(exercise):
    """It would be tied to the only words that stand in the later report and not in the earlier one."""
    for area in ("north", "south"):
        for _ in range(9):
            respond(exercise, {}, area=area)
    assert areas(built(exercise, "steering"))["North"] == [0, 9]
    respond(exercise, {}, area="north")
    assert {shown[1] for shown in areas(built(exercise, "public")).values()} == {"[c]"}
    for _ in range(7):
        respond(exercise, {}, area="north")
    assert areas(built(exercise, "public"))["North"] == [0, 17]


def test_two_reports_that_leave_the_team_are_never_judged_without_each_other(exercise):
    first, second = (reports.claim(asked(exercise, "steering").pk) for _ in range(2))
    assert reports.build(first)
    assert reports.build(second)
    steps = Report.objects.order_by("number").values_list("disclosure_step", flat=True)
    assert list(steps) == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=second.pk).update(disclosure_step=1)


def test_a_member_stands_in_the_figures_only_if_current_and_in(exercise):
    respond(exercise, standing="left_out")
    snapshots.take(exercise)
    with pytest.raises(IntegrityError), transaction.atomic():
        SnapshotMember.objects.update(counted=True)
