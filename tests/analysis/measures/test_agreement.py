"""The adjusted Rand index against values that others have published, and what must hold of it."""

import itertools
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.partitions import adjusted_rand
from analysis.measures.partitions.agreement import agreement, agreement_in_pairs
from tests.analysis.measures.drawings import LETTERS, any_drawings, drawings, table

# From the documentation of scikit-learn (adjusted_rand_score) and of R's mclust (adjustedRandIndex), and the worked
# table of ten items in K. Yeung and W. Ruzzo, Details of the adjusted Rand index (2001): rows 110, 121, 004.
PUBLISHED = [
    ("0011", "0011", 1.0),
    ("0011", "1100", 1.0),
    ("0012", "0011", 0.5714285714),
    ("0011", "0012", 0.5714285714),
    ("0000", "0123", 0.0),
    ("0011", "0101", -0.5),
    ("000111", "001122", 0.2424242424),
    ("01203451", "11002222", -0.1290322581),
    ("123123123123", "ABCDABCDABCD", -0.2790698),
    ("1122223333", "ABABBCCCCC", 0.31257),
]


@pytest.mark.parametrize(("one", "other", "value"), PUBLISHED)
def test_it_has_the_published_values(one, other, value):
    assert adjusted_rand(one, other) == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize(("drawing", "value"), [("wwww", 1.0), ("wxyz", 1.0)])
def test_one_place_or_single_areas_agree_fully_with_themselves(drawing, value):
    assert adjusted_rand(drawing, drawing) == value


@pytest.mark.parametrize("trivial", ["wwww", "wxyz"])
def test_one_place_or_single_areas_agree_with_anything_else_as_by_chance(trivial):
    assert adjusted_rand(trivial, "wwxx") == 0


@pytest.mark.parametrize(("one", "other"), [("", ""), ("w", "w"), ("w--", "wxy"), ("ww--", "--ww")])
def test_with_fewer_than_two_areas_in_common_it_is_not_defined(one, other):
    assert adjusted_rand(_left_out(one), _left_out(other)) is None


def test_partitions_of_different_items_are_refused():
    with pytest.raises(ValueError, match="different items"):
        adjusted_rand("ww", "www")


def test_only_areas_that_both_place_are_compared():
    assert adjusted_rand(_left_out("wwxx-z"), _left_out("wwxyz-")) == adjusted_rand("wwxx", "wwxy")


@any_drawings
@given(drawings(most=2, least=2), st.permutations(LETTERS))
def test_it_is_symmetric_and_names_of_places_do_not_matter(two, other_names):
    one, other = map(_left_out, two)
    renamed = [None if place is None else dict(zip(LETTERS, other_names, strict=True))[place] for place in one]
    assert adjusted_rand(one, other) == adjusted_rand(other, one) == adjusted_rand(renamed, other)


@any_drawings
@given(drawings(most=4))
def test_tables_give_what_counting_pairs_one_by_one_gives(some):
    rows = table(some).places
    every, by_row = agreement(rows, rows), agreement_in_pairs(rows, rows[::-1])
    for (i, one), (j, other) in itertools.product(enumerate(some), repeat=2):
        assert every[i, j] == pytest.approx(_by_hand(one, other), nan_ok=True)
    assert by_row == pytest.approx([every[i, len(some) - 1 - i] for i in range(len(some))], nan_ok=True)


def _left_out(drawing):
    return [None if place == "-" else place for place in drawing]


def _by_hand(one, other):
    common = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if "-" not in (mine, theirs)]
    pairs = list(itertools.combinations(common, 2))
    if not pairs:
        return float("nan")
    assert len(pairs) == comb(len(common), 2)
    mine = [p[0] == q[0] for p, q in pairs]
    theirs = [p[1] == q[1] for p, q in pairs]
    if mine == theirs:
        return 1.0
    chance = sum(mine) * sum(theirs) / len(pairs)
    both = sum(a and b for a, b in zip(mine, theirs, strict=True))
    return (both - chance) / ((sum(mine) + sum(theirs)) / 2 - chance)
