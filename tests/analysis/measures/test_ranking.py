"""Rankings, partial ones too, summarised in two ways that need not agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from analysis.measures.ranking import ranking
from tests.analysis.measures.drawings import any_drawings

CITIES = ["memphis", "nashville", "chattanooga", "knoxville"]
# The usual example of voting methods, e.g. in Wikipedia's articles on the Borda count and on Copeland's method: where
# the capital of Tennessee should be, for a hundred people.
TENNESSEE = (
    [["memphis", "nashville", "chattanooga", "knoxville"]] * 42
    + [["nashville", "chattanooga", "knoxville", "memphis"]] * 26
    + [["chattanooga", "knoxville", "nashville", "memphis"]] * 15
    + [["knoxville", "chattanooga", "nashville", "memphis"]] * 17
)


def said(rankings, factors):
    """Each ranking names factors, the first first; those in a tuple are ranked alike."""
    places = {factor: place for place, factor in enumerate(factors)}
    ranks = np.zeros((len(rankings), len(factors)), dtype=np.uint8)
    for response, ranked in enumerate(rankings):
        for rank, named in enumerate(ranked, start=1):
            for factor in (named,) if isinstance(named, str) else named:
                ranks[response, places[factor]] = rank
    return ranks


def rows(rankings, factors):
    return {row.factor: row for row in ranking(said(rankings, factors), factors).factors}


def test_it_has_the_published_points_and_pairs():
    found = rows(TENNESSEE, CITIES)
    borda = {city: round(100 * (4 - row.mean_place)) for city, row in found.items()}
    assert borda == {"memphis": 126, "nashville": 194, "chattanooga": 173, "knoxville": 107}
    assert {city: row.pairs for city, row in found.items()} == {
        "memphis": 0,
        "nashville": 3,
        "chattanooga": 2,
        "knoxville": 1,
    }


def test_where_the_two_ways_disagree_the_pair_is_named():
    found = ranking(said(TENNESSEE, CITIES), CITIES)
    assert [row.factor for row in found.factors] == ["nashville", "chattanooga", "memphis", "knoxville"]
    assert found.disagree == (("memphis", "knoxville"),)
    assert found.rankers == 100


def test_factors_left_unranked_share_the_mean_of_the_places_that_remain():
    found = rows([["c", "f"]], "abcdef")
    assert {factor: row.mean_place for factor, row in found.items()} == {
        "c": 1,
        "f": 2,
        "a": 4.5,
        "b": 4.5,
        "d": 4.5,
        "e": 4.5,
    }
    assert [row.by_mean for row in found.values()] == [1, 2, 3, 3, 3, 3]


def test_who_ranks_neither_of_two_says_nothing_of_them():
    found = ranking(said([["a"], ["b", "c"]], "abc"), "abc")
    assert {row.factor: row.pairs for row in found.factors} == {"a": 1, "b": 1.5, "c": 0.5}


def test_factors_ranked_alike_share_their_places():
    found = rows([[("a", "b"), "c"]], "abc")
    assert [row.mean_place for row in found.values()] == [1.5, 1.5, 3]


def test_equal_factors_stand_as_they_were_offered():
    found = ranking(said([["a", "b", "c"], ["c", "b", "a"]], "cab"), "cab")
    assert [(row.factor, row.by_mean, row.by_pairs) for row in found.factors] == [("c", 1, 1), ("a", 1, 1), ("b", 1, 1)]
    assert found.disagree == ()


def test_gaps_between_ranks_do_not_matter():
    gaps = 7 * said([["a", "b", "c"]], "abc")
    assert ranking(gaps, "abc") == ranking(said([["a", "b", "c"]], "abc"), "abc")


@pytest.mark.parametrize("rankings", [[], [[], []]])
def test_without_rankings_there_is_no_summary(rankings):
    assert ranking(said(rankings, "abc"), "abc") is None


def test_who_ranked_nothing_is_not_in_the_base():
    assert ranking(said([["a"], [], ["a"]], "abc"), "abc").rankers == 2


def test_columns_that_are_not_the_factors_are_refused():
    with pytest.raises(ValueError, match="shape"):
        ranking(said([["a"]], "abc"), "ab")


@any_drawings
@given(
    st.lists(
        st.permutations("abcd").flatmap(lambda order: st.integers(1, 4).map(lambda most: order[:most])), min_size=1
    )
)
def test_places_add_up_and_every_ranker_is_in_the_base(some):
    found = ranking(said(some, "abcd"), "abcd")
    assert found.rankers == len(some)
    assert sum(row.mean_place for row in found.factors) == pytest.approx(1 + 2 + 3 + 4)
    assert sum(row.pairs for row in found.factors) == 6
    assert ranking(said(some[::-1], "abcd"), "abcd").factors == found.factors


@any_drawings
@given(st.lists(st.lists(st.integers(0, 4), min_size=4, max_size=4).filter(any), min_size=1))
def test_a_place_is_the_mean_of_the_places_that_equal_ones_take_up(some):
    ranks = np.array(some, dtype=np.uint8)
    expected = rankdata(np.where(ranks == 0, 99, ranks), method="average", axis=1).mean(axis=0)
    found = {row.factor: row.mean_place for row in ranking(ranks, "abcd").factors}
    assert [found[factor] for factor in "abcd"] == pytest.approx(list(expected))
