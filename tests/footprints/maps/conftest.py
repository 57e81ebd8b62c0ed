"""The geographies that maps are drawn of: the real one, four places of the north east, and one with nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagement import editions
from engagement.models import Exercise
from footprints import geography
from footprints.shapes import GeographyShape
from tests.engagement.conftest import held, norfolk, reader, small
from tests.engagement.support import opened

__all__ = ["held", "norfolk", "reader", "small"]

NORTHEAST = Path(__file__).parents[2] / "packs" / "northeast"


def shape_of(exercise: Exercise) -> GeographyShape:
    found = geography.of(editions.of(exercise))
    assert found is not None
    return found


_KEPT: dict[str, GeographyShape] = {}


@pytest.fixture
def shape(db: None, request: pytest.FixtureRequest) -> GeographyShape:
    """Return the geography of the real exercise: plain data, so it is compiled once for all tests."""
    if "norfolk" not in _KEPT:
        _KEPT["norfolk"] = shape_of(request.getfixturevalue("norfolk"))
    return _KEPT["norfolk"]


@pytest.fixture
def northeast(db: None) -> Exercise:
    """Return an exercise with four areas, each of a published population, and no boundary scenario."""
    return opened(NORTHEAST)
