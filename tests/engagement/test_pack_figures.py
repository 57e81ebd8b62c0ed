"""The figures, places and areas of the Norfolk and Waveney exercise agree with each other and with its tables."""

import re

import pytest

from tests.engagement.norfolk import (
    AREAS,
    FOOTPRINTS,
    GEOGRAPHY,
    NAMES,
    OF_AREAS,
    OUTSIDE,
    PARAGRAPH_OF_TABLE,
    WITH,
    WITHOUT,
    tables,
)


@pytest.mark.parametrize("option", OF_AREAS)
def test_populations_of_areas_add_up(option):
    places = FOOTPRINTS[option]["places"]
    assert sum(place["population"][WITH] for place in places) == 1_073_906
    assert sum(place["population"][WITHOUT] for place in places) == 941_290


@pytest.mark.parametrize("option", OF_AREAS)
def test_only_the_place_with_waveney_changes(option):
    for place in FOOTPRINTS[option]["places"]:
        change = place["population"][WITH] - place["population"][WITHOUT]
        assert change == (132_616 if OUTSIDE & set(place["areas"]) else 0), place["name"]


def test_populations_of_districts_add_up():
    assert sum(place["population"] for place in FOOTPRINTS["option-6"]["places"]) == 1_157_221


@pytest.mark.parametrize("option", OF_AREAS)
def test_places_share_out_all_areas(option):
    keys = [key for place in FOOTPRINTS[option]["places"] for key in place["areas"]]
    assert len(keys) == 20
    assert set(keys) == set(AREAS)


def test_equal_sets_of_areas_have_equal_populations():
    known = {}
    for option in OF_AREAS:
        for place in FOOTPRINTS[option]["places"]:
            key = frozenset(place["areas"])
            assert known.setdefault(key, place["population"]) == place["population"], place["name"]


def test_footprints_and_areas_name_what_exists():
    assert list(FOOTPRINTS) == [f"option-{number}" for number in range(1, 7)]
    assert list(FOOTPRINTS)[:5] == OF_AREAS
    assert {place["district"] for place in FOOTPRINTS["option-6"]["places"]} == set(NAMES["district"])
    bases = {base["key"] for base in GEOGRAPHY["bases"]}
    assert all(footprint["base"] in bases for footprint in FOOTPRINTS.values())
    assert [scenario["key"] for scenario in GEOGRAPHY["scenarios"]] == [WITH, WITHOUT]
    for area in AREAS.values():
        for grouping, names in NAMES.items():
            assert area[grouping], area["key"]
            assert set(area[grouping]) <= set(names), area["key"]
    assert {key for key, area in AREAS.items() if area["absent_in"]} == OUTSIDE
    assert all(AREAS[key]["absent_in"] == [WITHOUT] for key in OUTSIDE)


def test_grid_has_one_cell_for_each_area():
    assert len({tuple(area["grid"]) for area in AREAS.values()}) == len(AREAS) == 20


def test_names_and_aliases_are_distinct():
    names = [name for area in AREAS.values() for name in (area["name"], *area["aliases"])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("option", "paragraph"), PARAGRAPH_OF_TABLE.items())
def test_population_table_equals_geography(option, paragraph):
    [table] = tables(paragraph)
    expected = []
    for place in FOOTPRINTS[option]["places"]:
        population = place["population"]
        figures = [population] if isinstance(population, int) else [population[WITH], population[WITHOUT]]
        expected.append([place["name"], *(f"{figure:,}" for figure in figures)])
    rows = [[re.sub(r" \(.*\)$", "", row[0]), *row[1:]] for row in table["rows"]]
    assert rows == expected


@pytest.mark.parametrize("option", OF_AREAS)
def test_appendix_lists_the_areas_of_each_place(option):
    table = tables("appendix-c")[OF_AREAS.index(option)]
    rows = {row[0]: row[-1].split(", ") for row in table["rows"]}
    assert rows == {
        place["name"]: [AREAS[key]["name"] for key in place["areas"]] for place in FOOTPRINTS[option]["places"]
    }


def test_appendix_sets_option_three_around_localities_and_hospitals():
    table = tables("appendix-c")[2]
    for row, place in zip(table["rows"], FOOTPRINTS["option-3"]["places"], strict=True):
        localities = {NAMES["locality"][AREAS[key]["locality"][0]] for key in place["areas"]}
        assert all(name in row[1] for name in localities)
        assert any(
            row[2].startswith(name) and all(key in AREAS[area]["hospital"] for area in place["areas"])
            for key, name in NAMES["hospital"].items()
        )


def test_appendix_lists_what_each_area_belongs_to():
    *of_options, last = tables("appendix-c")
    assert len(of_options) == 5
    assert last["rows"] == [
        [
            area["name"],
            *(
                "; ".join(NAMES[grouping][key] for key in area[grouping])
                for grouping in ("locality", "hospital", "district")
            ),
        ]
        for area in GEOGRAPHY["areas"]
    ]
