"""
Estimates: a block whose population is exact, split in proportion to what another source counted.

An Estimate is no Known and cannot be added to one, nor to another estimate: it stands by itself with its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from footprints.derivation.figures import MixedBases
from footprints.derivation.sources import Known


@dataclass(frozen=True)
class Weights:
    """
    What another source counted in sets of parts, on another day, of the same kind of people as `base` counts.

    `sizes` are disjoint sets of parts, each with its count > 0. `label` names the source, `dated` says of when it is.
    """

    label: str
    dated: str
    base: str
    sizes: tuple[tuple[frozenset[str], int], ...]


@dataclass(frozen=True)
class Split:
    """A block of `people` of whom `share` are put into the parts asked for: `counted` of the `counted_in_all`."""

    block: Known
    share: int
    counted: int
    counted_in_all: int


@dataclass(frozen=True)
class Estimate:
    """About how many people live in some parts: the exact blocks that lie wholly in them, and shares of `splits`."""

    base: str
    parts: frozenset[str]
    people: int
    label: str
    dated: str
    whole: Known
    splits: tuple[Split, ...]


def estimate(known: Known, weights: Weights) -> Estimate | None:
    """
    Return an estimate for parts of which only a range is known.

    Shares are whole people and those of one block add up to it (largest remainder, Hamilton's method). None where the
    number is exact, where a block that is cut has no exact number, or where the source does not tell its parts apart.
    Raises MixedBases where the source counts another kind of people.
    """
    if weights.base != known.base:
        raise MixedBases(f"'{weights.base}' cannot split a figure on '{known.base}'.")
    if known.is_exact:
        return None
    blocks = known.sources.blocks
    whole = known.sources.known(frozenset().union(*(block for block in blocks if block <= known.parts)), known.scenario)
    if not whole.is_exact or not known.parts <= frozenset().union(*blocks):
        return None
    splits = []
    for block in blocks:
        if block & known.parts and not block <= known.parts:
            split = _split(known.sources.known(block, known.scenario), known.parts & block, weights)
            if split is None:
                return None
            splits.append(split)
    people = whole.low + sum(split.share for split in splits)
    return Estimate(known.base, known.parts, people, weights.label, weights.dated, whole, tuple(splits))


def _split(block: Known, wanted: frozenset[str], weights: Weights) -> Split | None:
    sizes = [(parts, count) for parts, count in weights.sizes if parts <= block.parts]
    inside = [index for index, (parts, _) in enumerate(sizes) if parts <= wanted]
    covered = frozenset().union(*(parts for parts, _ in sizes))
    wanted_covered = frozenset().union(*(sizes[index][0] for index in inside))
    if not block.is_exact or covered != block.parts or wanted_covered != wanted:
        return None
    shares = apportioned(block.low, [count for _, count in sizes])
    return Split(
        block=block,
        share=sum(shares[index] for index in inside),
        counted=sum(sizes[index][1] for index in inside),
        counted_in_all=sum(count for _, count in sizes),
    )


def apportioned(people: int, counts: Sequence[int]) -> list[int]:
    """Share people out in proportion to counts (n numbers > 0): n whole numbers that add up; ties to the earlier."""
    total = sum(counts)
    shares = [people * count // total for count in counts]
    remainders = [(people * count % total, -index) for index, count in enumerate(counts)]
    for _, turned in sorted(remainders, reverse=True)[: people - sum(shares)]:
        shares[-turned] += 1
    return shares
