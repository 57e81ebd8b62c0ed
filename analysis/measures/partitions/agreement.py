"""
How far two partitions agree: the adjusted Rand index, over the areas that both of them place.

Of all pairs of areas, count those that both partitions put together, and those that each does. The index is how far the
common count exceeds what it would be by chance, given the sizes of the places, over how far it could: 1 for the same
partition, 0 as by chance, below 0 for less than that. Source: L. Hubert and P. Arabie, Comparing partitions, Journal of
Classification 2 (1985), 193-218, equation 5. A partition into one place, or into single areas, agrees with every other
one exactly as by chance (0), since there is only one way to draw it; with itself it agrees fully (1).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures.partitions.table import Places, canonical, different, parts

Floats = NDArray[np.float64]


def adjusted_rand(one: Sequence[Hashable | None], other: Sequence[Hashable | None]) -> float | None:
    """
    Return the index of two partitions, each given as the place of every item, or None for an item that it leaves out.

    None where fewer than two items are placed by both: nothing can be compared. ValueError for different lengths.
    """
    if len(one) != len(other):
        raise ValueError("two partitions of different items")
    found = float(agreement(_numbered(one), _numbered(other))[0, 0])
    return None if np.isnan(found) else found


def agreement(ones: Places, others: Places) -> Floats:
    """Return the index of each of n partitions with each of m (n, m); nan where fewer than two areas are in common."""
    theirs = together(others).astype(np.float32).T
    known, which = _pairs_placed(others)
    found = np.empty((len(ones), len(others)))
    for part in parts(len(ones), theirs.shape[0] + 4 * len(others)):
        mine = together(ones[part]).astype(np.float32)
        placed, own = _pairs_placed(ones[part])
        # Whole numbers below 2^24, which single precision adds up without rounding.
        one, other, pairs = (mine @ known.T)[:, which], (placed @ theirs)[own], (placed @ known.T)[own][:, which]
        found[part] = index(mine @ theirs, one, other, pairs)
    return found


def agreement_in_pairs(ones: Places, others: Places) -> Floats:
    """Return the index of each partition with the one in the same row of the other table (n); nan as above."""
    found = np.empty(len(ones))
    for part in parts(len(ones), ones.shape[1] ** 2):
        mine, theirs = together(ones[part]), together(others[part])
        placed, known = both_placed(ones[part]), both_placed(others[part])
        counted = ((mine & theirs), (mine & known), (placed & theirs), (placed & known))
        found[part] = index(*(which.sum(axis=1) for which in counted))
    return found


def index(common: NDArray[Any], one: NDArray[Any], other: NDArray[Any], pairs: NDArray[Any]) -> Floats:
    """
    Return the index from numbers of pairs: together in both, in the one, in the other, and all; any shapes that fit.

    For given other numbers it is linear in the first: the mean over several partitions is the index of the mean count.
    """
    common, one, other, pairs = (np.asarray(counted, dtype=np.float64) for counted in (common, one, other, pairs))
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = one * other / pairs
        most = (one + other) / 2
        found = (common - chance) / (most - chance)
    trivial = (one == other) & ((one == 0) | (one == pairs))  # both one place, or both single areas: the same partition
    return np.where(pairs == 0, np.nan, np.where(trivial, 1.0, found))


def together(places: Places) -> NDArray[np.bool_]:
    """Whether two areas are in one place (n, k(k-1)/2), the pairs in the order (0, 1), (0, 2) ... (k-2, k-1)."""
    first, second = corner(places.shape[1])
    one, other = places[:, first], places[:, second]
    return (one == other) & (one >= 0)


def both_placed(places: Places) -> NDArray[np.bool_]:
    """Whether two areas are both given to a place, in the same shape and order."""
    first, second = corner(places.shape[1])
    placed = places >= 0
    return placed[:, first] & placed[:, second]


@cache
def corner(size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows and columns of the pairs of k items, in that order (k(k-1)/2 each)."""
    return np.triu_indices(size, 1)


def sorts_of_placed(places: Places) -> tuple[Places, NDArray[np.int64] | slice]:
    """
    Return the different sets of areas placed as rows (u, k), 0 for an area that is placed, and the set of each row (n).

    Where all rows are of one set, as most are, in place of its n numbers stands a slice that leaves the one row to
    numpy's broadcasting: n times m numbers less to be written.
    """
    placed, which = different(places >= 0)
    return placed.astype(np.int16) - 1, slice(None) if len(placed) == 1 else which


def _pairs_placed(places: Places) -> tuple[NDArray[np.float32], NDArray[np.int64] | slice]:
    """Return which pairs are placed, once for each set of areas placed (u, pairs), and the set of each row (n)."""
    placed, which = sorts_of_placed(places)
    return both_placed(placed).astype(np.float32), which


def _numbered(labels: Sequence[Hashable | None]) -> Places:
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    return canonical(np.array([[-1 if label is None else numbers[label] for label in labels]], dtype=np.int64))
