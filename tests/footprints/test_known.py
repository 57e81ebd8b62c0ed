"""What the real figures tell of areas, and what another exercise's do: nothing is tied to Norfolk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from engagement import editions
from engagement.models import Exercise
from engagement.packs.reading import PackError
from footprints import geography, known
from footprints.derivation import MixedBases, UnknownParts, estimate
from footprints.known import Populations
from footprints.known_rows import told
from tests.engagement.support import opened
from tests.factories import NORTHSHIRE
from tests.footprints.test_pages import text_of

WITH, WITHOUT = "with-waveney", "without-waveney"
PAGE = "/exercises/{}/options/populations/"

COAST = """
scenarios: []
bases: [{key: heads, label: Heads counted}, {key: homes, label: Homes counted}]
areas: [{key: north, name: North}, {key: mid, name: Mid}, {key: south, name: South}, {key: isle, name: Isle}]
footprints:
  - option: trust
    made_of: area
    base: heads
    places:
      - {key: coast, name: Coast, areas: [north, mid], population: 500}
      - {key: rest, name: Rest, areas: [south, isle], population: 300}
  - option: charity
    made_of: area
    base: heads
    places:
      - {key: land, name: Land, areas: [mid, south], population: 450}
      - {key: sea, name: Sea, areas: [north, isle], population: 350}
estimate_sources:
  - {key: survey, label: A survey, dated: May 2029, base: heads, sizes: [{areas: [north], people: 2}]}
