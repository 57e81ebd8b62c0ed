"""The grouping that agrees best with all alternatives, and how firm it is."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.measures import partitions
from analysis.measures.partitions import table as tables
from tests.analysis.measures.drawings import any_drawings, drawings, table


@any_drawings
@given(st.text("wxyz", min_size=2, max_size=7), st.integers(2, 9))
def test_of_identical_alternatives_it_is_that_partition_whoever_is_left_out(drawing, many):
    found = partitions.consensus(table([drawing] * many))
    assert found.groups == _groups(drawing)
    assert found.agreement == pytest.approx(1)
    assert found.left_out == partitions.LeftOut(made=many, other=0, lowest=1)


def test_a_clear_majority_is_taken_and_the_rest_lowers_the_agreement():
    found = partitions.consensus(table(["wwwxxx"] * 9 + ["wwwwxx"]))
    assert found.groups == _groups("wwwxxx")
    assert found.agreement == pytest.approx(0.9 + 0.1 * partitions.adjusted_rand("wwwxxx", "wwwwxx"))
    assert found.left_out.other == 0


def test_where_one_alternative_decides_leaving_it_out_gives_another_grouping():
    found = partitions.consensus(table(["wwxx", "wwxx", "wxxw"]))
    assert found.groups == _groups("wwxx")
    without = partitions.consensus(table(["wwxx", "wxxw"]))
    assert found.left_out.other == (2 if without.groups != found.groups else 0)
    assert found.left_out.lowest == partitions.adjusted_rand("wwxx", _labels(without.groups))


def test_of_equally_good_groupings_the_one_with_fewer_groups_is_taken():
    found = partitions.consensus(table(["wxyz", "wwww"]))  # single areas and one place: 1/2 each, as good as each other
    assert found.groups == (("a", "b", "c", "d"),)
    assert found.agreement == pytest.approx(0.5)


def test_areas_that_nobody_places_are_in_no_group():
    assert partitions.consensus(table(["w-wx-", "w-wx-"])).groups == (("a", "c"), ("d",))


@pytest.mark.parametrize("some", [[], ["w---", "----"]])
def test_without_two_areas_placed_there_is_none(some):
    assert partitions.consensus(table(some, size=4)) is None


def test_of_a_single_alternative_nothing_is_left_when_it_is_left_out():
    assert partitions.consensus(table(["wwx"])).left_out is None


def assert_leaving_out_row_by_row_gives_the_same(some):
    found = partitions.consensus(table(some))
    assert found.agreement == pytest.approx(_mean_agreement(some, found.groups))
    others = [partitions.consensus(table(some[:own] + some[own + 1 :])).groups for own in range(len(some))]
    different = [groups for groups in others if groups != found.groups]
    assert found.left_out.made == len(some)
    assert found.left_out.other == len(different)
    indices = [partitions.adjusted_rand(_labels(groups), _labels(found.groups)) for groups in different]
    assert found.left_out.lowest == pytest.approx(min(indices, default=1))
    return len(different)


@any_drawings
@given(drawings(least=2, most=6))
def test_everybody_left_out_is_what_leaving_out_row_by_row_gives(some):
    assume(all(len(one.replace("-", "")) > 1 for one in some))
    assume(all(sum(one[area] != "-" for one in some) != 1 for area in range(5)))
    assert_leaving_out_row_by_row_gives_the_same(some)


def test_so_it_is_of_many_where_some_are_the_same_and_some_leave_areas_out():
    chance = random.Random(1)
    found = 0
    for _ in range(6):
        some = ["".join(chance.choices("wxyz-", [5, 5, 4, 1, 2], k=5)) for _ in range(12)] + ["wwxxy"] * 3
        some = [one for one in some if len(one.replace("-", "")) > 1]
        found += assert_leaving_out_row_by_row_gives_the_same(some)
    assert found, "Nothing was sensitive to a single alternative, so the comparison shows little."


@pytest.mark.parametrize(("drawing", "many"), [("wwwxxx", 3), ("wxwxwx", 40)])
def test_the_agreement_is_the_mean_index_over_the_alternatives(drawing, many):
    some = [drawing] * many + ["wwwwww", "wwxxyy"]
    found = partitions.consensus(table(some))
    assert found.alternatives == many + 2
    assert found.agreement == pytest.approx(_mean_agreement(some, found.groups))


def test_of_too_many_different_ones_the_most_frequent_are_left_out_in_turn():
    some = ["wwxx"] * 3 + ["wxxw"] * 2 + ["wxyz"]
    every = partitions.consensus(table(some))
    found = partitions.consensus(table(some), left_out=2)
    assert (found.groups, found.agreement, found.alternatives) == (every.groups, every.agreement, 6)
    assert (every.left_out.made, found.left_out.made) == (6, 5)


@any_drawings
@given(drawings(least=2, most=8), st.integers(1, 8))
def test_leaving_out_fewer_says_nothing_that_leaving_out_each_does_not_say(some, most):
    every = partitions.consensus(table(some))
    assume(every and every.left_out)
    found = partitions.consensus(table(some), left_out=most).left_out
    assert 0 < found.made <= every.left_out.made
    assert found.other <= every.left_out.other
    assert found.lowest >= every.left_out.lowest


def test_an_area_that_only_one_places_is_not_missed_when_that_one_is_left_out():
    found = partitions.consensus(table(["wwxx-", "wwxx-", "wwxxx"]))
    assert found.groups == _groups("wwxxx")
    assert found.left_out == partitions.LeftOut(made=3, other=0, lowest=1)


@any_drawings
@given(drawings(most=8), st.randoms(use_true_random=False))
def test_neither_the_order_of_answers_nor_names_of_places_matter(some, chance):
    names = dict(zip("wxyz-", [*chance.sample("wxyz", 4), "-"], strict=True))
    other = ["".join(names[place] for place in one) for one in chance.sample(some, len(some))]
    assert partitions.consensus(table(some)) == partitions.consensus(table(other))


@any_drawings
@given(drawings(most=8))
def test_reckoning_in_parts_gives_the_same_as_at_once(some):
    whole = partitions.consensus(table(some))
    with pytest.MonkeyPatch.context() as small:
        small.setattr(tables, "AT_ONCE", 1)
        in_parts = partitions.consensus(table(some))
    assert (whole is None) == (in_parts is None)
    if whole:
        assert whole.groups == in_parts.groups
        assert whole.left_out == in_parts.left_out
        assert whole.agreement == pytest.approx(in_parts.agreement)


def _groups(drawing):
    return tuple(
        tuple(chr(ord("a") + position) for position, own in enumerate(drawing) if own == place)
        for place in dict.fromkeys(drawing)
    )


def _labels(groups):
    return [number for _, number in sorted((area, number) for number, group in enumerate(groups) for area in group)]


def _mean_agreement(some, groups):
    place = {area: number for number, group in enumerate(groups) for area in group}
    indices = [
        partitions.adjusted_rand(
            [None if own == "-" else own for own in one],
            [place.get(chr(ord("a") + position)) for position in range(len(one))],
        )
        for one in some
    ]
    return sum(indices) / len(indices)
