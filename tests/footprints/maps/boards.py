"""Files of boundaries for tests: fields of a chessboard in the east of England, by the names of the real exercise."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from engagement.models import Exercise
from footprints.maps.boundaries import loading
from footprints.maps.models import BoundarySet

DISTRICTS = [
    "North Norfolk", "Broadland", "Norwich City Council", "South Norfolk", "Breckland", "King’s Lynn and West Norfolk",
    "Great Yarmouth", "East Suffolk",
]  # fmt: skip
AREAS = [
    "Coastal", "King's Lynn", "Gorleston", "Lowestoft", "SNhIP", "Breckland", "Ketts Oak", "Fens and Brecks",
    "Swaffham & Downham", "West Norwich",
]  # fmt: skip
Ring = list[list[float]]


def square(column: int, row: int, *, wiggles: int = 0) -> Ring:
    """Return a field of a chessboard in the east of England; every side is a chain that its neighbour runs too."""
    corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
    ring: Ring = []
    for (x, y), (u, v) in pairwise(corners):
        for step in range(wiggles + 1):
            share = step / (wiggles + 1)
            # The bend depends on the side and not on who walks along it.
            low, high = sorted([(x, y), (u, v)])
            along = share if (x, y) == low else 1 - share
            bend = 0.06 * (step % 2 or (wiggles + 1 - step) % 2) * min(along, 1 - along) if step else 0
            ring.append([x + share * (u - x) + bend * abs(v - y), y + share * (v - y) + bend * abs(u - x)])
        assert low != high
    ring.append(ring[0])
    return [[0.2 + 0.2 * x, 53.0 - 0.15 * y] for x, y in ring]


def feature(name: Any, *rings: Ring, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    coordinates: Any = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"NAME": name, **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def board(names: Iterable[str] = DISTRICTS, *, wiggles: int = 0) -> bytes:
    return file(*(feature(name, square(n % 3, n // 3, wiggles=wiggles)) for n, name in enumerate(names)))


def load(exercise: Exercise, data: bytes, kind: str = "district", **more: Any) -> BoundarySet:
    return loading.look_at(exercise, kind=kind, data=data, file_name="them.geojson", **more)


def sides(rings: Iterable[Iterable[tuple[int, int]]]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    return {side for ring in rings for side in pairwise(ring)}
