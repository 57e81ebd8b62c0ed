"""Which area or district a feature is: names as people write them, aliases, properties."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from footprints.maps.boundaries import geojson, matching
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.matching import Known, plain
from tests.footprints.maps.boards import AREAS, board, feature, file, load, square


def test_names_are_matched_as_people_write_them() -> None:
    assert plain("King’s Lynn & West Norfolk") == plain("kings lynn and West-Norfolk") == "kings lynn and west norfolk"
    assert plain("Norwich City Council") == "norwich"
    assert plain("City") == "city"
    assert plain("Ynys Môn") == "ynys mon"


def test_a_property_that_is_not_there_is_told_with_those_that_are(norfolk: Exercise) -> None:
    with pytest.raises(BoundaryFaults) as refused:
        load(norfolk, file(feature("Norwich", square(0, 0), CODE="E07")), name_field="LAD13NM")
    assert "No feature has text in a property 'LAD13NM'. Text properties there: CODE and NAME." in str(refused.value)


def test_areas_are_known_by_their_aliases_too(norfolk: Exercise) -> None:
    made = load(norfolk, board([*AREAS[:7], "NN1", "East Norwich Neighbourhood", "Mid-Norfolk"]), kind="area")
    assert {row.key for row in made.boundaries.all()} > {"nn1", "norwich-east", "mid-norfolk"}


def test_a_name_that_stands_for_two_stands_for_neither() -> None:
    features = geojson.read(board(["Alder", "Birch"]))
    known = [Known("a", "Alder", ("Wood",)), Known("b", "Birch", ("Wood",))]
    assert set(matching.matched(features, known).features) == {"a", "b"}
    with pytest.raises(BoundaryFaults):
        matching.matched(geojson.read(board(["Wood"])), known)
