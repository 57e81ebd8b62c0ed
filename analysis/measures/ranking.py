"""
How people ranked the factors, summarised in two ways, which need not agree.

The mean place is the Borda count (J.-C. de Borda 1781) told as a mean. Factors that somebody left unranked come after
those that they ranked, and share the mean of the places that remain: of six factors with two ranked, the others stand
at 4.5 each. Factors given the same rank share the mean of the places that they take up, by the same rule. It is how J.
Cullinan, S. Hsiao and D. Polett, A Borda count for partially ordered ballots, Social Choice and Welfare 42 (2014),
913-926, score a ranking that breaks off.

Beside it stands a count of pairs (Copeland 1951): before how many of the other factors a factor was put by more people
than the other way round, those level counting a half. Who ranked neither of two factors, or both alike, says nothing of
the pair. The two differ where a factor is near the top for some and at the bottom for others.

These are orders among those who ranked factors; neither is a result of a vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EQUAL = 1e-9  # means this near to each other are the same number


@dataclass(frozen=True)
class Ranked:
    """
    One factor, and where it stands.

    `mean_place` is between 1 and the number of factors, `pairs` between 0 and one less; `by_mean` and `by_pairs` are
    the positions that they give, from 1, equal ones sharing the lowest (1, 2, 2, 4).
    """

    factor: str
    mean_place: float
    pairs: float
    by_mean: int
    by_pairs: int


@dataclass(frozen=True)
class Ranking:
    """
    What n people said who ranked at least one factor.

    `factors` come by mean place, equal ones as they were offered; `disagree` holds the pairs (a, b) where a has the
    better mean place, and b was put before more of the others.
    """

    rankers: int
    factors: tuple[Ranked, ...]
    disagree: tuple[tuple[str, str], ...]


def ranking(ranks: NDArray[np.uint8], factors: Sequence[str]) -> Ranking | None:
    """
    Summarise n rankings of f factors; None where nobody ranked any.

    `ranks` is n × f: each row is what one person said, each column one of `factors`; 1 and up, the smallest first (gaps
    do not matter), 0 where a factor was left out. Rows of nothing but 0 do not count as rankings. Give the rows of one
    group to have that group's. ValueError where the columns are not those of the factors.
    """
    if ranks.ndim != 2 or ranks.shape[1] != len(factors):
        raise ValueError(f"rankings of {len(factors)} factors cannot have the shape {ranks.shape}")
    given = ranks[ranks.any(axis=1)]
    if not len(given):
        return None
    last = np.where(given == 0, np.inf, given)
    ahead, level = _compared(last)
    means = 1 + (ahead.sum(axis=0) + level.sum(axis=0) / 2) / len(given)
    pairs = (ahead > ahead.T).sum(axis=1) + ((ahead == ahead.T).sum(axis=1) - 1) / 2
    rows = _rows(factors, means, pairs)
    return Ranking(
        rankers=len(given),
        factors=rows,
        disagree=tuple(
            (one.factor, other.factor)
            for position, one in enumerate(rows)
            for other in rows[position + 1 :]
            if one.by_mean < other.by_mean and one.by_pairs > other.by_pairs
        ),
    )


def _compared(ranks: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Return two f × f tables: by how many the row's factor was put before the column's, and by how many level with it.

    From them follow the places: of somebody's factors, each stands one place after every one before it, and half a
    place for every other one level with it, which is the mean of the places that the level ones take up.
    """
    size = ranks.shape[1]
    ahead = np.stack([(ranks[:, [own]] < ranks).sum(axis=0) for own in range(size)])
    level = np.stack([(ranks[:, [own]] == ranks).sum(axis=0) for own in range(size)])
    np.fill_diagonal(level, 0)
    return ahead, level


def _rows(factors: Sequence[str], means: NDArray[np.float64], pairs: NDArray[np.float64]) -> tuple[Ranked, ...]:
    found = [
        Ranked(
            factor=factor,
            mean_place=float(means[own]),
            pairs=float(pairs[own]),
            by_mean=1 + int((means < means[own] - EQUAL).sum()),
            by_pairs=1 + int((pairs > pairs[own]).sum()),
        )
        for own, factor in enumerate(factors)
    ]
    return tuple(sorted(found, key=lambda row: row.by_mean))
