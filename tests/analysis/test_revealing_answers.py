"""Judgements and rankings in files: who reads them row by row, and what the files look like."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from analysis import snapshots
from analysis.models import Report
from analysis.render.pages import Pages
from engagement import editions
from engagement.models import Item
from tests.analysis.factories import respond
from tests.analysis.files import made, rows
from tests.analysis.judging import AUDIENCES, judge, rank, with_judgements_and_ranking

pytestmark = pytest.mark.django_db
TRAVEL, SIZE, COST = "order.travel", "order.size", "order.cost"


@pytest.fixture
def exercise(exercise):
    return with_judgements_and_ranking(exercise)


def test_files_outside_the_team_have_no_rows_that_tell_an_individual_from_all_others(exercise, tmp_path):
    answers = {
        "judged.option-1.travel": ["well"],
        TRAVEL: ["1"],
        "right.travel": ["yes"],
        "most": ["size"],
        "functions": "Words",
    }
    respond(exercise, answers, may_publish=True)
    respond(exercise, answers, kind="organisation", may_publish=True)
    respond(exercise, {COST: ["1"]}, may_publish=True)
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    for audience in AUDIENCES:
        listed = {(row["group"], row["item"]) for row in rows(made(report, "csv", tmp_path, audience))}
        assert {("organisation", key) for key in answers} <= listed
        assert {("individual", "functions"), ("individual", "most")} <= listed
        for key in ("right.travel", "judged.option-1.travel", TRAVEL):
            assert (("individual", key) in listed) == (audience == "team")


@pytest.mark.postgres
def test_copy_leaves_out_what_python_leaves_out(exercise, tmp_path, monkeypatch):
    from analysis.render import csv as csv_renderer

    judge(exercise, 2, 1, may_publish=True)
    rank(exercise, ["cost", "size"], 2, may_publish=True)
    rank(exercise, ["cost"], kind="organisation", may_publish=True)
    respond(exercise, {SIZE: ["2"], "right.size": ["no"], "functions": "Words"}, may_publish=True)
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    for audience in AUDIENCES:
        by_copy = made(report, "csv", tmp_path, audience).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(csv_renderer, "connection", type("Another", (), {"vendor": "sqlite"}))
            assert made(report, "csv", tmp_path, audience).read_bytes() == by_copy
        individuals = [
            row for row in csv.DictReader(io.StringIO(by_copy.decode("utf-8-sig"))) if row["group"] != "organisation"
        ]
        assert len(individuals) == (10 if audience == "team" else 1)


def test_a_pair_of_option_and_factor_is_named_by_both(exercise, tmp_path):
    from analysis.render.base import item_title

    item = Item.objects.get(part__question__exercise=exercise, key="judged.option-2.cost")
    assert item_title(editions.of(exercise), item.pk) == "Option 2: Cost"


@pytest.fixture
def told(exercise):
    judge(exercise, 12, 12)
    judge(exercise, 12, 2, kind="organisation")
    rank(exercise, ["travel", "size", "cost"], 10, kind="organisation")
    rank(exercise, ["cost", "size", "travel"], 10)
    return Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))


def test_a_mean_place_is_a_number_in_excel(told, tmp_path):
    sheet = CalamineWorkbook.from_path(str(made(told, "xlsx", tmp_path))).get_sheet_by_name("Q2").to_python()
    assert ["Travel", "Organisations", 1.0, 1.0, 2.0, 1.0, 10.0] in [row[:7] for row in sheet]


def test_a_web_page_folds_the_table_of_an_option_below_its_chart(told, tmp_path):
    with made(told, "html", tmp_path).open("rb") as file:
        page = Pages(file).html("q3")
    assert "Option 1: \N{LEFT SINGLE QUOTATION MARK}Well\N{RIGHT SINGLE QUOTATION MARK}, by factor" in page
    assert "Bar chart: Option 1" in page
    assert "12 of 14 (86%)" in page


def test_a_word_document_has_means_with_two_decimals(told, tmp_path):
    document = Document(str(made(told, "docx", tmp_path)))
    table = next(one for one in document.tables if one.cell(0, 2).text == "Mean place")
    assert [cell.text for cell in table.rows[2].cells][1:4] == ["Individuals", "3.00", "3"]


def test_a_pdf_can_be_set_with_them(told, tmp_path):
    assert made(told, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
