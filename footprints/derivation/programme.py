"""
Linear programmes about published totals, solved in floating point by HiGHS and then made exact.

Shapes: `rows` are m totals over k blocks of parts, entries 0 or 1; `people` are their m figures; `target` has k
entries. An answer is m fractions: how often each total is taken.

The largest value of target·x over all populations x >= 0 with rows·x = people equals, by the duality of linear
programming (Dantzig; see Chvátal, Linear Programming, ch. 5), the smallest people·y over all y with rowsᵀ·y >= target.
Working with y has two gains: it is the derivation, and any y that keeps the condition gives a true bound, so that
rounding to fractions can be put right and never makes a bound false.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from footprints.derivation import algebra
from footprints.derivation.algebra import Row

DENOMINATOR = 1000  # of the multiples that vertices of such small programmes have; more would only be noise
LENGTH_COUNTS = 1e-3  # people: what a longer sum costs, so that among equal bounds the shortest sum is found


def shortest_sum(rows: Sequence[Row], target: Sequence[int], costs: Sequence[float]) -> tuple[Fraction, ...]:
    """
    Return multiples of the rows that add up to the target exactly, the dearest and fewest left out.

    The sum of |multiple| x cost is smallest, which among sums of zeros and ones means few figures and small multiples
    (basis pursuit: Chen, Donoho and Saunders 1998). Raises ValueError where the rows do not determine the target.
    """
    found = _solve(rows, np.array([*costs, *costs]), target, is_exact=True, limit=None)
    if found is not None and _reach(rows, found, len(target)) == [Fraction(entry) for entry in target]:
        return found
    columns = [[row[column] for row in rows] for column in range(len(target))]
    solution = algebra.solve(columns, list(target), len(rows))
    if solution is None:
        raise ValueError("These totals do not determine this sum.")
    return solution.one


def tightest_cover(
    rows: Sequence[Row], people: Sequence[int], target: Sequence[int], costs: Sequence[float]
) -> tuple[Fraction, ...] | None:
    """
    Return multiples of the rows that reach every entry of the target and come to the fewest people.

    Their people·multiples is an upper bound of target·x, valid to the last digit. None where no multiples reach it.
    """
    counts = np.array(people, dtype=float)
    length = LENGTH_COUNTS * np.array(costs)
    found = _solve(rows, np.concatenate([counts + length, length - counts]), target, is_exact=False, limit=None)
    return None if found is None else _repaired(rows, found, target)


def contradiction(rows: Sequence[Row], people: Sequence[int]) -> tuple[Fraction, ...] | None:
    """
    Return multiples that cover no block less than zero times and yet come to fewer than no people; None if none do.

    By the lemma of Farkas such multiples exist exactly where no populations >= 0 fit all totals.
    """
    if not rows:
        return None
    target = [0] * len(rows[0])
    counts = np.array(people, dtype=float)
    found = _solve(rows, np.concatenate([counts, -counts]), target, is_exact=False, limit=1.0)
    if found is None:
        return None
    found = _repaired(rows, found, target)
    comes_to = sum(times * count for times, count in zip(found, people, strict=True))
    return found if comes_to < 0 else None


def _solve(
    rows: Sequence[Row], objective: np.ndarray, target: Sequence[int], *, is_exact: bool, limit: float | None
) -> tuple[Fraction, ...] | None:
    """Minimise over y = plus - minus, both between 0 and the limit, and round y to small fractions."""
    columns = np.array(rows, dtype=float).T
    both = np.hstack([columns, -columns])
    wanted = np.array(target, dtype=float)
    conditions = {"A_eq": both, "b_eq": wanted} if is_exact else {"A_ub": -both, "b_ub": -wanted}
    result = linprog(objective, **conditions, bounds=(0, limit), method="highs-ds")
    if result.x is None:
        return None
    plus, minus = np.split(result.x, 2)
    return tuple(Fraction(float(times)).limit_denominator(DENOMINATOR) for times in plus - minus)


def _reach(rows: Sequence[Row], multiples: Sequence[Fraction], width: int) -> list[Fraction]:
    reached = [Fraction(0)] * width
    for row, times in zip(rows, multiples, strict=True):
        if times:
            reached = [have + times * entry for have, entry in zip(reached, row, strict=True)]
    return reached


def _repaired(rows: Sequence[Row], multiples: Sequence[Fraction], target: Sequence[int]) -> tuple[Fraction, ...]:
    """Add what rounding left short: a block that is not reached gets the missing share of a total that holds it."""
    found = list(multiples)
    for column, wanted in enumerate(target):
        short = wanted - _reach(rows, found, len(target))[column]
        if short > 0:
            holder = next(index for index, row in enumerate(rows) if row[column])
            found[holder] += short
    return tuple(found)
