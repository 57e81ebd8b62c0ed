"""Judgements of each option in reports: worked by hand, and looked at from outside."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.analysis.building import built
from tests.analysis.factories import act, respond
from tests.analysis.judging import AUDIENCES, answered, composed, judge, said, tables, with_judgements_and_ranking

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise(exercise):
    return with_judgements_and_ranking(exercise)


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


def travel_of(data):
    """Return what the table of the first option shows of individuals: well, badly, and left blank."""
    return tables(data, "q3")["judged.option-1"]["rows"][1][2:5]


@pytest.mark.parametrize("earlier", ["steering", "public"])
def test_what_one_newcomer_judged_does_not_follow_from_two_reports(exercise, earlier):
    judge(exercise, 20, 20)
    judge(exercise, 40, pair="judged.option-2.cost")  # they left the other pairs blank
    assert travel_of(built(exercise, earlier).data) == [20, 20, 40]
    judge(exercise, 1)
    later = built(exercise, "public").data
    assert travel_of(later) == ["[c]"] * 3
    assert later["disclosure"]["item judged.option-1.travel"]["withheld"]
    assert answered(later, "judged")[2] == "[c]"
    assert travel_of(composed(exercise)) == [21, 20, 40]


def test_who_went_between_two_reports_does_not_follow_either(exercise, moderator):
    judge(exercise, 20, 20)
    gone = respond(exercise, {"judged.option-1.travel": ["well"]})
    assert travel_of(built(exercise, "public").data) == [21, 20, 0]
    act(gone, "leave_out", standing="left_out", by=moderator)
    assert travel_of(built(exercise, "steering").data) == ["[c]"] * 3


def test_from_eight_newcomers_with_the_same_answer_on_they_are_shown_again(exercise):
    judge(exercise, 20, 20)
    built(exercise, "public")
    judge(exercise, 7)
    assert travel_of(built(exercise, "public").data) == ["[c]"] * 3
    judge(exercise, 1)
    assert travel_of(built(exercise, "public").data) == [28, 20, 0]


def test_a_report_of_the_same_people_shows_what_the_earlier_one_did(exercise):
    judge(exercise, 20, 20)
    built(exercise, "steering")
    assert travel_of(built(exercise, "public").data) == [20, 20, 0]


def test_a_report_that_stayed_with_the_team_hides_nothing_in_a_later_one(exercise):
    judge(exercise, 20, 20)
    built(exercise, "team")
    judge(exercise, 1)
    assert travel_of(built(exercise, "public").data) == [21, 20, 0]


def counts_of_choices(exercise, audience):
    with CaptureQueriesContext(connection) as asked:
        composed(exercise, audience)
    return sum("COUNT(*)" in query["sql"] and "choice_id" in query["sql"] for query in asked.captured_queries)


def test_an_earlier_report_is_counted_again_in_one_query_for_all_pairs(exercise):
    judge(exercise, 20, 20)
    built(exercise, "public")
    assert counts_of_choices(exercise, "public") == counts_of_choices(exercise, "team") + 2  # the ranking has its own
