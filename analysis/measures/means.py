"""Whether figures that sum up individuals, such as a mean place, may be given beside those given already.

A mean and the number behind it are a sum. Sums over nearly the same people tell of the few who are in one and not in
the other: the mean of nine people and that of ten give away what the tenth said. So each set of people that was summed
up is a row of a table, and those who are in exactly the same sets are a column of it; what can be worked out exactly
are the combinations of rows. None of them may be about fewer than eight people alone. Linear algebra says whether one
is: the small columns can be left out, and the rest has the same rank.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.measures.suppression import SMALLEST_SHOWN, is_small

EQUAL = 1e-6  # a sum of places is a multiple of a half


def may_be_given(people: NDArray[np.int64], earlier: Sequence[NDArray[np.int64]]) -> bool:
    """
    Whether sums over `people` (ids) tell nothing about fewer than eight of them, given sums over the `earlier` sets.

    Nobody's sums may always be given: there are none.
    """
    if not len(people):
        return True
    sets = [*earlier, people]
    union = np.unique(np.concatenate(sets))
    together, sizes = np.unique(np.stack([np.isin(union, one) for one in sets]), axis=1, return_counts=True)
    large = together[:, sizes >= SMALLEST_SHOWN]
    return _rank(large) == _rank(together)


def _rank(table: NDArray[np.bool_]) -> int:
    return int(np.linalg.matrix_rank(table.astype(float))) if table.size else 0


def leaves_room(means: Sequence[float], n: int, *, lowest: float, highest: float) -> bool:
    """
    Whether means of n numbers between two ends leave open how many are not at an end.

    Of twenty people whose mean is 1.05, one said 2 and all others 1: a sum that is from 1 to 7 steps away from where
    everybody says the same would give a small number away.
    """
    steps = [n * step for mean in means for step in (mean - lowest, highest - mean)]
    return not any(EQUAL < one < SMALLEST_SHOWN - EQUAL for one in steps)


def differ_by_few(cells: Sequence[int], others: Sequence[int]) -> bool:
    """Whether two countings of the same cells are from 1 to 7 people apart anywhere, which their difference shows."""
    return any(is_small(abs(n - other)) for n, other in zip(cells, others, strict=True))
