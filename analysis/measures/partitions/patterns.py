"""All that alternatives say together: everybody's, organisations' and individuals', or that they are too few."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from analysis.measures.groups import INDIVIDUAL, ORGANISATION
from analysis.measures.partitions.alike import ALIKE, Alike, alike
from analysis.measures.partitions.consensus import Consensus, consensus
from analysis.measures.partitions.nearest import Nearest, nearest, tally
from analysis.measures.partitions.pairs import Pairs, count
from analysis.measures.partitions.table import EVERYBODY, Alternatives

FEWEST = 8  # alternatives that say which areas belong together; among fewer, no patterns are looked for
GROUPS = (EVERYBODY, ORGANISATION, INDIVIDUAL)


@dataclass(frozen=True, eq=False)
class Patterns:
    """What one group's alternatives say together; each part is described where it is made."""

    pairs: Pairs
    order: tuple[str, ...]  # of the areas, to show the pairs
    nearest: tuple[Nearest, ...]  # one for each alternative
    nearest_by_option: dict[str, tuple[int, int]]  # alone, and as near as another one
    alike: Alike
    consensus: Consensus | None


@dataclass(frozen=True, eq=False)
class Found:
    """
    How many alternatives a group proposed, how many place two areas or more, and what these say together.

    `patterns` is None where they are fewer than `FEWEST`. The minimum keeps three drawings from being read as a trend;
    it hides nothing, since every alternative is listed by itself.
    """

    proposed: int
    compared: int
    patterns: Patterns | None


def patterns(
    alternatives: Alternatives, options: Mapping[str, Mapping[str, int | None]], *, at_least: float = ALIKE
) -> dict[str, Found]:
    """
    Return what each of the groups `GROUPS` says, from all alternatives and the place of every area in each option.

    Everybody is organisations and individuals, one alternative counting as one; what meetings proposed is in no group.
    `at_least` is the limit of likeness for groups of alike ones (see alike.py).
    """
    near = {one.id: one for one in nearest(alternatives.of(EVERYBODY).that_group(), options)}  # the same in each group
    return {kind: _found(alternatives.of(kind), near, options, at_least) for kind in GROUPS}


def _found(
    alternatives: Alternatives,
    nearest_of: Mapping[Hashable, Nearest],
    options: Mapping[str, object],
    at_least: float,
) -> Found:
    useful = alternatives.that_group()
    if len(useful) < FEWEST:
        return Found(len(alternatives), len(useful), None)
    pairs, near = count(useful), [nearest_of[id] for id in useful.ids]
    said = Patterns(
        pairs=pairs,
        order=pairs.order(),
        nearest=tuple(near),
        nearest_by_option=tally(near, options),
        alike=alike(useful, at_least=at_least),
        consensus=consensus(useful),
    )
    return Found(len(alternatives), len(useful), said)
