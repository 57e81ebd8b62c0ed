"""Judgements of each option, and rankings of the factors, in reports: worked by hand, and looked at from outside."""

from __future__ import annotations

import csv
import io

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from analysis import snapshots
from analysis.composing import disclosure
from analysis.composing.report import compose
from analysis.models import Report
from analysis.render.pages import Pages
from engagement import editions
from engagement.models import Factor, FactorWording, Item, Option, Question
from tests.analysis.building import built
from tests.analysis.factories import _choices, _part, respond
from tests.analysis.files import made, rows

pytestmark = pytest.mark.django_db

AUDIENCES = ["team", "steering", "public"]
TRAVEL, SIZE, COST = "order.travel", "order.size", "order.cost"


@pytest.fixture
def exercise(exercise):
    """Three factors to rank, and two options to judge against each."""
    edition = exercise.edition
    cost = Factor.objects.create(exercise=exercise, key="cost", position=2)
    FactorWording.objects.create(factor=cost, edition=edition, title="Cost", detail="")
    factors = list(Factor.objects.filter(exercise=exercise).order_by("position"))
    second, third = Question.objects.filter(exercise=exercise, number__in=[2, 3]).order_by("number")
    order = _part(second, edition, "order", "ranking", [{"factor": factor} for factor in factors])
    _choices(order, edition, [("1", "1st (most important)", None), ("2", "2nd", None), ("3", "3rd", None)])
    options = Option.objects.filter(exercise=exercise).order_by("number")
    pairs = [{"option": option, "factor": factor} for option in options for factor in factors]
    judged = _part(third, edition, "judged", "judgement_per_option", pairs)
    _choices(judged, edition, [("well", "Well", None), ("badly", "Badly", None)])
    editions.compiled.cache_clear()
    return exercise


def judge(exercise, well, badly=0, *, pair="judged.option-1.travel", **who):
    for key, n in (("well", well), ("badly", badly)):
        for _ in range(n):
            respond(exercise, {pair: [key]}, **who)


def rank(exercise, order, times=1, **who):
    """Rank factors, the first first."""
    for _ in range(times):
        respond(exercise, {f"order.{factor}": [str(place)] for place, factor in enumerate(order, 1)}, **who)


def composed(exercise, audience="team"):
    report = Report(exercise=exercise, number=1, audience=audience, snapshot=snapshots.take(exercise))
    return compose(report, disclosure.earlier_reports(report))


def blocks(data, section):
    return next(one for one in data["sections"] if one["key"] == section)["blocks"]


def tables(data, section):
    return {block["key"]: block for block in blocks(data, section) if block["kind"] == "table"}


def said(data, section):
    found = []
    for block in blocks(data, section):
        found += [block.get("text", ""), *block.get("items", [])]
    return " ".join(found)


def answered(data, title):
    table = tables(data, "summary")["answered"]
    return next(row for row in table["rows"] if title in row[0])


def test_each_option_has_its_table_with_both_groups_blank_boxes_and_base(exercise):
    judge(exercise, 2, 1, kind="organisation")
    judge(exercise, 3, pair="judged.option-2.cost")
    found = tables(composed(exercise), "q3")
    first, second = found["judged.option-1"], found["judged.option-2"]
    assert first["columns"] == ["Factor", "Group", "Well", "Badly", "Left blank", "Base"]
    assert first["rows"][:2] == [["Travel", "Organisations", 2, 1, 0, 3], ["Travel", "Individuals", 0, 0, 3, 3]]
    assert second["rows"][5] == ["Cost", "Individuals", 3, 0, 0, 3]
    assert [row[0] for row in first["rows"][::2]] == ["Travel", "Size", "Cost"]


def test_the_bars_of_an_option_are_parts_of_those_who_judged(exercise):
    judge(exercise, 2, 1, kind="organisation")
    chart = tables(composed(exercise), "q3")["judged.option-1"]["chart"]
    assert chart["series"][0]["labels"][0] == "2 of 3"
    assert chart["series"][0]["values"][0] == 66.7
    assert "Bar chart" in chart["alternative"]


def test_where_groups_differ_is_listed_with_counts_and_the_rule(exercise):
    judge(exercise, 9, 1, kind="organisation")
    judge(exercise, 10, 10)
    judge(exercise, 9, 0, kind="organisation", pair="judged.option-2.size")  # nine are too few
    judge(exercise, 0, 30, pair="judged.option-2.size")
    data = composed(exercise)
    assert tables(data, "q3")["judged.differences"]["rows"] == [
        ["Option 1: Option 1", "Travel", "Well", "9 of 10 (90%)", "10 of 20 (50%)", 40]
    ]
    assert "at least 20 percentage points apart" in said(data, "q3")
    assert "1 of 6 pairs were" in said(data, "q3")


