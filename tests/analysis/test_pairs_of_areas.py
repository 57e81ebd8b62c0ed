"""How a share of pairs is told where it is nearly a half, nearly none or nearly all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.composing.patterns import pairs, shown
from analysis.measures.partitions import Alternatives
from engagement import editions
from footprints import geography
from tests.analysis.drawing import CUMBRIA, TEES, TYNE, WEAR, northeast

pytestmark = pytest.mark.django_db
AREAS = tuple(sorted((CUMBRIA, TYNE, WEAR, TEES)))  # Durham, Cumbria, Tyne, Tees
IN_PAIRS, APART = (0, 1, 1, 0), (0, 1, 2, 3)


def matrix(in_pairs: int, apart: int) -> dict[str, Any]:
    """Return the matrix of so many footprints in which the areas stand in two pairs, and so many all apart."""
    content = editions.of(northeast())
    shape = geography.of(content)
    assert shape is not None
    many = in_pairs + apart
    places = np.array([IN_PAIRS] * in_pairs + [APART] * apart, dtype=np.int16)
    alternatives = Alternatives(AREAS, tuple(range(many)), ("individual",) * many, places)
    said = pairs.pairs(shown("drawn", alternatives, content, shape, {"individual": many, "organisation": 0}))
    return next(block["chart"] for block in said if block["kind"] == "picture")


def cells(chart: dict[str, Any]) -> set[int]:
    return {cell for row in chart["cells"] for cell in row}


def test_at_least_half_is_counted_and_not_rounded() -> None:
    fewer, half = matrix(50, 51), matrix(51, 51)
    assert cells(fewer) == cells(half) == {0, 50, 100}
    assert "at least half put together: none." in fewer["alternative"]
    assert "at least half put together: none." not in half["alternative"]


@pytest.mark.parametrize(("in_pairs", "apart", "told"), [(400, 1, 99), (1, 400, 1), (401, 0, 100), (0, 401, 0)])
def test_none_and_all_are_said_where_it_is_none_and_all(in_pairs: int, apart: int, told: int) -> None:
    assert cells(matrix(in_pairs, apart)) == {0, told, 100}  # 100 of an area with itself, 0 of areas in two pairs
