"""
Trees by average linkage: join the two nearest, then the next two; groups are as far apart as their pairs on average.

Source: R. Sokal and C. Michener, A statistical method for evaluating systematic relationships, University of Kansas
Science Bulletin 38 (1958), 1409-1438, as computed by scipy.cluster.hierarchy. Where several distances are equal, the
fixed order of scipy decides; areas come sorted by key, so the same answers give the same tree whatever their order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage

from analysis.measures.partitions.table import Places


def tree(distances: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Return k-1 joins, nearest first, from k(k-1)/2 distances: the two joined, their distance, and how many they are.

    What is joined is numbered: first the k items, then the joins. Fewer than two items give no joins.
    """
    return linkage(distances, "average") if len(distances) else np.empty((0, 4))


def cuts(joins: NDArray[Any]) -> Places:
    """
    Return all partitions into which b trees of k items can be cut: (b, k, k) from (b, k-1, 2 or more).

    The first has every item by itself, each later one has the next join as well, the last has all in one.
    """
    many, size = len(joins), joins.shape[1] + 1
    every = np.arange(many)
    numbers = np.empty((many, 2 * size - 1), dtype=np.int16)
    numbers[:, :size] = np.arange(size)
    found = np.empty((many, size, size), dtype=np.int16)
    found[:, 0] = np.arange(size)
    for step in range(size - 1):
        one = numbers[every, joins[:, step, 0].astype(np.intp)]
        other = numbers[every, joins[:, step, 1].astype(np.intp)]
        stays, goes = np.minimum(one, other)[:, None], np.maximum(one, other)[:, None]
        found[:, step + 1] = np.where(found[:, step] == goes, stays, found[:, step])
        numbers[:, size + step] = stays[:, 0]
    return found


def leaves(distances: NDArray[np.float64]) -> list[int]:
    """
    Return the order of the k items in which neighbours in the tree are as near as it allows.

    Source: Z. Bar-Joseph, D. Gifford and T. Jaakkola, Fast optimal leaf ordering for hierarchical clustering,
    Bioinformatics 17 (2001), S22-S29. Of the two directions, the one that begins with the lower number is taken.
    """
    if not len(distances):
        return [0]
    order: list[int] = leaves_list(linkage(distances, "average", optimal_ordering=True)).tolist()
    return order if order[0] < order[-1] else order[::-1]


def weighted_groups(distances: NDArray[np.float64], weights: NDArray[np.int64], *, within: float) -> NDArray[np.int64]:
    """
    Return the group (n) of each of n items of which there are several, from their square of distances (n, n).

    The tree is the one that average linkage makes of all single items; it is cut so that groups stay apart whose mean
    distance is greater than `within`. It is grown along chains of nearest neighbours (F. Murtagh, A survey of recent
    advances in hierarchical clustering algorithms, Computer Journal 26, 1983, 354-359), in time n² and no more memory
    than the distances, which are used up. Groups are numbered by their first item.
    """
    group = np.arange(len(weights))
    np.fill_diagonal(distances, np.inf)
    sizes, gone = weights.astype(np.float64), np.zeros(len(weights), dtype=bool)
    chain: list[int] = []
    for start in range(len(weights)):
        while not gone[start]:
            chain = chain or [start]
            near = int(distances[chain[-1]].argmin())
            if len(chain) > 1 and distances[chain[-1], near] >= distances[chain[-1], chain[-2]]:
                near = chain[-2]
            if distances[chain[-1], near] > within:
                gone[chain[-1]] = True  # nothing is near enough, and joins of others bring nothing nearer
                distances[chain[-1], :] = distances[:, chain[-1]] = np.inf
                chain = []
            elif len(chain) > 1 and near == chain[-2]:
                stays, goes = sorted((chain.pop(), chain.pop()))
                _join(distances, sizes, stays, goes)
                group[group == goes] = stays
                gone[goes] = True
            else:
                chain.append(near)
    return group


def _join(distances: NDArray[np.float64], sizes: NDArray[np.float64], stays: int, goes: int) -> None:
    whole = sizes[stays] + sizes[goes]
    mean = (sizes[stays] * distances[stays] + sizes[goes] * distances[goes]) / whole
    mean[[stays, goes]] = np.inf
    distances[stays, :] = distances[:, stays] = mean
    distances[goes, :] = distances[:, goes] = np.inf
    sizes[stays] = whole
