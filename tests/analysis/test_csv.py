"""The CSV of all answers: what a spreadsheet opens, and PostgreSQL writing what Python writes."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from analysis import formats, snapshots
from analysis.models import Report
from analysis.render.base import Job
from bench import copies
from engagement.models import ChoiceWording, RespondentCategoryWording
from tests.analysis.factories import CLOSES, act, redact, respond
from tests.analysis.files import FORMULAS, made, rows
from tests.naughty import texts


def test_csv_has_one_row_per_answer_and_nothing_that_a_spreadsheet_would_run(report, tmp_path):
    found = rows(made(report, "csv", tmp_path))
    assert len(found) == 3 + 2 * len(FORMULAS) + 1
    for row in found:
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "'=1+1" in {row["answer"] for row in found}
    assert {row["answer"] for row in found if row["item"] == "most"} == {"Travel"}


def test_csv_outside_the_team_has_no_area_role_or_reference(report, tmp_path):
    assert not {"area", "role", "reference"} & rows(made(report, "csv", tmp_path))[0].keys()
    assert {"area", "role", "reference"} <= rows(made(report, "csv", tmp_path, "team"))[0].keys()


def test_csv_has_only_accepted_answers_as_redacted(exercise, moderator, tmp_path):
    respond(exercise, {"functions": "Unread"}, standing="unmoderated")
    response = respond(exercise, {"functions": "Call 01632 960001"})
    redact(response, "functions", "Call ██", by=moderator)
    held = respond(exercise, {"functions": "Held"})
    act(held, "hold", standing="held", by=moderator)
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    assert [row["answer"] for row in rows(made(report, "csv", tmp_path))] == ["Call ██"]


@pytest.mark.postgres
@pytest.mark.parametrize("redacted", [False, True])
def test_copy_writes_what_python_writes(report, exercise, moderator, tmp_path, monkeypatch, redacted):
    from analysis.render import csv as csv_renderer

    awkward(exercise)
    if redacted:
        redact(respond(exercise, {"functions": "Call me", "most": ["size"]}), "functions", '="██"', by=moderator)
    report.snapshot = snapshots.take(exercise)
    monkeypatch.setattr("analysis.render.csv_copy.PIECE", 4)
    for audience in Report.Audience.values:
        by_copy = made(report, "csv", tmp_path, audience).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(csv_renderer, "connection", type("Another", (), {"vendor": "sqlite"}))
            assert made(report, "csv", tmp_path, audience).read_bytes() == by_copy


def awkward(exercise):
    """Every awkward text by itself, names and labels that look like formulas, several picks, none."""
    ChoiceWording.objects.filter(choice__key="size").update(label='=SUM("A1")')
    RespondentCategoryWording.objects.filter(category__key="trust").update(label='+"Trust"')
    for text in [*(text.replace("\0", "") for text in texts()), "", "z", "Éa", "\u200b=1", '"', "A\r\nB", "1", "- no"]:
        respond(exercise, {"functions": text, "alternative": f"A {text}"}, may_publish=True)
    respond(exercise, {"most": ["travel", "size"], "grouping": ["a"]}, may_publish=True)
    respond(exercise, {"most": ["size"], "right.size": ["no"], "grouping": []}, may_publish=True)
    for name in ("@Friends", 'The "Old" Surgery', "Élan"):
        for reason in ("", "We are few."):
            respond(
                exercise,
                {"functions": "Ours"},
                kind="organisation",
                organisation_name=name,
                organisation_type="trust",
                position_held="=Chair",
                confidentiality_reason=reason,
                may_publish=True,
                received_at=CLOSES - dt.timedelta(hours=1),
            )
    respond(exercise, {}, may_publish=True)


@pytest.mark.postgres
def test_the_copy_that_the_bench_holds_it_against_has_the_same_rows(exercise, tmp_path):
    for kind in ("organisation", "individual"):
        respond(exercise, {"functions": 'A "word"', "most": ["travel"], "right.size": ["no"]}, kind=kind, area="north")
    respond(exercise, {"most": ["travel", "size"], "options.option-2.disadvantage": "None"}, organisation_type="trust")
    respond(exercise, {"functions": "Unread"}, standing="unmoderated")
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    ours = made(report, "csv", tmp_path).read_text(encoding="utf-8-sig")
    copies.copy(copies.SAME_ROWS, report.snapshot, tmp_path / "same.csv")
    same = (tmp_path / "same.csv").read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(ours)))[1:] == list(csv.reader(io.StringIO(same)))


@pytest.mark.postgres
def test_a_redaction_after_the_snapshot_changes_nothing_in_the_csv(exercise, moderator, tmp_path):
    response = respond(exercise, {"functions": "As it was"})
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    redact(response, "functions", "As it is", by=moderator)
    assert [row["answer"] for row in rows(made(report, "csv", tmp_path))] == ["As it was"]


@pytest.mark.postgres
def test_the_lease_is_renewed_between_pieces(exercise, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.render.csv_copy.PIECE", 2)
    for _ in range(5):
        respond(exercise, {"functions": "Words"})
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    renewed = []
    formats.renderer("csv")(Job(report, {}, tmp_path / "report.csv", renew=lambda: renewed.append(1)))
    assert len(renewed) == 3
    assert len(rows(tmp_path / "report.csv")) == 5
