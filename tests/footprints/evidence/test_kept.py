"""Groups kept whole and cut in the real options; every expectation is worked out by hand from Appendix C."""

from __future__ import annotations

import pytest

from footprints.evidence.kept import Whole, kept, shared_in
from footprints.evidence.kinds import BY_KEY, GroupKind
from footprints.shapes import GeographyShape

WITH, WITHOUT = "with-waveney", "without-waveney"


def of(shape: GeographyShape, number: int, kind: str, scenario: str = WITH) -> Whole:
    found = BY_KEY[kind]
    assert isinstance(found, GroupKind)
    return kept(shape, shape.by_number[number], found.groups_of, scenario)


def named(found: Whole) -> dict[str, dict[str, int]]:
    """Return what is not whole, by state: the group and in how many places it lies."""
    return {
        state: {one.group.key: len(one.pieces) for one in found.of_state(state)} for state in ("cut", "but_for_shared")
    }


@pytest.mark.parametrize(
    ("number", "cut", "but"),
    [
        # North Norfolk 1 and 2 are in the West, 3 and 4 in the East, and these two lie in Broadland as well. Ketts Oak,
        # in Breckland and South Norfolk, is in the East, the rest of Breckland in the West.
        (1, {}, {"north-norfolk": 2, "breckland": 2}),
        (2, {}, {"breckland": 2}),
        (3, {}, {"breckland": 2}),
        # All of Broadland's areas are shared: North Norfolk 3 and 4 are in one place, East and West Norwich in another.
        (4, {}, {"broadland": 2, "south-norfolk": 2, "breckland": 2}),
        (5, {}, {"broadland": 2, "south-norfolk": 2, "breckland": 2}),
        (6, {}, {}),
    ],
)
def test_districts(shape: GeographyShape, number: int, cut: dict[str, int], but: dict[str, int]) -> None:
    found = of(shape, number, "districts")
    assert len(found.groups) == 8
    assert named(found) == {"cut": cut, "but_for_shared": but}


def test_a_district_that_a_scenario_leaves_out_is_neither_whole_nor_cut(shape: GeographyShape) -> None:
    for number in range(1, 7):
        found = of(shape, number, "districts", WITHOUT)
        assert len(found.groups) == 7
        assert "east-suffolk" not in {one.group.key for one in found.groups}
    assert named(of(shape, 1, "districts", WITHOUT)) == named(of(shape, 1, "districts"))


def test_the_pieces_of_a_district_say_which_areas_are_shared(shape: GeographyShape) -> None:
    (breckland,) = (one for one in of(shape, 2, "districts").groups if one.group.key == "breckland")
    central, west = breckland.pieces
    assert (central.place.key, central.areas, [area.key for area in central.shared]) == ("central", (), ["ketts-oak"])
    assert [area.key for area in west.areas] == ["breckland", "mid-norfolk"]
    assert [area.key for area in west.shared] == ["swaffham-downham"]


def test_six_areas_lie_in_more_than_one_district(shape: GeographyShape) -> None:
    straddling = [area.key for area in shared_in(shape, lambda area: area.districts, WITH)]
    assert straddling == ["nn3", "nn4", "norwich-east", "norwich-west", "ketts-oak", "swaffham-downham"]


@pytest.mark.parametrize(
    ("number", "cut"),
    [
        (1, {"nn": 2, "sn": 2}),
        (2, {"sn": 2}),
        (3, {}),
        (4, {}),
        (5, {"sn": 2}),
        # By district: Great Yarmouth and East Suffolk; North Norfolk and Broadland; the three around Norwich;
        # Breckland and South Norfolk; King's Lynn & West Norfolk and Breckland.
        (6, {"gyw": 2, "nn": 2, "nor": 3, "sn": 2, "wn": 2}),
    ],
)
def test_localities(shape: GeographyShape, number: int, cut: dict[str, int]) -> None:
    found = of(shape, number, "localities")
    assert len(found.groups) == 5
    assert named(found) == {"cut": cut, "but_for_shared": {}}


def test_without_waveney_a_locality_is_what_is_left_of_it(shape: GeographyShape) -> None:
    assert set(named(of(shape, 6, "localities", WITHOUT))["cut"]) == {"nn", "nor", "sn", "wn"}


@pytest.mark.parametrize(
    ("number", "cut", "but"),
    [
        # Both areas that look to two hospitals stand with both: North Norfolk 4 in the East, 1 in the West.
        (1, {"nnuh": 2}, {}),
        (2, {"nnuh": 2}, {"jpuh": 2, "qeh": 2}),
        (3, {}, {"jpuh": 2, "qeh": 2}),
        (4, {"nnuh": 3}, {"jpuh": 2, "qeh": 2}),
        (5, {"nnuh": 4}, {"jpuh": 2, "qeh": 2}),
        # James Paget: Great Yarmouth, East Suffolk, and the two districts of North Norfolk 4. Queen Elizabeth: King's
        # Lynn & West Norfolk, Breckland (Swaffham & Downham), and North Norfolk (North Norfolk 1).
        (6, {"jpuh": 4, "nnuh": 5, "qeh": 3}, {}),
    ],
)
def test_hospital_catchments(shape: GeographyShape, number: int, cut: dict[str, int], but: dict[str, int]) -> None:
    assert named(of(shape, number, "hospitals")) == {"cut": cut, "but_for_shared": but}


def test_two_areas_look_to_two_hospitals(shape: GeographyShape) -> None:
    assert [area.key for area in shared_in(shape, lambda area: area.hospitals, WITH)] == ["nn1", "nn4"]


def test_networks_are_whole_where_places_are_made_of_their_areas(shape: GeographyShape) -> None:
    for number in (1, 2, 3, 4, 5):
        found = of(shape, number, "networks")
        assert (len(found.groups), len(found.of_state("whole")), found.divided) == (17, 17, ())
        assert len(of(shape, number, "networks", WITHOUT).groups) == 15


def test_districts_divide_six_areas_and_with_them_five_networks(shape: GeographyShape) -> None:
    found = of(shape, 6, "networks")
    assert len(found.divided) == 6
    assert named(found)["cut"] == {"nn3": 2, "nn4": 2, "norwich": 3, "ketts-oak": 2, "swaffham-downham": 2}
