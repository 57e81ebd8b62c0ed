"""How often two areas were put in the same place, of all alternatives that place both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.measures.partitions.agreement import Floats, both_placed, corner, together
from analysis.measures.partitions.table import Alternatives, Places, parts
from analysis.measures.partitions.trees import leaves

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pairs:
    """
    Counts for every pair of k areas, as symmetric matrices (k, k) of whole numbers of alternatives.

    `same`: how many put both in one place; `both`: how many place both at all. On the diagonal both are the number that
    place the area.
    """

    areas: tuple[str, ...]
    same: Whole
    both: Whole

    def order(self) -> tuple[str, ...]:
        """
        Return the areas in an order that shows the matrix well: those often put together stand together.

        Average linkage on 1 - same / both, the leaves ordered (see trees.py); the areas being sorted by key before,
        ties are settled the same way each time.
        """
        if not self.areas:
            return ()
        upper = corner(len(self.areas))
        return tuple(self.areas[leaf] for leaf in leaves(distances(self.same[upper], self.both[upper])))


def count(alternatives: Alternatives) -> Pairs:
    """
    Count the pairs of all alternatives.

    This is the co-association matrix of A. Fred and A. Jain, Combining multiple clusterings using evidence
    accumulation, IEEE Transactions on Pattern Analysis and Machine Intelligence 27 (2005), 835-850, except that the
    base of a pair is those who place both areas: one that is left out says nothing.
    """
    size = len(alternatives.areas)
    rows, times, _ = alternatives.distinct
    placed = times @ (rows >= 0).astype(np.int64)
    same, both = np.diag(placed), np.diag(placed)
    same[corner(size)], both[corner(size)] = sums(rows, times)
    return Pairs(alternatives.areas, _mirrored(same), _mirrored(both))


def sums(places: Places, times: Whole) -> tuple[Whole, Whole]:
    """Return for each pair (k(k-1)/2) how often it is together and how often both are placed, rows counted `times`."""
    pairs = places.shape[1] * (places.shape[1] - 1) // 2
    same, both = np.zeros(pairs, dtype=np.int64), np.zeros(pairs, dtype=np.int64)
    for part in parts(len(places), pairs):
        weights = times[part].astype(np.float64)  # below 2^53, so without rounding
        same += (weights @ together(places[part])).astype(np.int64)
        both += (weights @ both_placed(places[part])).astype(np.int64)
    return same, both


def distances(same: NDArray[np.int64], both: NDArray[np.int64]) -> Floats:
    """Return 1 - same / both for pairs, 0 to 1; areas that nobody places both are as far apart as can be."""
    return 1 - np.divide(same, both, out=np.zeros(same.shape), where=both > 0)


def _mirrored(upper: Whole) -> Whole:
    return upper + np.triu(upper, 1).T
