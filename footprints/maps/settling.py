"""
Where each area's tile lies on a grid of hexagons, worked out from the rough positions that a pack gives.

Rough positions leave gaps and share no borders. Tiles are moved so that the map hangs together, areas of one locality
or district touch, and who is north, south, east or west of whom stays as it was. The same areas settle in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, product

import numpy as np
from scipy.optimize import linear_sum_assignment

from footprints.shapes import AreaShape

Slot = tuple[int, int]  # column and row; odd rows lie half a tile further east
ROW_HEIGHT = 0.866  # of a hexagon one wide: the distance between two rows
MOST_TO_IMPROVE = 60  # areas; beyond, the first placing stands
ROUNDS = 60
NEAR = 2.3  # in rough positions: whose direction from each other is to be kept
REACH = 2.6  # how far from its rough position a tile may be moved, in tiles
# What is held against a placing: distance moved, turned directions, loose edges, and pieces beyond the first one.
MOVED, TURNED, EDGES, PIECES, GROUP_PIECES = 0.5, 1.5, 0.6, 1.5, 1.0


def settle(areas: tuple[AreaShape, ...]) -> dict[str, Slot]:
    """Return the slot of each area by its key; nothing where an area has no rough position."""
    if not areas or any(area.grid is None for area in areas):
        return {}
    kinds = [(*area.localities, *area.districts) for area in areas]
    groups = sorted({group for own in kinds for group in own}, key=lambda group: (group.kind, group.key))
    members = (tuple(n for n, own in enumerate(kinds) if group in own) for group in groups)
    rough = tuple(area.grid for area in areas if area.grid is not None)
    slots = _settled(rough, tuple(sorted({own for own in members if len(own) > 1})))
    return {area.key: slot for area, slot in zip(areas, slots, strict=True)}


@lru_cache(maxsize=16)
def _settled(rough: tuple[Slot, ...], groups: tuple[tuple[int, ...], ...]) -> tuple[Slot, ...]:
    board = _Board(np.array(rough, float), groups)
    chosen, wished = _first(board)
    if len(rough) <= MOST_TO_IMPROVE:
        for _ in range(ROUNDS):
            better = _improved(board, chosen, wished)
            if better is None:
                break
            chosen = better
    found = [board.slots[slot] for slot in chosen]
    left, top = min(column for column, _ in found), min(row for _, row in found)
    top -= top % 2  # rows keep their shift
    return tuple((column - left, row - top) for column, row in found)


@dataclass(frozen=True)
class _Board:
    """The slots that may be taken, and what a placing costs."""

    rough: np.ndarray
    groups: tuple[tuple[int, ...], ...]

    @cached_property
    def slots(self) -> list[Slot]:
        columns, rows = (int(most) + 3 for most in self.rough.max(axis=0))
        return [(column, row) for row in range(rows) for column in range(columns)]

    @cached_property
    def points(self) -> np.ndarray:
        return np.array([(column + 0.5 * (row % 2), row * ROW_HEIGHT) for column, row in self.slots])

    @cached_property
    def touching(self) -> np.ndarray:
        between = np.linalg.norm(self.points[:, None] - self.points[None], axis=2)
        return (between > 0) & (between < 1.1)

    @cached_property
    def near(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return pairs of areas near each other, and the direction from the second to the first."""
        first, second = np.triu_indices(len(self.rough), 1)
        ways = self.rough[first] - self.rough[second]
        lengths = np.linalg.norm(ways, axis=1)
        kept = (lengths > 0) & (lengths <= NEAR)
        return first[kept], second[kept], ways[kept] / lengths[kept, None]

    def costs(self, placings: np.ndarray, wished: np.ndarray) -> np.ndarray:
        """Return the cost of each placing: rows of slots, one for each area."""
        at = self.points[placings]
        moved = ((at - wished) ** 2).sum(axis=(1, 2))
        first, second, ways = self.near
        now = at[:, first] - at[:, second]
        turned = (1 - (now * ways).sum(axis=2) / np.linalg.norm(now, axis=2)).sum(axis=1)
        touching = self.touching[placings[:, :, None], placings[:, None, :]]
        edges = 3 * placings.shape[1] - touching.sum(axis=(1, 2)) / 2
        apart = sum((_pieces(touching[:, own][:, :, own]) - 1 for own in self.groups), np.zeros(len(placings)))
        return MOVED * moved + TURNED * turned + EDGES * edges + PIECES * (_pieces(touching) - 1) + GROUP_PIECES * apart


def _pieces(touching: np.ndarray) -> np.ndarray:
    """Return how many pieces each of several sets falls into, from who touches whom in it."""
    reached = touching | np.eye(touching.shape[1], dtype=bool)
    for _ in range(int(np.ceil(np.log2(touching.shape[1]))) or 1):
        reached = np.matmul(reached.astype(np.float32), reached.astype(np.float32)) > 0
    return (1 / reached.sum(axis=2)).sum(axis=1)


def _first(board: _Board) -> tuple[np.ndarray, np.ndarray]:
    """Stretch the rough positions in several ways, give each area its nearest slot, and keep the best."""
    scales = product((0.8, 0.9, 1.0), (0.55, 0.65, 0.75, 0.866), (0.0, 0.25, 0.5, 0.75), (0.0, 0.433, 0.866, 1.3))
    found = []
    for wide, high, right, down in scales:
        wished = board.rough * (wide, high) + (right, down)
        far = ((board.points[None] - wished[:, None]) ** 2).sum(axis=2)
        placing = linear_sum_assignment(far)[1]
        found.append((float(board.costs(placing[None], wished)[0]), placing, wished))
    _, placing, wished = min(found, key=lambda each: each[0])
    return placing, wished


def _improved(board: _Board, chosen: np.ndarray, wished: np.ndarray) -> np.ndarray | None:
    """Return the best placing that swaps two areas or moves one to a free slot; None where none is better."""
    tried = [chosen]
    for one, two in combinations(range(len(chosen)), 2):
        swapped = chosen.copy()
        swapped[[one, two]] = chosen[[two, one]]
        tried.append(swapped)
    free = np.setdiff1d(np.arange(len(board.slots)), chosen)
    for one, slot in product(range(len(chosen)), free.tolist()):
        if np.linalg.norm(board.points[slot] - wished[one]) < REACH:
            moved = chosen.copy()
            moved[one] = slot
            tried.append(moved)
    costs = board.costs(np.array(tried), wished)
    best = int(costs.argmin())
    return tried[best] if costs[best] < costs[0] - 1e-9 else None