def test_without_a_difference_the_report_says_so(exercise):
    judge(exercise, 10, 10, kind="organisation")
    judge(exercise, 10, 10)
    data = composed(exercise)
    assert "judged.differences" not in tables(data, "q3")
    assert "None is listed by this rule." in said(data, "q3")


def test_outside_the_team_few_individuals_are_hidden_with_what_gives_them_away(exercise):
    judge(exercise, 3, 12)
    judge(exercise, 2, 1, kind="organisation")
    rows_of = {
        audience: tables(composed(exercise, audience), "q3")["judged.option-1"]["rows"] for audience in AUDIENCES
    }
    assert rows_of["team"][1] == ["Travel", "Individuals", 3, 12, 0, 15]
    assert rows_of["steering"][1] == ["Travel", "Individuals", "[c]", "[c]", 0, 15]
    assert rows_of["public"][0] == ["Travel", "Organisations", 2, 1, 0, 3]


def test_nothing_is_derived_from_a_hidden_number(exercise):
    judge(exercise, 3, 12)
    judge(exercise, 12, 3, kind="organisation")
    data = composed(exercise, "steering")
    chart = tables(data, "q3")["judged.option-1"]["chart"]
    assert chart["series"][1]["values"][0] is None
    assert chart["series"][1]["labels"][0] == "[c]"
    assert "judged.differences" not in tables(data, "q3")
    assert "judged.differences" in tables(composed(exercise), "q3")


def test_how_many_judged_is_not_said_where_blank_boxes_are_hidden(exercise):
    judge(exercise, 3)
    respond(exercise, {"functions": "Words"}, area="north")
    for _ in range(9):
        respond(exercise, {"functions": "Words"})
    assert answered(composed(exercise, "steering"), "judged")[2] == "[c]"
    assert answered(composed(exercise), "judged")[2] == "0 to 3 of 13"


def test_what_one_report_hid_of_a_judgement_stays_hidden_in_the_next(exercise):
    judge(exercise, 3, 12)
    built(exercise, "steering")
    judge(exercise, 10, 10)
    again = tables(built(exercise, "steering").data, "q3")["judged.option-1"]["rows"]
    assert again[1][2:4] == ["[c]", "[c]"]
    fresh = tables(composed(exercise, "team"), "q3")["judged.option-1"]["rows"]
    assert fresh[1][2:4] == [13, 22]


def test_a_number_that_is_small_now_is_hidden_though_it_was_nought_before(exercise):
    judge(exercise, 0, 20)
    built(exercise, "public")
    judge(exercise, 1)
    again = tables(built(exercise, "steering").data, "q3")["judged.option-1"]["rows"]
    assert again[1][2:4] == ["[c]", "[c]"]


def test_ranks_are_read_with_those_who_left_some_out(exercise):
    rank(exercise, ["travel", "size", "cost"], kind="organisation")
    rank(exercise, ["cost"], kind="organisation")
    respond(exercise, {"functions": "Words"}, kind="organisation")
    found = tables(composed(exercise), "q2")
    assert found["order"]["columns"][2:] == ["Mean place", "Position by it", "Pairs", "Position by pairs", "Put first"]
    assert found["order"]["rows"] == [
        ["Travel", "Organisations", 1.75, 1, 1.5, 1, 1],
        ["Size", "Organisations", 2.25, 3, 0.5, 3, 0],
        ["Cost", "Organisations", 2.0, 2, 1, 2, 1],
    ]
    assert found["order.organisation"]["rows"] == [["Travel", 1, 0, 0, 1], ["Size", 0, 1, 0, 1], ["Cost", 1, 0, 1, 0]]
    assert "Ranked at least one factor: 2 of 3 organisations and groups, and 0 of 0 individuals." in said(
        composed(exercise), "q2"
    )
    assert answered(composed(exercise), "order")[1] == "2 of 3"


def test_a_response_outside_the_figures_does_not_rank(exercise):
    rank(exercise, ["travel"], kind="organisation")
    rank(exercise, ["cost"], 5, kind="organisation", timing="late")
    snapshots.take(exercise)  # an earlier snapshot with the same responses must not count them again
    assert tables(composed(exercise), "q2")["order.organisation"]["rows"][0] == ["Travel", 1, 0, 0, 0]


def test_where_the_two_ways_disagree_the_factors_are_named(exercise):
    rank(exercise, ["travel", "size", "cost"], 6, kind="organisation")
    rank(exercise, ["size", "cost", "travel"], 5, kind="organisation")
    found = said(composed(exercise), "q2")
    assert "Organisations: \N{LEFT SINGLE QUOTATION MARK}Size\N{RIGHT SINGLE QUOTATION MARK}" in found
    assert "Neither names a winner" in found


