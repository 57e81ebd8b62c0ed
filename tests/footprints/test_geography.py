"""The geography that pages read, and how options are held against each other."""

from __future__ import annotations

import pytest

from engagement import editions
from engagement.models import Exercise
from footprints import geography
from footprints.colours import TONES, tones
from footprints.comparing import moves, neighbour, sentence
from footprints.presenting import all_figures, card_facts, comparison, shown
from footprints.shapes import GeographyShape

WITH, WITHOUT = "with-waveney", "without-waveney"


@pytest.fixture
def shape(norfolk: Exercise) -> GeographyShape:
    found = geography.of(editions.of(norfolk))
    assert found is not None
    return found


def nearest(shape: GeographyShape, number: int, scenario: str = WITH) -> tuple[int, int]:
    near = neighbour(shape, shape.by_number[number], scenario)
    assert near is not None
    return near.number, near.count


def test_an_exercise_without_geography_has_none(small: Exercise) -> None:
    assert geography.of(editions.of(small)) is None
    assert card_facts(editions.of(small)) == {}


def test_places_areas_and_scenarios_are_all_there(shape: GeographyShape) -> None:
    assert len(shape.areas) == 20
    assert len(shape.areas_in(WITHOUT)) == 18
    assert [len(footprint.places) for footprint in shape.footprints] == [2, 3, 3, 5, 5, 8]
    assert len(shape.by_number[6].places_in(WITHOUT)) == 7
    assert [base.key for base in shape.bases] == ["practice-lists", "district-estimates-2019"]


def test_options_on_one_base_sum_to_the_same_and_the_other_base_is_never_summed(shape: GeographyShape) -> None:
    for scenario, total in ((WITH, 1_073_906), (WITHOUT, 941_290)):
        for number in (1, 2, 3, 4, 5):
            assert sum(place.people(scenario) or 0 for place in shape.by_number[number].places) == total
    assert shape.by_number[6].base != shape.by_number[1].base


def test_one_scale_per_base_over_all_options_and_scenarios(norfolk: Exercise, shape: GeographyShape) -> None:
    content = editions.of(norfolk)
    assert shape.largest(shape.bases[0]) == 721_504
    assert shape.largest(shape.bases[1]) == 249_461
    east, west = shown(content, shape, 1, shape.scenario(WITH)).places
    assert (east.width, west.width) == ("100.00%", f"{100 * 352402 / 721504:.2f}%")
    smaller = shown(content, shape, 1, shape.scenario(WITHOUT)).places[0]
    assert smaller.width == f"{100 * 588888 / 721504:.2f}%"


@pytest.mark.parametrize(("number", "expected"), [(1, (2, 6)), (2, (3, 2)), (3, (2, 2)), (4, (5, 2)), (5, (4, 2))])
def test_the_nearest_option_is_the_one_that_the_fewest_areas_move_for(
    shape: GeographyShape, number: int, expected: tuple[int, int]
) -> None:
    assert nearest(shape, number) == expected


def test_areas_that_a_scenario_leaves_out_do_not_count_as_moved(shape: GeographyShape) -> None:
    assert nearest(shape, 1, WITHOUT) == (2, 4)


def test_moves_count_the_same_in_both_directions(shape: GeographyShape) -> None:
    areas = shape.areas_in(WITH)
    for one in shape.footprints[:5]:
        assert moves(one, one, areas) == ()
        for other in shape.footprints[:5]:
            there = sum(len(move.areas) for move in moves(one, other, areas))
            back = sum(len(move.areas) for move in moves(other, one, areas))
            assert there == back


def test_districts_are_not_held_against_areas(shape: GeographyShape) -> None:
    assert neighbour(shape, shape.by_number[6], WITH) is None
    assert all(neighbour(shape, one, WITH).number != 6 for one in shape.footprints[:5])  # type: ignore[union-attr]


def test_the_difference_is_one_sentence(shape: GeographyShape) -> None:
    def said(number: int) -> str:
        near = neighbour(shape, shape.by_number[number], WITH)
        assert near is not None
        return sentence(near, f"option {near.number}")

    assert said(3) == (
        "It is nearest to option 2: 18 of 20 areas are grouped alike, and 2 are not, "
        "namely Breckland and Mid Norfolk (Central place here, West place there)."
    )
    assert "(East place here, a separate East place there)" in said(1)


def test_what_covers_the_same_ground_has_the_same_colour(shape: GeographyShape) -> None:
    found = tones(shape)
    for footprint in shape.footprints:
        own = [found[footprint.number, place.key] for place in footprint.places]
        assert len(own) == len(set(own))
        assert set(own) <= set(range(TONES))
    assert (
        len({found[number, "west"] for number in (1, 2, 3)} | {found[4, "west-norfolk"], found[5, "west-norfolk"]}) == 1
    )
    assert found[4, "norwich"] == found[5, "norwich"]


def test_an_area_in_two_districts_has_both_named_and_no_colour(norfolk: Exercise, shape: GeographyShape) -> None:
    rows = {
        row.area.key: row
        for _, group in comparison(editions.of(norfolk), shape, shape.footprints, None)
        for row in group
    }
    assert len(rows) == 20
    straddling = rows["norwich-west"].cells[5]
    assert (straddling.words, straddling.tone) == ("Broadland, Norwich and South Norfolk", None)
    whole = rows["norwich-north"].cells[5]
    assert whole.words == "Norwich"
    assert whole.tone is not None


def test_cards_say_how_many_places_and_by_which_count(norfolk: Exercise) -> None:
    facts = {number: dict(lines) for number, lines in card_facts(editions.of(norfolk)).items()}
    assert facts[1] == {
        "Places": "2", "Smallest": "352,402 people", "Largest": "721,504 people", "Counted by": "GP practice lists",
    }  # fmt: skip
    assert facts[6]["Places"] == "7 or 8"
    assert facts[6]["Counted by"] == "Mid-2019 population estimates"


def test_a_place_with_one_figure_is_not_shown_with_two(shape: GeographyShape) -> None:
    figures = all_figures(shape, shape.by_number[6])
    assert figures.columns == ("People",)
    assert [(label, [place.name for place in places]) for label, places in figures.absences] == [
        ("Without Waveney", ["East Suffolk"])
    ]
    assert all_figures(shape, shape.by_number[1]).columns == ("With Waveney", "Without Waveney")
