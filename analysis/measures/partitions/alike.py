"""Groups of alike alternatives: the same ones counted first, then those that are nearly the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures.partitions.agreement import Floats, agreement, agreement_in_pairs, sorts_of_placed
from analysis.measures.partitions.table import Alternatives, Grouping, Places, groups_of, parts, spread
from analysis.measures.partitions.trees import weighted_groups

# 0.65 and above is called a moderate recovery of a partition, 0.8 a good one and 0.9 an excellent one in D. Steinley,
# Properties of the Hubert-Arabie adjusted Rand index, Psychological Methods 9 (2004), 386-396.
ALIKE = 0.65
COMPARED = 1_000  # different partitions that are all held against each other: 8 MB of distances


@dataclass(frozen=True)
class Group:
    """
    Alternatives that are alike: their ids, how many different partitions they are, and the one in their middle.

    `middle` is the partition of the group that is most like all of it (its medoid), `same` how many alternatives are
    exactly that, `agreement` the mean index (adjusted Rand) of the group's alternatives with it, over common areas.
    """

    ids: tuple[Hashable, ...]
    partitions: int
    middle: Grouping
    same: int
    agreement: float


@dataclass(frozen=True)
class Alike:
    """All groups, the largest first; `left_over` are alternatives near to none, where not all could be compared."""

    groups: tuple[Group, ...]
    partitions: int
    compared: int
    left_over: tuple[Hashable, ...]


def alike(alternatives: Alternatives, *, at_least: float = ALIKE, compared: int = COMPARED) -> Alike:
    """
    Group n alternatives so that the mean index between two groups is below `at_least`; a group may be of one.

    Average linkage on 1 - adjusted Rand index, each different partition weighing as many as proposed it. Where two do
    not place the same areas, the index is taken times the part of pairs of areas that both place, of those that either
    does: who draws three areas draws what many do with them, and is not like each of those. Where there are more than
    `compared` different ones, that many are grouped: the most often proposed, and of those proposed equally often every
    so-manieth in sorted order; each other one then joins the group whose middle it is nearest to, if that is within the
    limit, and is left over if not (as in L. Kaufman and P. Rousseeuw, Finding groups in data, Wiley 1990, chapter 3,
    with a fixed choice in place of drawn ones). Time and memory grow with the square of `compared`, and evenly with the
    rest.
    """
    rows, times, which = alternatives.distinct
    chosen = spread(times, compared)
    likeness = _likeness(rows[chosen], rows[chosen])
    found = weighted_groups(1 - likeness, times[chosen], within=1 - at_least)
    members = np.split(np.argsort(found, kind="stable"), np.flatnonzero(np.diff(np.sort(found))) + 1)
    middles = np.array([_middle(own, likeness, times[chosen]) for own in members if len(own)], dtype=np.intp)
    group = np.full(len(rows), -1)
    group[chosen] = np.searchsorted(np.unique(found), found)
    middles = chosen[middles]
    _join_the_rest(rows, group, middles, at_least)
    groups = _described(alternatives, group, middles)
    return Alike(
        tuple(sorted(groups, key=lambda one: (-len(one.ids), -one.same, one.middle))),
        partitions=len(rows),
        compared=len(chosen),
        left_over=tuple(id for id, own in zip(alternatives.ids, group[which].tolist(), strict=True) if own < 0),
    )


def _likeness(ones: Places, others: Places) -> Floats:
    """Return the index of each of n with each of m, times the part of the pairs of areas that both place (n, m)."""
    (mine, own), (theirs, other) = sorts_of_placed(ones), sorts_of_placed(others)
    both = _pairs((mine >= 0).astype(np.int64) @ (theirs >= 0).T)
    either = _pairs((mine >= 0).sum(axis=1))[:, None] + _pairs((theirs >= 0).sum(axis=1))[None, :] - both
    found = agreement(ones, others)
    found[np.isnan(found)] = 0
    found *= (both / np.maximum(either, 1))[own][:, other]
    return found


def _pairs(items: NDArray[Any]) -> NDArray[Any]:
    return items * (items - 1) / 2


def _middle(members: NDArray[np.intp], likeness: NDArray[np.float64], times: NDArray[np.int64]) -> int:
    """Return the member that agrees best with all; of equal ones the more often proposed, then the first."""
    if len(members) == 1:
        return int(members[0])
    total = np.round(likeness[np.ix_(members, members)] @ times[members], 9)
    return int(members[np.lexsort((members, -times[members], -total))[0]])


def _join_the_rest(rows: Places, group: NDArray[np.int64], middles: NDArray[np.intp], at_least: float) -> None:
    rest = np.flatnonzero(group < 0)
    for part in parts(len(rest), len(middles)):
        likeness = _likeness(rows[rest[part]], rows[middles])
        group[rest[part]] = np.where(likeness.max(axis=1) >= at_least, likeness.argmax(axis=1), -1)


def _described(alternatives: Alternatives, group: NDArray[np.int64], middles: NDArray[np.intp]) -> Iterator[Group]:
    rows, times, which = alternatives.distinct
    inside = np.flatnonzero(group >= 0)
    likeness = np.zeros(len(rows))
    likeness[inside] = np.nan_to_num(agreement_in_pairs(rows[inside], rows[middles[group[inside]]]))
    ids, members = [[list[Any]() for _ in middles] for _ in range(2)]
    for id, own in zip(alternatives.ids, group[which].tolist(), strict=True):
        if own >= 0:
            ids[own].append(id)
    for position in inside.tolist():
        members[group[position]].append(position)
    for middle, alternatives_of, partitions in zip(middles.tolist(), ids, members, strict=True):
        yield Group(
            ids=tuple(alternatives_of),
            partitions=len(partitions),
            middle=groups_of(rows[middle], alternatives.areas),
            same=int(times[middle]),
            agreement=float(likeness[partitions] @ times[partitions] / times[partitions].sum()),
        )
