"""The same alternatives counted first, then groups of alike ones and the one in their middle."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures import partitions
from tests.analysis.measures.drawings import any_drawings, drawings, table

SOME = ["wwwwxxxxyyyy"] * 3 + ["wwwwxxxxyyyx"] + ["wxywxywxywxy"] * 2 + ["yyyyzzzzwwww"]


def test_the_same_partition_is_the_same_whatever_its_places_are_called():
    found = partitions.alike(table(SOME), at_least=1)
    assert [(group.ids, group.same, group.partitions) for group in found.groups] == [
        ((1, 2, 3, 7), 4, 1),
        ((5, 6), 2, 1),
        ((4,), 1, 1),
    ]
    assert found.partitions == 3


def test_nearly_the_same_ones_are_one_group_with_its_most_typical_in_the_middle():
    first, second = partitions.alike(table(SOME)).groups
    assert first.ids == (1, 2, 3, 4, 7)
    assert first.middle == (tuple("abcd"), tuple("efgh"), tuple("ijkl"))
    assert (first.partitions, first.same) == (2, 4)
    assert first.agreement == pytest.approx((4 + partitions.adjusted_rand("wwwwxxxxyyyy", "wwwwxxxxyyyx")) / 5)
    assert second.ids == (5, 6)


def test_of_equally_typical_ones_the_same_is_taken_whatever_the_order_of_answers():
    some = ["wwwwxxxxyyyy", "wwwwxxxxyyyx"]
    middles = [partitions.alike(table(order)).groups[0].middle for order in (some, some[::-1])]
    assert middles[0] == middles[1]


def test_without_alternatives_there_are_no_groups():
    assert partitions.alike(table([], size=3)) == partitions.Alike((), partitions=0, compared=0, left_over=())


def test_where_too_many_differ_the_rest_joins_the_nearest_middle_or_is_left_over():
    found = partitions.alike(table(SOME), compared=1)
    assert found.compared == 1
    (group,) = found.groups
    assert (group.ids, found.left_over) == ((1, 2, 3, 4, 7), (5, 6))


@any_drawings
@given(drawings(size=6, most=8), st.integers(1, 8))
def test_every_alternative_is_in_one_group_or_left_over(some, compared):
    found = partitions.alike(table(some), compared=compared)
    ids = Counter(id for group in found.groups for id in group.ids) + Counter(found.left_over)
    assert ids == Counter(range(1, len(some) + 1))
    assert found.compared == min(compared, found.partitions)
    if found.compared == found.partitions:
        assert found.left_over == ()
    assert [len(group.ids) for group in found.groups] == sorted(
        (len(group.ids) for group in found.groups), reverse=True
    )


@any_drawings
@given(drawings(size=6, most=8), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(some, chance):
    order = chance.sample(range(len(some)), len(some))
    one = partitions.alike(table(some))
    other = partitions.alike(table([some[position] for position in order]))
    assert {frozenset(group.ids) for group in one.groups} == {
        frozenset(order[id - 1] + 1 for id in group.ids) for group in other.groups
    }
    assert sorted(group.middle for group in one.groups) == sorted(group.middle for group in other.groups)


def test_few_areas_drawn_are_alike_to_nobody_who_drew_many():
    """Two pairs of areas are together in all of them; the last says no more than that, of 6 pairs among 28."""
    found = partitions.alike(table(["wwxxyyzz", "wwxxyyzz", "wwxxwwxx", "wwxx----"]))
    assert [sorted(group.ids) for group in found.groups] == [[1, 2], [4], [3]]


def test_an_area_left_out_takes_little_from_the_likeness():
    """The same but for one area of eight: an index of 1 over 21 of 28 pairs, 0.75."""
    found = partitions.alike(table(["wwxxyyzz", "wwxxyyz-"]))
    assert [(sorted(group.ids), group.agreement) for group in found.groups] == [([1, 2], 1.0)]
