"""Which published option an alternative is nearest to, and when that cannot be said."""

import pytest
from hypothesis import given

from analysis.measures import partitions
from analysis.measures.partitions import Said
from tests.analysis.measures.drawings import any_drawings, drawings, option, table

OPTIONS = {"two": option("wwwxxx"), "three": option("wwxxyy"), "one": option("wwwwww")}


def nearest(drawing, options=OPTIONS):
    (found,) = partitions.nearest(table([drawing]), options)
    return found


def test_an_alternative_that_is_an_option_is_nearest_to_it_whatever_its_places_are_called():
    assert nearest("zzyyxx") == partitions.Nearest(1, Said.COMPARED, ("three",), 1.0)


def test_the_index_is_that_of_the_areas_which_both_place():
    found = nearest("wwwxx-")
    assert found.options == ("two",)
    assert found.index == 1
    assert nearest("wxwyyx").index == partitions.adjusted_rand("wxwyyx", "wwwxxx")


def test_all_options_that_tie_are_named_in_the_same_order():
    found = nearest("wwxx", {"left": option("wwxy"), "far": option("wxwx"), "early": option("wxyy")})
    assert found.options == ("early", "left")
    assert found.index == partitions.adjusted_rand("wwxx", "wwxy")


@pytest.mark.parametrize(
    ("drawing", "said"),
    [("wwww--", Said.ONE_PLACE), ("wxyz--", Said.ALL_APART), ("w-----", Said.TOO_FEW), ("------", Said.TOO_FEW)],
)
def test_where_options_cannot_be_told_apart_it_is_said_why(drawing, said):
    options = {key: drawn for key, drawn in OPTIONS.items() if key != "one"}
    assert nearest(drawing, options) == partitions.Nearest(1, said)


def test_one_place_is_nearest_to_an_option_of_one_place():
    assert nearest("ww-www").options == ("one",)


def test_areas_that_no_option_places_make_no_difference():
    assert nearest("wwwwx", {"half": option("wwxx-")}).said is Said.ONE_PLACE


def test_without_options_there_is_none():
    assert nearest("wwxx", {}).said is Said.TOO_FEW


def test_the_tally_keeps_those_that_tie_apart_and_names_every_option():
    options = {"left": option("wwxy"), "right": option("wxyy"), "far": option("wxwx")}
    found = partitions.nearest(table(["wwxy", "wwxx", "wwww"]), options)
    assert partitions.tally(found, options) == {"left": (1, 1), "right": (0, 1), "far": (0, 0)}


@any_drawings
@given(drawings(size=6, most=5))
def test_no_option_is_nearer_than_the_nearest(some):
    for one, found in zip(some, partitions.nearest(table(some), OPTIONS), strict=True):
        mine = [None if place == "-" else place for place in one]
        indices = {key: partitions.adjusted_rand(mine, list(drawn.values())) for key, drawn in OPTIONS.items()}
        if found.said is Said.COMPARED:
            best = max(index for index in indices.values() if index is not None)
            assert found.index == pytest.approx(best)
            assert set(found.options) == {key for key, index in indices.items() if index == pytest.approx(best)}
        else:
            assert not any(indices.values())
