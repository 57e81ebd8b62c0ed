"""Rankings of the factors in reports: worked by hand, and looked at from outside."""

from __future__ import annotations

import pytest

from analysis import snapshots
from tests.analysis.building import built
from tests.analysis.factories import respond
from tests.analysis.judging import answered, composed, rank, said, tables, with_judgements_and_ranking

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise(exercise):
    return with_judgements_and_ranking(exercise)


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


def test_means_a_place_apart_are_listed_though_their_difference_in_binary_is_less(exercise):
    """2.3 less 1.3 is a little less than 1 to a machine."""
    rank(exercise, ["travel", "size", "cost"], 7, kind="organisation")
    rank(exercise, ["size", "travel", "cost"], 3, kind="organisation")
    rank(exercise, ["size", "travel", "cost"], 7)
    rank(exercise, ["size", "cost", "travel"], 3)
    assert ["Travel", 1.3, 2.3, 1.0] in tables(composed(exercise), "q2")["order.differences"]["rows"]


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
