"""What stays shared when boundaries are simplified, what is mended, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagement.models import Exercise
from footprints.maps.boundaries import loading
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.simplifying import Overlapping, Unmendable, simplified
from footprints.maps.canvas import lines_of, path_of
from tests.footprints.maps.boards import DISTRICTS, Ring, board, feature, file, load, sides, square


def test_borders_that_are_shared_stay_shared_when_they_are_simplified() -> None:
    found = simplified({f"{n}": [[square(n % 3, n // 3, wiggles=400)]] for n in range(9)})
    assert found.points <= 1_500 < 9 * 1_600
    for one in range(9):
        for other in (one + 1 if one % 3 < 2 else None, one + 3 if one < 6 else None):
            if other is not None:
                mine, theirs = sides(found.rings[f"{one}"]), sides(found.rings[f"{other}"])
                shared = mine & {(end, start) for start, end in theirs}
                assert len(shared) > 3, "the same points, the other way round"
    middle = sides(found.rings["4"])
    around = {(end, start) for n in (1, 3, 5, 7) for start, end in sides(found.rings[f"{n}"])}
    assert middle <= around, "nothing of the one in the middle is left without a neighbour"


def test_neighbours_that_a_source_tore_apart_meet_again() -> None:
    left, right = square(0, 0), square(1, 0)
    torn = [[x + 0.00002 if n in {0, 3, 4} else x, y] for n, (x, y) in enumerate(right)]
    found = simplified({"left": [[left]], "right": [[torn]]})
    assert sides(found.rings["left"]) & {(end, start) for start, end in sides(found.rings["right"])}


def test_holes_and_islands_stay_and_specks_go() -> None:
    outer, speck = square(0, 0), [[1.5, 52.5], [1.5001, 52.5], [1.5001, 52.5001], [1.5, 52.5]]
    hole = [[0.25, 52.9], [0.35, 52.9], [0.35, 52.95], [0.25, 52.9]]
    found = simplified({"one": [[outer, hole], [square(3, 0)], [speck]]})
    assert len(found.rings["one"]) == 3
    _, _, room = found.labels["one"]
    assert room > 20
    assert not found.mended


def test_rings_that_touch_themselves_are_mended_and_those_that_cross_are_refused() -> None:
    west, north = 0.2, 53.0
    spike = [*square(0, 0)[:-1], [west, north + 0.05], [west, north]]
    assert simplified({"one": [[spike]]}).mended == ["one"]
    bow = [[0.2, 52.8], [0.4, 53.0], [0.4, 52.8], [0.2, 53.0], [0.2, 52.8]]
    with pytest.raises(Unmendable):
        simplified({"bow": [[bow]]})
    flat = [[0.2, 52.8], [0.4, 52.8], [0.3, 52.8], [0.2, 52.8]]
    with pytest.raises(Unmendable):
        simplified({"flat": [[flat]], "other": [[square(0, 0)]]})


def moved(ring: Ring, east: float) -> Ring:
    return [[x + east, y] for x, y in ring]


def test_what_lies_on_top_of_each_other_is_refused_and_both_are_named() -> None:
    one = square(0, 0)
    half_over = moved(one, 0.1)
    inner = [[0.25, 52.9], [0.35, 52.9], [0.35, 52.95], [0.25, 52.9]]
    for other in (half_over, one, one[::-1], inner):
        with pytest.raises(Overlapping) as refused:
            simplified({"one": [[one]], "other": [[other]], "apart": [[square(3, 0)]]})
        assert refused.value.pairs == [("one", "other")]
    assert simplified({"one": [[one, inner]], "other": [[inner]]}).rings, "cut out of the one, it is no overlap"


def test_twins_that_are_no_wider_than_a_sliver_are_refused_too() -> None:
    tiny = [[0.2, 52.9], [0.2023, 52.9], [0.2023, 52.9021], [0.2, 52.9021], [0.2, 52.9]]
    with pytest.raises(Overlapping) as refused:
        simplified({"one": [[tiny]], "other": [[tiny]], "far": [[square(3, 0)]]})
    assert refused.value.pairs == [("one", "other")]


def test_a_small_overlap_is_noted_and_what_rounding_leaves_is_not() -> None:
    left, right, far = square(0, 0), square(1, 0), [[square(2, 0)]]
    assert simplified({"left": [[left]], "right": [[moved(right, -0.0004)]], "far": far}).overlaps == []
    found = simplified({"left": [[left]], "right": [[moved(right, -0.002)]], "far": far})
    assert found.overlaps == [("left", "right")]
    assert sides(found.rings["left"]) & {(end, start) for start, end in sides(found.rings["right"])}


def test_what_vanishes_on_whole_units_is_refused_by_its_name() -> None:
    strip = [[0.2, 52.5], [0.75, 52.5], [0.75, 52.50001], [0.2, 52.50001], [0.2, 52.5]]
    with pytest.raises(Unmendable, match="strip"):
        simplified({"board": [[square(0, 0)], [square(2, 0)]], "strip": [[strip]]})


def test_overlaps_are_told_with_the_names_in_the_file_and_in_the_exercise(norfolk: Exercise) -> None:
    first = [feature(name, square(n % 3, n // 3)) for n, name in enumerate(DISTRICTS[:7])]
    with pytest.raises(BoundaryFaults) as refused:
        load(norfolk, file(*first, feature("East Suffolk", moved(square(0, 2), -0.1))))
    assert "Feature 7 (Great Yarmouth) and Feature 8 (East Suffolk) lie on top of each other" in str(refused.value)
    made = load(norfolk, file(*first, feature("East Suffolk", moved(square(1, 2), -0.003))))
    assert made.notes == ["Overlap a little, and the first has what both had: Great Yarmouth and East Suffolk."]
    assert load(norfolk, board()).notes == []


def test_a_path_reads_back_as_it_was_written() -> None:
    rings = simplified({"one": [[square(0, 0, wiggles=30)]], "two": [[square(1, 0, wiggles=30)]]}).rings
    for own in rings.values():
        for ring in own:
            assert lines_of(path_of(tuple(ring))) == (tuple(ring),)
    assert lines_of("M1 2h3v-4l-5 6 7-8zM0 0h1") == (
        ((1, 2), (4, 2), (4, -2), (-1, 4), (6, -4), (1, 2)),
        ((0, 0), (1, 0)),
    )


@pytest.mark.shared
def test_districts_of_2013_load_but_for_east_suffolk(norfolk: Exercise, shared: Path) -> None:
    data = (shared / "samples" / "geography" / "districts-2013.geojson").read_bytes()
    made = load(norfolk, data, name_field="LAD13NM")
    assert made.unmatched == ["Waveney"]
    assert loading.missing(made) == ["East Suffolk"]
    rows = {row.key: row for row in made.boundaries.all()}
    norwich = sides(lines_of(rows["norwich"].path))
    around = {(end, start) for key in ("broadland", "south-norfolk") for start, end in sides(lines_of(rows[key].path))}
    assert norwich <= around, "Norwich lies between Broadland and South Norfolk and touches nothing else"
