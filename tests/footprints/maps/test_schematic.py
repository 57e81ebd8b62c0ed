"""Tiles: where they settle, what they share, what is said of them."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import pytest

from engagement.models import Exercise
from footprints.maps import tiles
from footprints.maps.canvas import lines_of
from footprints.maps.drawing import Drawing, schematic
from footprints.maps.naming import broken, shortened
from footprints.maps.parts import Grouping, grouping, letter
from footprints.maps.peopled import peopled
from footprints.maps.settling import settle
from footprints.shapes import GeographyShape
from tests.footprints.maps.conftest import shape_of

WITH, WITHOUT = "with-waveney", "without-waveney"
MANY = (1, 2, 3, 4, 5, 6)


def draw(shape: GeographyShape, number: int, scenario: str | None = WITH, overlay: str = "") -> Drawing:
    footprint = shape.by_number[number]
    grouped = grouping(shape, footprint, scenario)
    people = peopled(shape, footprint, shape.scenario(scenario or ""))
    drawn = schematic(shape, grouped, people=people, overlay=overlay)
    assert drawn is not None
    return drawn


def middles(shape: GeographyShape) -> dict[str, tuple[int, int]]:
    return {key: tiles.centre(slot) for key, slot in settle(shape.areas).items()}


def test_every_area_has_a_tile_of_its_own_and_the_map_hangs_together(shape: GeographyShape) -> None:
    slots = settle(shape.areas)
    assert len(slots) == len(set(slots.values())) == 20
    found, waiting = set(), [next(iter(slots.values()))]
    while waiting:
        slot = waiting.pop()
        if slot not in found:
            found.add(slot)
            waiting += [other for other in slots.values() if touch(slot, other)]
    assert found == set(slots.values())


def touch(one: tuple[int, int], two: tuple[int, int]) -> bool:
    (x, y), (u, v) = tiles.centre(one), tiles.centre(two)
    return one != two and (x - u) ** 2 + (y - v) ** 2 <= (2 * tiles.HALF_WIDTH) ** 2 + 10


@pytest.mark.parametrize(
    ("north", "south"),
    [
        ("nn2", "ketts-oak"),
        ("coastal", "fens-brecks"),
        ("gy-nv", "gorleston"),
        ("nn4", "lowestoft"),
        ("gorleston", "lowestoft"),
        ("norwich-west", "norwich-central"),
    ],
)
def test_north_stays_north(shape: GeographyShape, north: str, south: str) -> None:
    assert middles(shape)[north][1] < middles(shape)[south][1]


@pytest.mark.parametrize(
    ("west", "east"),
    [
        ("kings-lynn", "coastal"),
        ("coastal", "nn1"),
        ("breckland", "ketts-oak"),
        ("norwich-central", "norwich-east"),
        ("norwich-north", "gy-nv"),
        ("south-waveney", "lowestoft"),
        ("nn3", "nn4"),
    ],
)
def test_west_stays_west(shape: GeographyShape, west: str, east: str) -> None:
    assert middles(shape)[west][0] < middles(shape)[east][0]


def test_the_coast_is_at_the_edge_of_the_map(shape: GeographyShape) -> None:
    slots = settle(shape.areas)
    for key in ("coastal", "nn1", "nn2", "nn3", "nn4", "gy-nv", "gorleston", "lowestoft", "kings-lynn"):
        assert sum(touch(slots[key], other) for other in slots.values()) < 6, key


def test_areas_of_one_locality_lie_together(shape: GeographyShape) -> None:
    slots = settle(shape.areas)
    for locality in shape.localities:
        own = [slots[area.key] for area in shape.areas if locality in area.localities]
        assert all(any(touch(one, other) for other in own) for one in own), locality.name


def test_areas_without_rough_positions_have_no_map(shape: GeographyShape, northeast: Exercise) -> None:
    assert settle(()) == {}
    other = shape_of(northeast)
    bare = Grouping((), {})
    lost = tuple(type(area)(**{**vars(area), "grid": None}) for area in other.areas)
    assert schematic(type(other)(**{**vars(other), "areas": lost}), bare) is None


def test_any_rough_positions_settle_on_tiles_of_their_own(shape: GeographyShape) -> None:
    chance = random.Random(7)
    for count in (1, 2, 5, 12):
        own = shape.areas[:count]
        placed = tuple(type(area)(**{**vars(area), "grid": (chance.randrange(6), chance.randrange(6))}) for area in own)
        slots = settle(placed)
        assert len(set(slots.values())) == count
        assert min(column for column, _ in slots.values()) == 0


def sides_of(path: str) -> set[frozenset[tuple[int, int]]]:
    """Return the straight pieces of a path, whichever way they run."""
    return {frozenset(side) for line in lines_of(path) for side in pairwise(line)}


@pytest.mark.parametrize("number", MANY)
@pytest.mark.parametrize("scenario", [WITH, WITHOUT])
def test_borders_run_where_places_meet_and_nowhere_else(shape: GeographyShape, number: int, scenario: str) -> None:
    grouped = grouping(shape, shape.by_number[number], scenario)
    drawn = draw(shape, number, scenario)
    borders = sides_of(drawn.borders)
    slots = settle(shape.areas)
    for one, two in combinations(shape.areas, 2):
        ring = [set(pairwise(tiles.hexagon(tiles.centre(slots[area.key])))) for area in (one, two)]
        shared = {frozenset(side) for side in ring[0]} & {frozenset(side) for side in ring[1]}
        places = [grouped.parts_of.get(area.key) for area in (one, two)]
        if not shared or any(own is not None and len(own) > 1 for own in places):
            continue
        assert (shared <= borders) == (places[0] != places[1]), (one.name, two.name)


@pytest.mark.parametrize("number", MANY)
def test_the_picture_and_its_words_say_every_place_and_area(shape: GeographyShape, number: int) -> None:
    for scenario in (WITH, WITHOUT):
        drawn = draw(shape, number, scenario)
        words = " ".join(drawn.words)
        for place in shape.by_number[number].places_in(scenario):
            assert f", {place.name}, lies in the " in words
        assert {tile.name for tile in drawn.tiles} == {area.name for area in shape.areas}
        assert all(area.name in words for area in shape.areas)
        assert sum(len(entry.areas) for entry in drawn.legend) >= len(shape.areas_in(scenario))


def test_places_of_areas_hold_every_area_once(shape: GeographyShape) -> None:
    for number in MANY[:5]:
        for scenario, count in ((WITH, 20), (WITHOUT, 18)):
            drawn = draw(shape, number, scenario)
            assert sum(len(entry.areas) for entry in drawn.legend) == count
            assert len([tile for tile in drawn.tiles if tile.state == "placed"]) == count


def test_areas_outside_a_scenario_are_outlines_and_named_as_outside(shape: GeographyShape) -> None:
    drawn = draw(shape, 2, WITHOUT)
    outside = [tile for tile in drawn.tiles if tile.state == "outside"]
    assert [tile.name for tile in outside] == ["South Waveney", "Lowestoft"]
    assert all(tile.pieces[0][0] is None and not tile.badges for tile in outside)
    assert "Place: outside the system in this scenario" in outside[0].told
    assert any("outside the system" in line and "South Waveney and Lowestoft" in line for line in drawn.words)


def test_an_area_in_several_districts_is_parted_between_them(shape: GeographyShape) -> None:
    drawn = draw(shape, 6)
    west = next(tile for tile in drawn.tiles if tile.name == "West Norwich")
    assert [part.name for part, _ in west.pieces if part] == ["Broadland", "Norwich", "South Norfolk"]
    assert [badge.part.letter for badge in west.badges] == ["B", "C", "D"]
    assert len({path for _, path in west.pieces}) == 3
    assert "West Norwich (part)" in " ".join(drawn.words)


def test_areas_in_no_place_yet_are_open(shape: GeographyShape) -> None:
    full = grouping(shape, shape.by_number[2], WITH)
    drawn = schematic(shape, Grouping(full.parts, {**full.parts_of, "nn1": ()}))
    assert drawn is not None
    assert [tile.name for tile in drawn.tiles if tile.state == "open"] == ["North Norfolk 1"]
    assert "In no place yet: North Norfolk 1." in drawn.words


def test_populations_are_said_only_where_published_figures_determine_them(shape: GeographyShape) -> None:
    drawn = draw(shape, 2)
    nn1 = next(tile for tile in drawn.tiles if tile.name == "North Norfolk 1")
    assert "People: 82,861 together with North Norfolk 2" in nn1.told
    assert not any(tile.filled for tile in drawn.tiles)
    assert drawn.size_note.startswith("All tiles are of one size")
    assert not any("People" in tile.told for tile in draw(shape, 6).tiles), "districts are counted in another way"


def test_known_populations_size_the_tiles(northeast: Exercise) -> None:
    drawn = draw(shape_of(northeast), 2, None)
    sized = {tile.name: extent(tile.filled) for tile in drawn.tiles}
    assert len(sized) == 4
    largest = extent(drawn.tiles[1].filled)
    for name, people in (("North Cumbria", 324), ("Tees Valley", 701), ("North of Tyne and Gateshead", 1079)):
        assert sized[name] / largest == pytest.approx(people / 1079, abs=0.03)
    assert "People: 324,000" in drawn.tiles[0].told
    assert "grows with the number of people" in drawn.size_note


def extent(path: str) -> float:
    """Return the width of a shape times its height."""
    points = {point for side in sides_of(path) for point in side}
    columns, rows = [x for x, _ in points], [y for _, y in points]
    return (max(columns) - min(columns)) * (max(rows) - min(rows))


def test_overlays_say_who_lies_in_or_looks_to_what(shape: GeographyShape) -> None:
    drawn = draw(shape, 3, WITH, "hospital")
    codes = {tile.name: tile.code for tile in drawn.tiles}
    assert codes["North Norfolk 1"] == "NNUH+QEH"
    assert codes["Lowestoft"] == "JPUH"
    assert "North Norfolk 1 and North Norfolk 4 look to more than one of them." in drawn.words
    assert drawn.overlay_lines
    districts = draw(shape, 3, WITHOUT, "district")
    assert districts.overlay is not None
    assert "East Suffolk" not in [group.name for group, _ in districts.overlay.groups]


def test_names_fit_and_short_names_are_told_apart(shape: GeographyShape) -> None:
    short = shortened(area.name for area in shape.areas)
    assert len(set(short.values())) == 20
    assert (short["North Norfolk 1"], short["King's Lynn"], short["SNhIP"]) == ("NN1", "KL", "SNhIP")
    assert all(len(form) <= 5 for form in short.values())
    assert shortened(["Alder", "Aldermoor", "Aldermen"]) == {"Alder": "Alder", "Aldermoor": "Ald", "Aldermen": "Ald2"}
    assert all(len(broken(area.name)) <= 4 for area in shape.areas)
    assert broken("Llanfairpwllgwyngyll and all of its many, many neighbouring parishes")[-1].endswith("…")
    assert shortened(["&"]) == {"&": "&"}


def test_letters_go_on_after_z() -> None:
    assert [letter(nth) for nth in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