"""


@pytest.fixture
def people(norfolk: Exercise) -> Populations:
    return solved(norfolk)


def solved(exercise: Exercise) -> Populations:
    shape = geography.of(editions.of(exercise))
    assert shape is not None
    found = known.of_areas(shape)
    assert found is not None
    return found


def northshire(tmp_path: Path, geography_yaml: str, change: Callable[[Path], None] = lambda folder: None) -> Exercise:
    """Return an exercise of two options with this geography, and perhaps a change to the rest of its pack."""
    folder = tmp_path / "northshire"
    folder.mkdir()
    for file in NORTHSHIRE.rglob("*"):
        if file.is_file():
            target = folder / file.relative_to(NORTHSHIRE)
            target.parent.mkdir(exist_ok=True, parents=True)
            target.write_bytes(file.read_bytes())
    (folder / "geography.yaml").write_text(geography_yaml)
    change(folder)
    return opened(folder)


def test_areas_that_a_scenario_leaves_out_count_for_nothing(people: Populations) -> None:
    areas = ["lowestoft", "south-waveney", "gorleston", "gy-nv"]
    assert people.of(areas, people.shape.scenario(WITH)).people == 241_574
    assert people.of(areas, people.shape.scenario(WITHOUT)).people == 108_958
    assert people.of(["lowestoft"], people.shape.scenario(WITHOUT)).people == 0


def test_an_area_that_does_not_exist_is_not_taken_for_an_empty_one(people: Populations) -> None:
    with pytest.raises(UnknownParts, match="atlantis"):
        people.of(["nn1", "atlantis"], people.shape.scenario(WITHOUT))


def test_every_published_place_is_exact_and_as_published(people: Populations) -> None:
    for footprint in people.shape.footprints[:5]:
        for scenario in people.shape.scenarios:
            for place in footprint.places:
                found = people.of([area.key for area in place.areas], scenario)
                assert found.people == place.people(scenario.key)


def test_districts_are_another_base_and_known_by_themselves(norfolk: Exercise, people: Populations) -> None:
    lists, residents = known.by_base(people.shape)
    assert lists == people
    assert not residents.is_of_areas
    norwich = residents.sources.known(["district:norwich"])
    assert norwich.people == 140_573
    with pytest.raises(MixedBases):
        norwich + lists.of(["nn1", "nn2"], None)
    with pytest.raises(MixedBases):
        estimate(norwich, lists.weights[0])


def test_an_estimate_shares_a_block_out_and_its_parts_add_up(people: Populations) -> None:
    shares = [people.estimate(people.of([key], None)) for key in ("coastal", "fens-brecks", "kings-lynn")]
    rest = people.estimate(people.of(["swaffham-downham"], None))
    assert sum(one.people for one in [*shares, rest] if one) == 179_099
    first = shares[0]
    assert first is not None
    assert first.people == 23_667  # 179,099 x 23,493 / 177,778 is 23,667.6; the whole people left over go elsewhere
    assert (first.label, first.dated) == ("NHS practice list sizes", "April 2020")


def test_an_estimate_keeps_what_is_exact_and_splits_the_rest(people: Populations) -> None:
    found = people.estimate(people.of(["breckland", "mid-norfolk", "nn1"], None))
    assert found is not None
    assert found.whole.people == 90_442
    assert found.people == 90_442 + found.splits[0].share
    assert found.splits[0].share == 42_009  # 82,861 x 41,497 / 81,852


def test_there_is_no_estimate_of_what_is_exact_or_what_the_source_does_not_tell_apart(people: Populations) -> None:
    assert people.estimate(people.of(["nn1", "nn2"], None)) is None
    assert people.estimate(people.of(["norwich-east"], None)) is None
    assert people.estimate(people.of(["nn1", "norwich-east"], None)) is None


def test_an_estimate_goes_into_no_sum(people: Populations) -> None:
    found = people.estimate(people.of(["nn1"], None))
    with pytest.raises(TypeError):
        people.of(["nn3"], None) + found  # type: ignore[operator]
    with pytest.raises(TypeError):
        found + found  # type: ignore[operator]


def test_the_page_tells_groups_ranges_estimates_and_the_other_count(norfolk: Exercise, reader: Client) -> None:
    said = text_of(reader, PAGE.format(norfolk.slug)).replace("&amp;", "&")
    assert "the exact population of eight groups of areas" in said
    assert (
        "North Norfolk 1 and North Norfolk 2 82,861 82,861 "
        "West place in option 1 (352,402) minus West place in option 2 (269,541)"
    ) in said
    assert "South Waveney and Lowestoft 132,616 Not part of it" in said
    assert "All areas 1,073,906 941,290" in said
    assert "North Norfolk 1 0 82,861 About 42,000 41,497 in 81,852 of the 82,861 people" in said
    assert "the shares are by NHS practice list sizes, April 2020" in said
    assert "Yes. All 36 published figures for places fit together" in said
    assert "Option 6 has figures of another kind, and they are in no sum on this page." in said
    assert "140,573" not in said


def test_the_overview_leads_to_the_page_where_there_is_one(norfolk: Exercise, reader: Client) -> None:
    link = f'href="{PAGE.format(norfolk.slug)}"'
    assert link in reader.get(f"/exercises/{norfolk.slug}/options/").content.decode()


def test_an_exercise_without_geography_has_no_such_page(db: None, reader: Client) -> None:
    exercise = opened(NORTHSHIRE)
    assert reader.get(PAGE.format(exercise.slug)).status_code == 404
    assert "options/populations" not in reader.get(f"/exercises/{exercise.slug}/options/").content.decode()


def test_another_exercise_has_ranges_that_follow_from_its_own_figures(db: None, tmp_path: Path, reader: Client) -> None:
    exercise = northshire(tmp_path, COAST)
    found = solved(exercise)
    assert (found.of(["north"], None).low, found.of(["north"], None).high) == (50, 350)
    assert found.estimate(found.of(["north"], None)) is None  # no group that it could be shared out of is exact
    (one,) = told(found.shape)
    assert (one.groups, one.exact_areas) == ((), 0)
    assert one.totals[0].people == 800
    said = text_of(reader, PAGE.format(exercise.slug))
    assert "no exact population of anything smaller than a place, only ranges" in said
    assert "What is known exactly" not in said
    assert "No fewer: Coast in option 1 (500) minus Land in option 2 (450)." in said
    assert "None: no source tells it apart" in said


def test_where_every_area_is_exact_nothing_is_said_of_ranges(db: None, tmp_path: Path, reader: Client) -> None:
    each = "\n".join(
        f"      - {{key: {key}, name: {key}, areas: [{key}], population: {people}}}"
        for key, people in {"north": 150, "mid": 350, "south": 100, "isle": 200}.items()
    )
    exercise = northshire(tmp_path, re.sub(r"      - .key: land.*\n.*\n", each + "\n", COAST))
    said = text_of(reader, PAGE.format(exercise.slug))
    assert "the exact population of every area" in said
    assert "between bounds" not in said


def test_figures_that_clash_are_shown_and_left_out_of_every_sum(db: None, tmp_path: Path, reader: Client) -> None:
    exercise = northshire(tmp_path, COAST.replace("population: 350", "population: 355"))
    said = text_of(reader, PAGE.format(exercise.slug))
    assert "Not all of them." in said
    assert re.search(r"Coast in option 1 \(500\) plus Rest in option 1 \(300\) cover all that .* 5 people fewer", said)


def test_where_only_districts_are_counted_there_is_no_page(db: None, tmp_path: Path, reader: Client) -> None:
    districts = """
bases: [{key: homes, label: Homes counted}]
groupings: {district: [{key: inland, name: Inland}]}
areas: [{key: north, name: North, district: [inland]}]
footprints:
  - option: trust
    made_of: district
    base: homes
    places: [{key: inland, name: Inland, district: inland, population: 10}]
"""
    exercise = northshire(tmp_path, districts)
    assert reader.get(PAGE.format(exercise.slug)).status_code == 404
    assert "options/populations" not in reader.get(f"/exercises/{exercise.slug}/options/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("base: heads, sizes", "base: guesses, sizes", "there is no base 'guesses'"),
        ("areas: [north], people: 2", "areas: [moon], people: 2", "there is no area 'moon'"),
        ("people: 2}", "people: 2}, {areas: [north], people: 1}", "north is counted twice"),
        ("people: 2}", "people: 0}", "greater than 0"),
    ],
)
def test_a_source_of_estimates_that_does_not_hold_together_is_refused(
    db: None, tmp_path: Path, old: str, new: str, what: str
) -> None:
    with pytest.raises(PackError, match=what):
        northshire(tmp_path, COAST.replace(old, new))
