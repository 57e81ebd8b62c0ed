"""Places and networks beside the yardsticks, and how alike places are; expectations are worked out by hand."""

from __future__ import annotations

import pytest

from footprints.derivation.estimates import Estimate
from footprints.derivation.figures import Published
from footprints.derivation.sources import Sources
from footprints.evidence import BY_KEY, told
from footprints.evidence.sizes import NETWORK, PLACE, Size, balance, network_sizes, place_sizes
from footprints.evidence.words import people
from footprints.shapes import GeographyShape

WITH, WITHOUT = "with-waveney", "without-waveney"


@pytest.mark.parametrize(
    ("people", "expected"),
    [(249_999, "below"), (250_000, "within"), (500_000, "within"), (500_001, "above")],
)
def test_both_ends_of_the_yardstick_lie_within_it(people: int, expected: str) -> None:
    assert PLACE.beside(people, people) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 29_999, "below"), (30_000, 50_000, "within"), (50_001, None, "above"), (0, 82_861, ""), (31_000, None, "")],
)
def test_a_range_is_placed_only_where_all_of_it_lies_there(low: int, high: int | None, expected: str) -> None:
    assert NETWORK.beside(low, high) == expected


@pytest.mark.parametrize(
    ("number", "scenario", "within", "below", "above"),
    [
        (1, WITH, 1, 0, 1),
        (2, WITH, 1, 1, 1),  # 269,541; 241,574; 562,791
        (3, WITH, 0, 2, 1),
        (4, WITH, 0, 5, 0),
        (5, WITHOUT, 1, 4, 0),  # the West, 269,541
        (6, WITH, 0, 8, 0),  # East Suffolk, the largest, has 249,461
        (6, WITHOUT, 0, 7, 0),
    ],
)
def test_places(shape: GeographyShape, number: int, scenario: str, within: int, below: int, above: int) -> None:
    found = [size.beside for size in place_sizes(shape, shape.by_number[number], shape.scenario(scenario))]
    assert (found.count("within"), found.count("below"), found.count("above")) == (within, below, above)


@pytest.mark.parametrize(
    ("number", "scenario", "smallest", "largest", "ratio"),
    [
        (1, WITH, 352_402, 721_504, 2.05),
        (2, WITH, 241_574, 562_791, 2.33),
        (2, WITHOUT, 108_958, 562_791, 5.17),
        (3, WITH, 179_099, 653_233, 3.65),
        (4, WITH, 176_627, 241_574, 1.37),
        (5, WITHOUT, 108_958, 269_541, 2.47),
        (6, WITH, 99_336, 249_461, 2.51),
        (6, WITHOUT, 99_336, 151_383, 1.52),
    ],
)
def test_balance(shape: GeographyShape, number: int, scenario: str, smallest: int, largest: int, ratio: float) -> None:
    found = balance(place_sizes(shape, shape.by_number[number], shape.scenario(scenario)))
    assert found is not None
    assert (found.smallest.people, found.largest.people) == (smallest, largest)
    assert found.ratio == pytest.approx(ratio, abs=0.005)


def test_of_one_network_the_size_is_known_and_of_the_others_a_range(shape: GeographyShape) -> None:
    found = {size.name: size for size in network_sizes(shape, shape.scenario(WITH))}
    assert len(found) == 17
    (exact,) = (size for size in found.values() if size.people is not None)
    assert (exact.people, exact.beside, exact.about) == (239_182, "above", None)
    coastal = found["Coastal"]
    assert (coastal.low, coastal.high, coastal.beside) == (0, 179_099, "")
    assert (coastal.about, coastal.about_beside) == (23_700, "below")  # 179,099 x 23,493 / 177,778
    estimated = [size.about_beside for size in found.values()]
    assert [estimated.count(words) for words in ("below", "within", "above", "")] == [1, 9, 6, 1]


def test_a_scenario_leaves_networks_out(shape: GeographyShape) -> None:
    assert len(network_sizes(shape, shape.scenario(WITHOUT))) == 15


def test_sentences_say_the_figures_their_base_and_no_judgement(shape: GeographyShape) -> None:
    def said(number: int, kind: str, scenario: str = WITH) -> str:
        found = told(shape, shape.by_number[number], BY_KEY[kind], shape.scenario(scenario))
        assert found is not None
        return found.sentence

    assert said(4, "districts") == (
        "5 of 8 districts are whole. Whole but for areas that lie in more than one district: "
        "Broadland (in 2 places), South Norfolk (in 2 places) and Breckland (in 2 places)."
    )
    assert said(1, "localities") == (
        "3 of 5 localities are whole. Cut: North Norfolk (in 2 places) and South Norfolk (in 2 places)."
    )
    assert said(6, "districts") == "All 8 districts are whole."
    assert said(2, "place_sizes") == (
        "Of 3 places, 1 within 250,000 to 500,000, 1 below and 1 above, counted by GP practice lists."
    )
    assert said(6, "balance", WITHOUT) == (
        "From 99,336 (Great Yarmouth) to 151,383 (King's Lynn and West Norfolk): the largest has 1.5 times as many "
        "people as the smallest, counted by Mid-2019 population estimates."
    )
    assert (
        "Of the other 16 only a range is. By estimates (NHS practice list sizes, April 2020), 9 within, 1 below "
        in (said(3, "network_sizes"))
    )


def estimated(number: int, low: int, high: int | None) -> Size:
    parts = frozenset({"a"})
    sources = Sources([Published("A", "A", "a base", parts, 40_000)], ["a"])
    estimate = Estimate(sources.base, parts, number, "A source", "2020", sources.known(parts, None), ())
    return Size("A", low, high, PLACE, estimate)


def test_an_estimate_in_hundreds_stays_between_what_is_known_and_is_judged_to_the_last_person() -> None:
    assert estimated(30_020, 30_010, 30_040).about == 30_010
    assert estimated(30_060, 30_010, 30_070).about == 30_070
    assert estimated(249_960, 0, None).about == 250_000
    assert estimated(249_960, 0, None).about_beside == "below"


def test_nothing_known_is_not_told_as_a_figure() -> None:
    assert people(Size("A", 0, None, PLACE)) == "Not published"
    assert people(Size("A", 1_200, None, PLACE)) == "1,200 or more"