def test_factors_that_the_groups_ranked_differently_are_listed(exercise):
    rank(exercise, ["travel", "size", "cost"], 10, kind="organisation")
    rank(exercise, ["cost", "size", "travel"], 10)
    assert tables(composed(exercise), "q2")["order.differences"]["rows"] == [
        ["Travel", 1.0, 3.0, 2.0],
        ["Cost", 3.0, 1.0, 2.0],
    ]


def summarised(data):
    return {row[1] for row in tables(data, "q2").get("order", {"rows": []})["rows"]}


@pytest.mark.parametrize("audience", ["steering", "public"])
def test_of_fewer_than_eight_individuals_no_ranking_leaves_the_team(exercise, audience):
    rank(exercise, ["travel", "size", "cost"], 4)
    rank(exercise, ["cost", "size", "travel"], 3)
    rank(exercise, ["cost"], 2, kind="organisation")
    data = composed(exercise, audience)
    assert summarised(data) == {"Organisations"}
    assert "order.individual" not in tables(data, "q2")
    assert "How individuals ranked the factors is not given" in said(data, "q2")
    assert summarised(composed(exercise)) == {"Organisations", "Individuals"}


def test_who_put_what_where_is_kept_back_whole_where_a_few_did(exercise):
    """With the mean place, one hidden number of a row would follow from the others."""
    rank(exercise, ["travel", "size", "cost"], 12)
    rank(exercise, ["size", "cost", "travel"], 10)
    rank(exercise, ["cost", "travel", "size"], 2)
    data = composed(exercise, "steering")
    assert summarised(data) == {"Individuals"}
    assert "order.individual" not in tables(data, "q2")
    assert {row[-1] for row in tables(data, "q2")["order"]["rows"]} == {"[c]"}


def test_a_mean_that_gives_a_few_away_is_kept_back(exercise):
    rank(exercise, ["travel", "size", "cost"], 19)
    rank(exercise, ["size", "travel", "cost"])
    assert summarised(composed(exercise, "steering")) == set()


def test_a_ranking_that_a_later_report_would_tell_by_subtraction_is_kept_back(exercise):
    for order in (["travel", "size", "cost"], ["size", "cost", "travel"], ["cost", "travel", "size"]):
        rank(exercise, order, 9)
    assert summarised(built(exercise, "steering").data) == {"Individuals"}
    rank(exercise, ["travel", "cost", "size"])
    assert summarised(built(exercise, "public").data) == set()
    rank(exercise, ["size", "travel", "cost"], 8)
    later = built(exercise, "steering").data
    assert summarised(later) == {"Individuals"}
    assert later["disclosure"]["ranking order"] == {"summary": True, "places": False}


def test_files_outside_the_team_have_no_rows_that_tell_an_individual_from_all_others(exercise, tmp_path):
    answers = {"judged.option-1.travel": ["well"], TRAVEL: ["1"], "right.travel": ["yes"], "functions": "Words"}
    respond(exercise, answers, may_publish=True)
    respond(exercise, answers, kind="organisation", may_publish=True)
    respond(exercise, {COST: ["1"]}, may_publish=True)
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    for audience in AUDIENCES:
        listed = {(row["group"], row["item"]) for row in rows(made(report, "csv", tmp_path, audience))}
        assert {("organisation", key) for key in answers} <= listed
        assert ("individual", "right.travel") in listed
        assert (("individual", TRAVEL) in listed) == (audience == "team")
        assert (("individual", "judged.option-1.travel") in listed) == (audience == "team")


@pytest.mark.postgres
def test_copy_leaves_out_what_python_leaves_out(exercise, tmp_path, monkeypatch):
    from analysis.render import csv as csv_renderer

    judge(exercise, 2, 1, may_publish=True)
    rank(exercise, ["cost", "size"], 2, may_publish=True)
    rank(exercise, ["cost"], kind="organisation", may_publish=True)
    respond(exercise, {SIZE: ["2"], "functions": "Words"}, may_publish=True)
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    for audience in AUDIENCES:
        by_copy = made(report, "csv", tmp_path, audience).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(csv_renderer, "connection", type("Another", (), {"vendor": "sqlite"}))
            assert made(report, "csv", tmp_path, audience).read_bytes() == by_copy
        individuals = [
            row for row in csv.DictReader(io.StringIO(by_copy.decode("utf-8-sig"))) if row["group"] != "organisation"
        ]
        assert len(individuals) == (9 if audience == "team" else 1)


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
