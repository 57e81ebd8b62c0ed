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
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

EQUAL = 1e-9  # means this near to each other are the same number


@dataclass(frozen=True)
class Ranked:
    """
    One factor: how many ranked it, how many put it alone in first place, and where it stands.

    `mean_place` is between 1 and the number of factors, `pairs` between 0 and one less; `by_mean` and `by_pairs` are
    the positions that they give, from 1, equal ones sharing the lowest (1, 2, 2, 4).
    """

    factor: str
    ranked: int
    first: int
    mean_place: float
    pairs: float
    by_mean: int
    by_pairs: int


@dataclass(frozen=True)
class Ranking:
    """
    What n people said who ranked at least one factor.

    `factors` come by mean place, equal ones as they were offered; `ahead[a][b]` is how many put a before b. `disagree`
    holds the pairs (a, b) where a has the better mean place, and b was put before more of the others.
    """

    rankers: int
    factors: tuple[Ranked, ...]
    ahead: dict[str, dict[str, int]]
    disagree: tuple[tuple[str, str], ...]


def ranking(frame: pd.DataFrame, factors: Sequence[str]) -> Ranking | None:
    """
    Summarise n rankings of f factors; None where nobody ranked any.

    `frame` has a row for each factor that somebody ranked: `response` (id), `factor` (key), `rank` (a number, the
    smallest first; gaps do not matter). Give the frame of one group to have that group's. ValueError for an unknown
    factor and for one ranked twice in a response; KeyError for a missing column.
    """
    given = frame[frame["rank"].notna()]
    responses = pd.factorize(given["response"])[0]
    columns = pd.Index(list(factors), dtype=object).get_indexer(given["factor"])
    if (columns < 0).any() or pd.Index(responses * len(factors) + columns).has_duplicates:
        raise ValueError("a ranking has an unknown factor, or one factor twice")
    if not len(given):
        return None
    ranks = np.full((responses.max() + 1, len(factors)), np.inf)
    ranks[responses, columns] = given["rank"].astype(float)
    places = rankdata(ranks, method="average", axis=1)
    ahead = np.stack([(ranks < ranks[:, [other]]).sum(axis=0) for other in range(len(factors))], axis=1)
    means, pairs = places.mean(axis=0), (ahead > ahead.T).sum(axis=1) + ((ahead == ahead.T).sum(axis=1) - 1) / 2
    rows = _rows(factors, np.isfinite(ranks).sum(axis=0), (places == 1).sum(axis=0), means, pairs)
    return Ranking(
        rankers=len(ranks),
        factors=rows,
        ahead={
            one: {other: int(n) for other, n in zip(factors, counts, strict=True) if other != one}
            for one, counts in zip(factors, ahead, strict=True)
        },
        disagree=tuple(
            (one.factor, other.factor)
            for position, one in enumerate(rows)
            for other in rows[position + 1 :]
            if one.by_mean < other.by_mean and one.by_pairs > other.by_pairs
        ),
    )


def _rows(
    factors: Sequence[str],
    ranked: NDArray[np.int64],
    first: NDArray[np.int64],
    means: NDArray[np.float64],
    pairs: NDArray[np.float64],
) -> tuple[Ranked, ...]:
    found = [
        Ranked(
            factor=factor,
            ranked=int(ranked[own]),
            first=int(first[own]),
            mean_place=float(means[own]),
            pairs=float(pairs[own]),
            by_mean=1 + int((means < means[own] - EQUAL).sum()),
            by_pairs=1 + int((pairs > pairs[own]).sum()),
        )
        for own, factor in enumerate(factors)
    ]
    return tuple(sorted(found, key=lambda row: row.by_mean))
