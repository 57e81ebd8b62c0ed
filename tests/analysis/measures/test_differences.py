"""Where organisations and individuals differ, by numbers on both sides of the rule."""

import pytest

from analysis.measures.answers import Picked
from analysis.measures.differences import difference, is_compared


def picked(*counts, blank=3):
    answered = sum(counts)
    return Picked(base=answered + blank, answered=answered, blank=blank, choices=dict(enumerate(counts)))


def figures(organisations, individuals):
    return {"organisation": picked(*organisations), "individual": picked(*individuals)}


def test_the_answer_that_is_furthest_apart_is_named_with_its_counts():
    found = difference(figures((9, 1, 10), (10, 30, 10)))
    assert (found.choice, found.organisations, found.individuals) == (1, (1, 20), (30, 50))
    assert found.points == pytest.approx(55)


def test_exactly_twenty_points_apart_is_listed_and_a_little_less_is_not():
    assert difference(figures((6, 4), (4, 6))).points == pytest.approx(20)
    assert difference(figures((60, 40), (401, 599))) is None


def test_of_answers_equally_far_apart_the_first_offered_is_named():
    assert difference(figures((10, 0), (0, 10))).choice == 0


@pytest.mark.parametrize("few", [((9, 0), (0, 90)), ((90, 0), (0, 9)), ((), ())])
def test_where_fewer_than_ten_of_either_answered_nothing_is_compared(few):
    assert not is_compared(figures(*few))
    assert difference(figures(*few)) is None


def test_blank_boxes_have_no_part_in_it():
    apart = {"organisation": picked(10, 0, blank=500), "individual": picked(5, 5, blank=0)}
    assert difference(apart).organisations == (10, 10)
