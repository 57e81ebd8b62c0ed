"""Somebody tries to work out what a few said from sums over nearly the same people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.means import differ_by_few, leaves_room, may_be_given
from tests.analysis.measures.drawings import any_drawings


def people(*ranges):
    return np.concatenate([np.arange(*one) for one in ranges]) if ranges else np.zeros(0, int)


def test_the_mean_of_fewer_than_eight_is_not_given():
    assert not may_be_given(people((0, 7)), [])
    assert may_be_given(people((0, 8)), [])


def test_of_nobody_nothing_is_given_away():
    assert may_be_given(people(), [people((0, 20))])


def test_the_same_people_again_tell_nothing_new():
    assert may_be_given(people((0, 20)), [people((0, 20))])


@pytest.mark.parametrize("more", [1, 7])
def test_a_few_more_than_in_an_earlier_report_would_be_the_difference(more):
    assert not may_be_given(people((0, 20 + more)), [people((0, 20))])


def test_eight_more_may_be_given():
    assert may_be_given(people((0, 28)), [people((0, 20))])


def test_one_who_withdrew_is_hidden_among_those_who_came():
    assert may_be_given(people((1, 40)), [people((0, 20))])
    assert not may_be_given(people((1, 20)), [people((0, 20))])


def test_three_reports_together_give_away_what_no_two_of_them_do():
    first, second = people((0, 20), (20, 30)), people((0, 20), (30, 40))
    fourth = people((0, 20), (20, 41))
    assert may_be_given(fourth, [first, second])
    assert not may_be_given(fourth, [first, second, people((0, 20))])  # the first and second less the third, and so on


@any_drawings
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_of_a_growing_exercise_each_step_has_to_be_none_or_eight(steps):
    sizes = np.cumsum(steps)
    *earlier, now = [people((0, size)) for size in sizes]
    before_fine = all(may_be_given(one, earlier[:place]) for place, one in enumerate(earlier))
    small = [step for step in steps if 0 < step < 8]
    if before_fine and sizes[-1]:
        assert may_be_given(now, earlier) == (steps[-1] not in small)


@any_drawings
@given(st.lists(st.sampled_from([3, 8]), min_size=3, max_size=3), st.lists(st.integers(1, 7), min_size=2, max_size=4))
def test_no_adding_and_subtracting_of_what_is_given_leaves_a_few_alone(sizes, reports):
    """Three groups of people, each in a report or not; the last report is the one that asks."""
    ends = np.cumsum([0, *sizes])
    inside = np.array([[report >> place & 1 for place in range(3)] for report in reports])
    sets = [people(*[(ends[at], ends[at + 1]) for at in range(3) if row[at]]) for row in inside]
    ways = np.stack(np.meshgrid(*[range(-2, 3)] * len(reports)), axis=-1).reshape(-1, len(reports))
    left = {tuple(combined) for combined in ways @ inside if combined.any()}
    told = any(sum(size for size, one in zip(sizes, combined, strict=True) if one) < 8 for combined in left)
    if told:
        assert not may_be_given(sets[-1], sets[:-1])


def test_a_mean_near_an_end_gives_away_how_many_were_not_there():
    assert not leaves_room([1.05], 20, lowest=1, highest=9)  # one of twenty put it second, all others first
    assert not leaves_room([5, 8.9], 20, lowest=1, highest=9)
    assert leaves_room([1, 9], 20, lowest=1, highest=9)  # everybody: no small number
    assert leaves_room([1.4, 8.6], 20, lowest=1, highest=9)


def test_countings_that_are_a_few_apart_are_told_from_those_that_are_not():
    assert differ_by_few([20, 9], [20, 2])
    assert not differ_by_few([20, 9], [20, 0])
    assert not differ_by_few([20, 9], [20, 9])
