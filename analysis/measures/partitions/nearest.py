"""Which published option each alternative is nearest to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.measures.partitions.agreement import agreement
from analysis.measures.partitions.table import UNASSIGNED, Alternatives, Places, row

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
    answers = [_one(places, indices, keys) for places, indices in zip(rows[:, known], found, strict=True)]
    return [Nearest(id, *answers[own]) for id, own in zip(alternatives.ids, which.tolist(), strict=True)]


def tally(found: list[Nearest], options: Mapping[str, object]) -> dict[str, tuple[int, int]]:
    """Return {option: (alternatives nearest to it alone, alternatives as near to another option)}, for every option."""
    alone, tied = dict.fromkeys(options, 0), dict.fromkeys(options, 0)
    for one in found:
        counts = alone if len(one.options) == 1 else tied
        for key in one.options:
            counts[key] += 1
    return {key: (alone[key], tied[key]) for key in options}


def _one(places: Places, indices: np.ndarray, keys: list[str]) -> tuple[Said, tuple[str, ...], float | None]:
    if np.isnan(indices).all():
        return Said.TOO_FEW, (), None
    best = float(np.nanmax(indices))
    used = [place for place in places.tolist() if place != UNASSIGNED]
    groups = len(set(used))
    if groups in {1, len(used)} and best < 1 - EQUAL:
        return Said.ONE_PLACE if groups == 1 else Said.ALL_APART, (), None
    return Said.COMPARED, tuple(key for key, own in zip(keys, indices, strict=True) if own >= best - EQUAL), best
