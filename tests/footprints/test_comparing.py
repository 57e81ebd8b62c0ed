"""Options side by side: what is chosen, what moves, how large places are, and what is never put together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from engagement.models import Exercise
from footprints.comparing import changes
from footprints.maps.boundaries import loading
from footprints.shapes import GeographyShape
from tests.engagement.support import opened
from tests.factories import NORTHSHIRE
from tests.footprints.evidence.test_another_exercise import COAST
from tests.footprints.maps.boards import AREAS, DISTRICTS, board, load
from tests.footprints.maps.conftest import shape
from tests.footprints.test_known import northshire
from tests.footprints.test_pages import OPTIONS, text_of

__all__ = ["shape"]
COMPARE = f"{OPTIONS}compare/"
WITH, WITHOUT = "with-waveney", "without-waveney"


def of(shape: GeographyShape, *numbers: int, scenario: str = WITH) -> list[tuple[int, int, int]]:
    found = changes(shape, [shape.by_number[number] for number in numbers], scenario)
    return [(change.here, change.there, change.count) for change in found]


def test_what_moves_is_counted_from_the_first_to_each_other(shape: GeographyShape) -> None:
    # To option 2, Breckland and Mid Norfolk move west. To option 4, the Central place of twelve areas falls into three
    # of four areas each: one of them stays with it.
    assert of(shape, 3, 2, 4) == [(3, 2, 2), (3, 4, 8)]
    assert of(shape, 2, 5) == [(2, 5, 6)]  # North Norfolk, four areas, and Ketts Oak and SNhIP


def test_a_scenario_leaves_areas_out_of_the_count(shape: GeographyShape) -> None:
    assert of(shape, 1, 2) == [(1, 2, 6)]  # four of the east coast, and North Norfolk 1 and 2
    assert of(shape, 1, 2, scenario=WITHOUT) == [(1, 2, 4)]


def test_districts_are_left_out_wherever_they_stand(shape: GeographyShape) -> None:
    assert of(shape, 6, 1) == []
    assert of(shape, 6, 4, 5) == [(4, 5, 2)]


@pytest.mark.usefixtures("held")
def test_only_the_chosen_options_are_compared(norfolk: Exercise, reader: Client) -> None:
    page = f"{COMPARE}?option=4&option=5&scenario=with-waveney"
    html = reader.get(page).content.decode()
    assert len(re.findall(r'id="map-\d"', html)) == 2
    assert re.findall(r'name="option" id="choose-(\d)" value="\d" checked', html) == ["4", "5"]
    said = text_of(reader, page)
    assert "From option 4 to option 5 2 of 20 areas move." in said
    assert "Breckland and Mid Norfolk South Norfolk West Norfolk" in said
    assert len(re.findall(r'data-label="Option \d"', html)) == 20 * 2


@pytest.mark.usefixtures("held")
def test_the_order_of_choice_is_the_order_of_the_options_and_one_page(norfolk: Exercise, reader: Client) -> None:
    one = reader.get(f"{COMPARE}?option=4&option=5")
    other = reader.get(f"{COMPARE}?option=5&option=4&option=5&option=")
    assert one.headers["ETag"] == other.headers["ETag"]
    assert one.content == other.content


@pytest.mark.usefixtures("held")
def test_without_a_choice_all_are_shown(norfolk: Exercise, reader: Client) -> None:
    html = reader.get(COMPARE).content.decode()
    assert len(re.findall(r'id="map-\d"', html)) == 6


@pytest.mark.usefixtures("held")
def test_one_option_alone_asks_for_another(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{COMPARE}?option=2")
    assert "One option alone cannot be compared." in said
    assert "areas move" not in said.split("Compare", 2)[2]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("asked", ["option=9", "option=1&option=two", "option=1&option=2&scenario=moon"])
def test_what_does_not_exist_is_not_found(norfolk: Exercise, reader: Client, asked: str) -> None:
    assert reader.get(f"{COMPARE}?{asked}").status_code == 404


@pytest.mark.usefixtures("held")
def test_the_spread_is_said_for_each_option_under_the_chosen_scenario(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, f"{COMPARE}?option=2&option=4&scenario=without-waveney")
    assert "Option 2 East place, 108,958 Central place, 562,791 5.2 times GP practice lists" in said
    assert "Option 4 Great Yarmouth and Waveney, 108,958 Norwich, 239,182 2.2 times GP practice lists" in said


@pytest.mark.usefixtures("held")
def test_another_base_has_a_scale_and_a_table_of_its_own(norfolk: Exercise, reader: Client) -> None:
    page = f"{COMPARE}?option=1&option=6"
    said = text_of(reader, page)
    assert "on one scale, from 0 to 721,504 people" in said
    assert "on one scale, from 0 to 249,461 people" in said
    assert "The places of option 6 are districts and not groups of areas." in said
    assert "Figures that are counted in different ways cannot be compared or added up." in said
    tables = re.findall(r"The smallest and the largest place.*?</table>", reader.get(page).content.decode(), re.S)
    assert ["Option 1" in table for table in tables] == [True, False]
    assert ["Option 6" in table for table in tables] == [False, True]


def test_an_exercise_without_geography_has_nothing_to_compare(db: None, reader: Client) -> None:
    exercise = opened(NORTHSHIRE)
    page = f"/exercises/{exercise.slug}/options/"
    assert reader.get(f"{page}compare/").status_code == 404
    assert "compare" not in reader.get(page).content.decode().lower()


def test_another_exercise_is_compared_without_maps_where_its_areas_have_no_position(
    db: None, tmp_path: Path, reader: Client
) -> None:
    exercise = northshire(tmp_path, COAST)
    page = f"/exercises/{exercise.slug}/options/compare/"
    said = text_of(reader, page)
    # North and Mid, South and Isle; then Mid and South, North and Isle: one area of each pair moves.
    assert "2 of 4 areas move." in said
    assert "Each tile is an area" not in said
    assert "Boundary" not in said


@pytest.mark.usefixtures("held")
def test_real_boundaries_are_compared_where_their_kind_has_them(norfolk: Exercise, reader: Client) -> None:
    page = f"{COMPARE}?option=1&option=6"
    assert "Each tile is an area" in text_of(reader, page)
    loading.use(load(norfolk, board(DISTRICTS[:7]), attribution="© the survey"), by=None, reason="The real ones")
    html, said = reader.get(page).content.decode(), text_of(reader, page)
    assert html.count("app-thumbnail--real") == 1, "those of areas stay on tiles"
    assert "Where tiles are drawn, each is an area" in said
    assert "© the survey" in said
    assert "East Suffolk is not drawn: the file of boundaries does not hold it." in said
    assert len(re.findall(r'class="app-thumbnail__letter"', html)) == 2 + 7
    alone = text_of(reader, f"{COMPARE}?option=1&option=2")
    assert "© the survey" not in alone
    assert "Each tile is an area" in alone


@pytest.mark.usefixtures("held")
def test_districts_outside_the_boundary_are_outlined_among_real_ones(norfolk: Exercise, reader: Client) -> None:
    loading.use(load(norfolk, board()), by=None, reason="The real ones")
    for scenario, outside in ((WITH, 0), (WITHOUT, 1)):
        html = reader.get(f"{COMPARE}?option=5&option=6&scenario={scenario}").content.decode()
        real = html[html.index("app-thumbnail--real") :].partition("</svg>")[0]
        assert real.count("app-thumbnail__outside") == outside
        assert real.count("app-thumbnail__letter") == 8 - outside
        assert "is not drawn" not in html


@pytest.mark.usefixtures("held")
def test_boundaries_of_areas_take_the_place_of_all_tiles(norfolk: Exercise, reader: Client) -> None:
    loading.use(load(norfolk, board(AREAS), "area"), by=None, reason="The real ones")
    html = reader.get(f"{COMPARE}?option=1&option=2").content.decode()
    assert html.count("app-thumbnail--real") == 2
    assert "Each tile" not in html
    assert "are not drawn: the file of boundaries does not hold them." in text_of(
        reader, f"{COMPARE}?option=1&option=2"
    )
