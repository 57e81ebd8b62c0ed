"""Whatever is hidden and whatever is published: bounds hold the truth, arithmetic adds up, clashes are minimal."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from footprints.derivation import Derivation, Published, Sources
from tests.footprints.published import WITH, WITHOUT, hidden, norfolk, norfolk_areas

NORFOLK = norfolk()
Hidden = tuple[dict[str, int], list[Published]]


def held_by(derivation: Derivation, part: str) -> Fraction:
    """Return how often a sum of figures counts the people of a part."""
    return sum((term.times for term in derivation.terms if part in term.figure.parts), Fraction(0))


@settings(deadline=None)
@given(scenario=st.sampled_from([WITH, WITHOUT]), places=st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_any_places_of_whole_blocks_are_exact_and_add_up_to_the_system(scenario: str, places: list[int]) -> None:
    there = set(norfolk_areas(scenario))
    parts = [
        frozenset().union(*(block for block, own in zip(NORFOLK.blocks, places, strict=True) if own == place)) & there
        for place in range(5)
    ]
    known = [NORFOLK.known(part, scenario) for part in parts]
    assert all(one.is_exact for one in known)
    assert sum(one.low for one in known) == {WITH: 1_073_906, WITHOUT: 941_290}[scenario]
    assert all(one.at_least.people == one.low for one in known)


@settings(max_examples=100, deadline=None)
@given(drawn=hidden(), data=st.data())
def test_the_truth_lies_between_the_bounds_and_their_arithmetic_adds_up(drawn: Hidden, data: st.DataObject) -> None:
    truth, figures = drawn
    sources = Sources(figures, tuple(truth))
    assert sources.clashes == ()
    asked = data.draw(st.frozensets(st.sampled_from(sorted(truth))))
    known = sources.known(asked)
    hidden_sum = sum(truth[part] for part in asked)
    assert known.low <= hidden_sum
    assert math.ceil(known.at_least.people) == known.low
    assert all(held_by(known.at_least, part) <= (part in asked) for part in truth)
    if known.high is None:
        assert not asked <= frozenset().union(*(figure.parts for figure in figures))
        return
    assert hidden_sum <= known.high
    assert known.at_most is not None
    assert math.floor(known.at_most.people) == known.high
    assert all(held_by(known.at_most, part) >= (part in asked) for part in truth)
    assert known.people in (None, hidden_sum)


@settings(max_examples=40, deadline=None)
@given(drawn=hidden(), data=st.data())
def test_no_tighter_bounds_are_possible(drawn: Hidden, data: st.DataObject) -> None:
    """The populations themselves are looked for, where the derivation looks for sums of figures."""
    truth, figures = drawn
    counted = frozenset().union(*(figure.parts for figure in figures))
    asked = data.draw(st.frozensets(st.sampled_from(sorted(counted))))
    known = Sources(figures, tuple(truth)).known(asked)
    assert known.low <= math.ceil(extreme(figures, sorted(truth), asked, 1) + 0.01)
    assert known.low >= math.ceil(extreme(figures, sorted(truth), asked, 1) - 0.01)
    assert known.high is not None
    assert known.high <= math.floor(extreme(figures, sorted(truth), asked, -1) + 0.01)
    assert known.high >= math.floor(extreme(figures, sorted(truth), asked, -1) - 0.01)


def extreme(figures: list[Published], parts: list[str], asked: frozenset[str], sign: int) -> float:
    return sign * float(populations(figures, parts, [sign * (part in asked) for part in parts]).fun)


def populations(figures: list[Published], parts: list[str], objective: list[int]) -> Any:
    rows = np.array([[part in figure.parts for part in parts] for figure in figures], dtype=float)
    people = [figure.people for figure in figures]
    return linprog(objective, A_eq=rows, b_eq=people, bounds=(0, None), method="highs")


@settings(max_examples=40, deadline=None)
@given(drawn=hidden(), data=st.data(), wrong_by=st.integers(-9_000, 9_000))
def test_a_wrong_figure_is_named_in_a_set_that_none_can_be_left_out_of(
    drawn: Hidden, data: st.DataObject, wrong_by: int
) -> None:
    truth, figures = drawn
    index = data.draw(st.integers(0, len(figures) - 1))
    assume(figures[index].people + wrong_by >= 0)
    figures[index] = dataclasses.replace(figures[index], people=figures[index].people + wrong_by)
    sources = Sources(figures, tuple(truth))
    is_possible = populations(figures, sorted(truth), [0] * len(truth)).status == 0
    assert is_possible == (not sources.clashes)
    assert len(sources.clashes) <= 1  # all but one figure are true
    for clash in sources.clashes:
        assert figures[index] in clash.figures
        assert Sources(clash.figures, tuple(truth)).clashes
        for figure in clash.figures:
            rest = [other for other in clash.figures if other != figure]
            assert not rest or Sources(rest, tuple(truth)).clashes == ()
        terms = [*clash.more, *(dataclasses.replace(term, times=-term.times) for term in clash.fewer)]
        assert sum(term.people for term in terms) == -clash.missing < 0
        assert all(held_by(Derivation(tuple(terms)), part) >= 0 for part in truth)
    for one in ({part} for part in truth):  # what is left is still answered
        assert sources.known(one).low >= 0
