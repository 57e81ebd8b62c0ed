"""
Boundaries made small and simple enough to draw, with every border that neighbours share still shared.

Longitude and latitude are projected equirectangularly at the middle latitude onto whole units. All lines are put
together and cut where they cross (so that what two files' worth of rounding tore apart meets again), the faces between
them are given to the feature they lie in, and the whole is simplified as one coverage. What comes out has its points on
whole units; neighbours run through the same points. Pure: takes and gives plain data.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
import shapely

WIDTH, HEIGHT = 704, 800  # the largest map, in units
MOST_POINTS = 1_500
FIRST_TOLERANCE, STEP = 0.8, 1.3
SLIVER = 3.0  # mean width in units: a gap between neighbours that is narrower was none
LEAST_ISLAND = 4.0  # square units
MOST_CHANGED = 0.02  # of a feature's surface, by mending rings that cross themselves or by overlapping a neighbour
MOST_UNDER = 0.5  # of a feature's surface, under a neighbour and in slivers

Rings = list[list[tuple[int, int]]]
Pair = tuple[int, int]


class Unmendable(Exception):
    """A feature's rings cross each other so much that what they enclose is a guess; names the feature."""


class Overlapping(Exception):
    """Features lie on top of each other, so that it is a guess whose the surface is; names them two by two."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


@dataclass
class Simplified:
    """Rings by key (each ends where it begins, outer rings all one way round), where labels go, what was noticed."""

    rings: dict[str, Rings] = field(default_factory=dict)
    labels: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # x, y, and the room around it
    mended: list[str] = field(default_factory=list)
    overlaps: list[tuple[str, str]] = field(default_factory=list)  # small ones: the first of each two has the surface
    gaps: int = 0
    points: int = 0


def simplified(polygons: Mapping[str, Sequence[Sequence[Sequence[Sequence[float]]]]]) -> Simplified:
    """Return boundaries to draw from polygons in longitude and latitude by key. Raises Unmendable or Overlapping."""
    keys = list(polygons)
    shapes = np.array([shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons[key]]) for key in keys])
    found = Simplified()
    whole = _mended(_projected(shapes), keys, found)
    coverage = _coverage(whole, keys, found)
    tolerance = FIRST_TOLERANCE
    simple = shapely.coverage_simplify(coverage, tolerance)
    while shapely.get_num_coordinates(simple).sum() > MOST_POINTS and tolerance < WIDTH:
        tolerance *= STEP
        simple = shapely.coverage_simplify(coverage, tolerance)
    for key, shape in zip(keys, simple, strict=True):
        found.rings[key] = _rings(shape)
        found.labels[key] = _label(shape)
    found.points = sum(len(ring) for rings in found.rings.values() for ring in rings)
    return found


def _projected(shapes: Any) -> Any:
    west, south, east, north = shapely.total_bounds(shapes)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(WIDTH / max((east - west) * narrow, 1e-9), HEIGHT / max(north - south, 1e-9))
    return shapely.transform(
        shapes, lambda at: np.column_stack([(at[:, 0] - west) * narrow * scale, (north - at[:, 1]) * scale])
    )


def _mended(shapes: Any, keys: Sequence[str], found: Simplified) -> Any:
    whole = []
    for key, shape in zip(keys, shapes, strict=True):
        mended = shape
        if not shapely.is_valid(shape):
            mended = shapely.make_valid(shape, method="structure")
            # Of rings that cross, the surface that each encloses counts once or twice: compare with what they meant.
            meant = sum(
                shapely.Polygon(part.exterior).area - sum(shapely.Polygon(hole).area for hole in part.interiors)
                for part in shapely.get_parts(shape)
            )
            if abs(shapely.area(mended) - meant) > MOST_CHANGED * max(meant, 1e-9):
                raise Unmendable(key)
            found.mended.append(key)
        if shapely.area(mended) < LEAST_ISLAND:
            raise Unmendable(key)
        whole.append(mended)
    return np.array(whole)


def _coverage(shapes: Any, keys: Sequence[str], found: Simplified) -> Any:
    """Return the shapes as unions of faces between all their lines on whole units: neighbours share every point."""
    lines = shapely.union_all(shapely.boundary(shapes), grid_size=1)
    faces = np.array(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    claims: dict[int, list[int]] = defaultdict(list)
    inside = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="within")
    for face, shape in zip(*inside.tolist(), strict=True):
        claims[face].append(shape)
    _tell_overlaps(faces, claims, shapely.area(shapes), keys, found)
    owner = {face: min(claimed) for face, claimed in claims.items()}
    _close_gaps(faces, owner, found)
    own: dict[int, list[Any]] = defaultdict(list)
    for face, shape in owner.items():
        own[shape].append(faces[face])
    for number, key in enumerate(keys):
        if not own[number]:
            raise Unmendable(key)
    return np.array([shapely.coverage_union_all(own[number]) for number in range(len(shapes))])


def _tell_overlaps(
    faces: Any, claims: Mapping[int, list[int]], areas: Any, keys: Sequence[str], found: Simplified
) -> None:
    """Note which features share more than slivers. Raises Overlapping where one of two would lose too much by it."""
    shared: dict[Pair, float] = defaultdict(float)
    with_slivers: dict[Pair, float] = defaultdict(float)
    for face, claimed in claims.items():
        for pair in combinations(sorted(claimed), 2):
            with_slivers[pair] += faces[face].area
            if not _is_sliver(faces[face]):
                shared[pair] += faces[face].area

    def share(pair: Pair, of: Mapping[Pair, float]) -> float:
        return float(of.get(pair, 0.0) / min(areas[pair[0]], areas[pair[1]]))

    # What is small itself may lie under a neighbour altogether and be no wider there than a sliver.
    pairs = sorted(with_slivers)
    wrong = [pair for pair in pairs if share(pair, shared) > MOST_CHANGED or share(pair, with_slivers) > MOST_UNDER]
    if wrong:
        raise Overlapping([(keys[one], keys[other]) for one, other in wrong])
    found.overlaps = [(keys[one], keys[other]) for one, other in sorted(shared)]


def _is_sliver(face: Any) -> bool:
    """Tell whether a face is no wider than what rounding leaves between neighbours."""
    return bool(4 * face.area / face.length < SLIVER)


def _close_gaps(faces: Any, owner: dict[int, int], found: Simplified) -> None:
    """Give slivers between neighbours to the one with which they share the longest border."""
    near = shapely.STRtree(faces)
    owned = dict(owner)
    for face in range(len(faces)):
        if face in owned or not _is_sliver(faces[face]):
            continue
        shared: dict[int, float] = defaultdict(float)
        for other in near.query(faces[face], predicate="touches").tolist():
            if other in owned:
                line = shapely.intersection(faces[face].boundary, faces[other].boundary)
                shared[owned[other]] += line.length
        if shared:
            owner[face] = max(shared, key=lambda shape: (shared[shape], -shape))
            found.gaps += 1


def _rings(shape: Any) -> Rings:
    """Return the rings of a shape, outer ones one way round and holes the other; specks are left out."""
    parts = list(shapely.get_parts(shape))
    largest = max(parts, key=lambda part: part.area)
    kept = [part for part in parts if part is largest or part.area >= LEAST_ISLAND]
    turned = [shapely.orient_polygons(part) for part in kept]
    rings = [ring for part in turned for ring in (part.exterior, *part.interiors)]
    return [[(round(x), round(y)) for x, y in ring.coords] for ring in rings]


def _label(shape: Any) -> tuple[int, int, int]:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    radius = shapely.maximum_inscribed_circle(largest, tolerance=2)
    (x, y), _ = radius.coords
    return round(x), round(y), int(radius.length)
