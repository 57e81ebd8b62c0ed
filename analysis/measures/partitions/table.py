"""Alternatives as a table: a row each, a column for every area, and in it the place that the area was given to."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.measures.groups import RESPONDENTS

EVERYBODY = "everybody"  # organisations and individuals together; the points of a meeting are not a respondent
UNASSIGNED = -1
AT_ONCE = 500_000  # numbers of one array that are held at a time, so that memory does not grow with the answers

Places: TypeAlias = NDArray[np.int16]
Grouping: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Alternatives:
    """
    n alternatives over k areas.

    `areas` are k keys in their sorted order, so that nothing depends on the order in which they came; `ids` and `kinds`
    (a group of analysis/measures/groups.py) have n entries, sorted by id. `places` (n, k) holds for every area the
    position of the first area in the same place, or -1 where it was given to none: the numbers and names of places do
    not matter, and two rows are equal exactly if the partitions are.
    """

    areas: tuple[str, ...]
    ids: tuple[Hashable, ...]
    kinds: tuple[str, ...]
    places: Places

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, kind: str) -> Alternatives:
        """Return those of one group, or of all respondents for `EVERYBODY`."""
        wanted = RESPONDENTS if kind == EVERYBODY else (kind,)
        return self._only([position for position, own in enumerate(self.kinds) if own in wanted])

    def that_group(self) -> Alternatives:
        """Return those that place two areas or more: fewer say nothing of what belongs together."""
        return self._only(np.flatnonzero((self.places >= 0).sum(axis=1) >= 2).tolist())

    @cached_property
    def distinct(self) -> tuple[Places, NDArray[np.int64], NDArray[np.int64]]:
        """The different partitions (d, k), how many alternatives each has (d), and which each row has (n)."""
        rows, which = different(self.places)
        return rows, np.bincount(which, minlength=len(rows)).astype(np.int64), which

    def _only(self, positions: list[int]) -> Alternatives:
        return Alternatives(
            self.areas,
            tuple(self.ids[position] for position in positions),
            tuple(self.kinds[position] for position in positions),
            self.places[positions],
        )


def row(assigned: Mapping[str, int | None], areas: Sequence[str]) -> Places:
    """Return one partition as a row (k) of such a table; what it places outside `areas` is left out."""
    numbers = {place: number for number, place in enumerate(dict.fromkeys(assigned.values()))}
    found = [UNASSIGNED if assigned.get(key) is None else numbers[assigned[key]] for key in areas]
    return canonical(np.array([found], dtype=np.int64).reshape(1, -1))[0]


def canonical(places: NDArray[Any]) -> Places:
    """Give each area (n, k) the position of the first area of its place; whatever is negative is unassigned."""
    found = np.full(places.shape, UNASSIGNED, dtype=np.int16)
    for part in parts(len(places), places.shape[1] ** 2):
        rows = places[part]
        first = (rows[:, :, None] == rows[:, None, :]).argmax(axis=2) if rows.shape[1] else rows
        found[part] = np.where(rows >= 0, first, UNASSIGNED)
    return found


def different(rows: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Return the different rows (d, k) in an order of their own, and which of them each row (n) is."""
    packed = [one.tobytes() for one in rows]  # many times faster than numpy's unique, which compares field by field
    first = {key: position for position, key in reversed(list(enumerate(packed)))}
    numbers = {key: number for number, key in enumerate(sorted(first))}
    which = np.array([numbers[key] for key in packed], dtype=np.int64)
    return rows[[first[key] for key in numbers]], which


def spread(times: NDArray[np.int64], many: int) -> NDArray[np.intp]:
    """
    Choose at most `many` of d different partitions of which there are `times` each (d); positions in their order.

    They are the most frequent ones and, of the last frequency that fits in part, every so-manieth: never a draw.
    """
    if len(times) <= many:
        return np.arange(len(times))
    limit = np.sort(times)[::-1][many - 1]
    sure, partly = np.flatnonzero(times > limit), np.flatnonzero(times == limit)
    wanted = many - len(sure)
    return np.sort(np.concatenate([sure, partly[np.arange(wanted) * len(partly) // wanted]]))


def groups_of(places: Places, areas: Sequence[str]) -> Grouping:
    """Return one partition (k) as groups of keys, in the order of the areas; unassigned areas are in none."""
    groups: dict[int, list[str]] = {}
    for place, key in zip(places.tolist(), areas, strict=True):
        if place != UNASSIGNED:
            groups.setdefault(place, []).append(key)
    return tuple(tuple(group) for group in groups.values())


def parts(rows: int, width: int) -> Iterator[slice]:
    """Cut rows of some width into slices of at most `AT_ONCE` numbers, and of one row at least."""
    step = max(1, AT_ONCE // max(width, 1))
    return (slice(start, start + step) for start in range(0, rows, step))
