"""How often two areas were put together, and the table that it is counted from."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import partitions
from analysis.measures.partitions import table as tables
from tests.analysis.measures.drawings import any_drawings, drawings, table


def test_an_area_that_is_left_out_is_not_in_the_base_of_its_pairs():
    pairs = partitions.count(table(["wwx", "wxx", "ww-", "---"]))
    assert pairs.areas == ("a", "b", "c")
    assert pairs.same.tolist() == [[3, 2, 0], [2, 3, 1], [0, 1, 2]]
    assert pairs.both.tolist() == [[3, 3, 2], [3, 3, 2], [2, 2, 2]]


@any_drawings
@given(drawings(most=6))
def test_counts_are_symmetric_and_what_counting_one_by_one_gives(some):
    pairs = partitions.count(table(some))
    for i, j in itertools.product(range(5), repeat=2):
        assert pairs.both[i, j] == sum("-" not in (one[i], one[j]) for one in some)
        assert pairs.same[i, j] == sum(one[i] == one[j] != "-" for one in some)


@any_drawings
@given(drawings(least=2))
def test_counting_in_parts_gives_the_same_as_counting_at_once(some):
    whole = partitions.count(table(some))
    with pytest.MonkeyPatch.context() as small:
        small.setattr(tables, "AT_ONCE", 1)
        in_parts = partitions.count(table(some))
    assert np.array_equal(whole.same, in_parts.same)
    assert np.array_equal(whole.both, in_parts.both)


def test_areas_that_are_put_together_stand_together():
    order = partitions.count(table(["wxwxwx", "wxwxwy", "wxwxyx"])).order()
    assert {frozenset(order[:3]), frozenset(order[3:])} == {frozenset("ace"), frozenset("bdf")}


@any_drawings
@given(drawings(size=6, letters="wx", most=3), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_answers_or_areas_even_with_ties(some, chance):
    shuffled = chance.sample(some, len(some))
    assert partitions.count(table(some)).order() == partitions.count(table(shuffled)).order()


@pytest.mark.parametrize(("some", "size", "order"), [([], 0, ()), ([], 2, ("a", "b")), (["w"], 1, ("a",))])
def test_nothing_or_one_area_still_has_an_order(some, size, order):
    pairs = partitions.count(table(some, size=size))
    assert pairs.order() == order
    assert pairs.same.shape == (size, size)
