"""Which published option each alternative is nearest to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress

import numpy as np

from analysis.measures.partitions.agreement import Floats, agreement
from analysis.measures.partitions.table import Alternatives, Places, canonical, row

EQUAL = 1e-9  # indices this near to each other are the same number, computed in another way


class Said(StrEnum):
    """Whether an alternative can be compared with the options at all, and if not, why."""

    COMPARED = "compared"
    TOO_FEW = "too few"  # no option places two areas that it places: not defined
    ONE_PLACE = "one place"  # all that it places is in one place, and no option is the same: 0 with every option
    ALL_APART = "all apart"  # every area is a place of its own, and no option is the same: 0 with every option


@dataclass(frozen=True)
class Nearest:
    """The options nearest to one alternative (all of them where several tie), their index, and if not, why not."""

    id: Hashable
    said: Said
    options: tuple[str, ...] = ()
    index: float | None = None


def nearest(alternatives: Alternatives, options: Mapping[str, Mapping[str, int | None]]) -> list[Nearest]:
    """
    Return for each of n alternatives, in their order, the option with the highest adjusted Rand index.

    `options` gives for each key the place of every area. An option is compared over the areas that both place, and not
    at all where they are fewer than two. What the index means in words is for those to say who show it; 0 or below
    says no more likeness than by chance, also for the nearest, and an option of one place never stands above 0 but with
    itself. Without options, no alternative has a nearest one.
    """
    keys = sorted(options)
    drawn = np.array([row(options[key], alternatives.areas) for key in keys], dtype=np.int16)
    drawn = drawn.reshape(len(keys), len(alternatives.areas))
    rows, _, which = alternatives.distinct
    found = agreement(rows, drawn)
    known = np.flatnonzero((drawn >= 0).any(axis=0))
    answers = _answers(rows[:, known], found, keys)
    return [Nearest(id, *answers[own]) for id, own in zip(alternatives.ids, which.tolist(), strict=True)]


def tally(found: list[Nearest], options: Mapping[str, object]) -> dict[str, tuple[int, int]]:
    """Return {option: (alternatives nearest to it alone, alternatives as near to another option)}, for every option."""
    alone, tied = dict.fromkeys(options, 0), dict.fromkeys(options, 0)
    for one in found:
        counts = alone if len(one.options) == 1 else tied
        for key in one.options:
            counts[key] += 1
    return {key: (alone[key], tied[key]) for key in options}


def _answers(places: Places, found: Floats, keys: list[str]) -> list[tuple[Said, tuple[str, ...], float | None]]:
    """Return what is said of each of d partitions, over the areas that options place, from its indices (d, m)."""
    first = canonical(places)
    groups, used = (first == np.arange(places.shape[1])).sum(axis=1), (first >= 0).sum(axis=1)
    best = np.where(np.isnan(found), -np.inf, found).max(axis=1, initial=-np.inf)
    said = np.select(
        [best == -np.inf, (groups == 1) & (best < 1 - EQUAL), (groups == used) & (best < 1 - EQUAL)],
        [Said.TOO_FEW.value, Said.ONE_PLACE.value, Said.ALL_APART.value],
        Said.COMPARED.value,
    )
    near = found >= best[:, None] - EQUAL
    return [
        (Said.COMPARED, tuple(compress(keys, own)), index) if one == Said.COMPARED else (Said(one), (), None)
        for one, own, index in zip(said.tolist(), near.tolist(), best.tolist(), strict=True)
    ]
