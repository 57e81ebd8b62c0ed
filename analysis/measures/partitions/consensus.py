"""The grouping of the areas that agrees best with all alternatives, and what becomes of it when one is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.measures.partitions.agreement import (
    Floats,
    agreement_in_pairs,
    both_placed,
    index,
    together,
)
from analysis.measures.partitions.pairs import distances, sums
from analysis.measures.partitions.table import (
    UNASSIGNED,
    Alternatives,
    Grouping,
    Places,
    different,
    groups_of,
    parts,
    spread,
)
from analysis.measures.partitions.trees import cuts, tree

LEFT_OUT = 2_000  # different partitions that are left out in turn: a tree is made for each
EQUAL = 1e-9  # mean indices this near to each other are equal, and the grouping with fewer groups is taken


@dataclass(frozen=True)
class LeftOut:
    """
    What groupings are like that are each made without one of the alternatives.

    `made` says how many they are: as many as there are alternatives, but fewer where too many are different. `other` of
    them are not the grouping made with all; `lowest` is the lowest adjusted Rand index of one of them with it (1 where
    there is no other). They are compared over the areas that the remaining alternatives place.
    """

    made: int
    other: int
    lowest: float


@dataclass(frozen=True)
class Consensus:
    """
    The grouping, the mean index of n alternatives with it, and how firm it is (None for a single alternative).

    Areas that no alternative places are in no group.
    """

    groups: Grouping
    agreement: float
    alternatives: int
    left_out: LeftOut | None


def consensus(alternatives: Alternatives, *, left_out: int = LEFT_OUT) -> Consensus | None:
    """
    Return the grouping that agrees best with n alternatives; None where none of them places two areas.

    Looked at are the cuts of the tree that average linkage makes of 1 - share, the share being of alternatives that put
    two areas in the same place, among those that place both, as in Fred and Jain 2005 (see pairs.py). Taken is the cut
    with the highest mean adjusted Rand index over the alternatives: the criterion of A. Strehl and J. Ghosh, Cluster
    ensembles, Journal of Machine Learning Research 3 (2002), 583-617, with this index in place of their normalised
    mutual information. Of equally good cuts it is the one with the fewest groups. It is the best of these k cuts, not
    of all partitions there are.

    Then the same is done without each alternative in turn (a jackknife), subtracting its pairs from the counts, once
    for each different partition. Of more than `left_out` different ones, that many are left out in turn: the most
    frequent and every so-manieth of the others (see `spread`). Time grows evenly with the alternatives.
    """
    useful = alternatives.that_group()
    if not len(useful):
        return None
    placed = np.flatnonzero((useful.places >= 0).any(axis=0))
    rows, times, _ = useful.distinct
    # The areas that nobody places go; the order of the others stays, so rows are renumbered and remain canonical.
    renumbered = np.append(np.searchsorted(placed, np.arange(len(alternatives.areas))), UNASSIGNED).astype(np.int16)
    answers = _Answers(renumbered[rows[:, placed]], times)
    best, mean = answers.best()
    return Consensus(
        groups=groups_of(best, [alternatives.areas[position] for position in placed]),
        agreement=mean,
        alternatives=len(useful),
        left_out=answers.left_out(best, left_out) if len(useful) > 1 else None,
    )


class _Answers:
    """d different partitions of k areas, each with the number of alternatives that are it, and their pairs added up."""

    def __init__(self, rows: Places, times: NDArray[np.int64]) -> None:
        # Sorted so that those with the same areas placed, and as many pairs together, follow each other.
        placed = different(rows >= 0)[1]
        pairs = np.concatenate([together(rows[part]).sum(axis=1) for part in parts(len(rows), rows.shape[1] ** 2)])
        order = np.lexsort((pairs, placed))
        self.rows, self.times = rows[order], times[order]
        self.kinds = np.cumsum(np.append(True, (np.diff(placed[order]) != 0) | (np.diff(pairs[order]) != 0)))
        self.same, self.both = sums(self.rows, self.times)
        self.all = int(times.sum())

    def best(self) -> tuple[Places, float]:
        """Return the best cut (k), and the mean index of all alternatives with it."""
        candidates = cuts(tree(distances(self.same, self.both))[None])[0]
        means = self.totals(candidates) / self.all
        chosen = _last_best(means[None])[0]
        return candidates[chosen], float(means[chosen])

    def left_out(self, best: Places, most: int) -> LeftOut:
        """Return what groupings made without one alternative, of `most` different ones, are like beside this one."""
        in_turn = spread(self.times, most)
        rows, times = self.rows[in_turn], self.times[in_turn]
        candidates, levels = self._cuts_without_one_of(rows)
        totals = self.totals(candidates)[levels]
        # One alternative changes a total by 1 at most either way, so only cuts within 2 of the best can become it.
        row, level = np.nonzero(totals >= totals.max(axis=1, keepdims=True) - 2 - EQUAL)
        own = np.full(levels.shape, np.inf)
        for part in parts(len(row), candidates.shape[1]):
            at = row[part], level[part]
            own[at] = agreement_in_pairs(rows[at[0]], candidates[levels[at]])
        chosen = levels[np.arange(len(levels)), _last_best((totals - own) / (self.all - 1))]
        # Where nobody else places an area, nothing is said of it without the one who does.
        gone = (rows >= 0) & (self.times @ (self.rows >= 0) == 1)
        without = np.where(gone, UNASSIGNED, candidates[chosen])
        likeness = agreement_in_pairs(without, np.broadcast_to(best, without.shape))
        other = likeness < 1 - EQUAL
        return LeftOut(int(times.sum()), int(times[other].sum()), float(likeness[other].min(initial=1)))

    def totals(self, candidates: Places) -> Floats:
        """
        Return the sum of the index of each of m groupings over all alternatives (m).

        The index is linear in the number of common pairs where the areas placed and the pairs together are the same, so
        such alternatives are added up first.
        """
        total = np.zeros(len(candidates))
        for same, both, pairs, weights in self._added_up():
            for part in parts(len(candidates), same.shape[1]):
                theirs = together(candidates[part]).astype(np.float64).T
                found = index(same @ theirs, pairs[:, None], both @ theirs, both.sum(axis=1)[:, None])
                total[part] += weights @ found
        return total

    def _added_up(self) -> Iterator[tuple[Floats, Floats, Floats, Floats]]:
        """Give for alternatives of one sort: mean common pairs, pairs placed, pairs together, how many they are."""
        for part in parts(len(self.rows), self.rows.shape[1] ** 2):
            starts = np.flatnonzero(np.append(True, np.diff(self.kinds[part]) != 0))
            pairs, times = together(self.rows[part]), self.times[part].astype(np.float64)
            weights = np.add.reduceat(times, starts)
            same = np.add.reduceat(pairs * times[:, None], starts, axis=0) / weights[:, None]
            both = both_placed(self.rows[part][starts]).astype(np.float64)
            yield same, both, pairs[starts].sum(axis=1).astype(np.float64), weights

    def _cuts_without_one_of(self, rows: Places) -> tuple[Places, NDArray[np.int64]]:
        """Return all groupings (m, k) that are a cut of a tree without one row, and those of each: (d, k) of m."""
        size = rows.shape[1]
        seen: dict[bytes, int] = {}  # most trees are the same one
        which = np.empty(len(rows), dtype=np.int64)
        for part in parts(len(rows), size**2):
            same, both = self.same - together(rows[part]), self.both - both_placed(rows[part])
            for position, one in enumerate(distances(same, both), start=part.start):
                joined = tree(one)[:, :2].astype(np.int16).tobytes()
                which[position] = seen.setdefault(joined, len(seen))
        found = cuts(np.frombuffer(b"".join(seen), dtype=np.int16).reshape(-1, size - 1, 2))
        candidates, levels = different(found.reshape(-1, size))
        return candidates, levels.reshape(-1, size)[which]


def _last_best(means: Floats) -> NDArray[np.int64]:
    """Return for each row (b, k) the last position of its highest number: later cuts have fewer groups."""
    best = means >= means.max(axis=1, keepdims=True) - EQUAL
    found: NDArray[np.int64] = means.shape[1] - 1 - best[:, ::-1].argmax(axis=1)
    return found
