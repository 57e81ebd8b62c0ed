"""How often each pair of areas was put in the same place: a shaded matrix for each group, and one table."""

from __future__ import annotations

from itertools import combinations, pairwise

from analysis.composing.blocks import Block, Cell, heading, paragraph, picture, table
from analysis.composing.patterns.shown import CALLED, Shown
from analysis.measures.partitions import Pairs, Patterns

MOST_DRAWN = 40  # areas: beyond that the cells of a matrix cannot be told apart
MOST_LISTED = 500  # pairs: those of 32 areas
SAME = "Areas put in the same place"


def pairs(shown: Shown) -> list[Block]:
    """Show the pairs in the order that brings together what was often put together."""
    blocks = [
        heading(SAME, level=4),
        paragraph(
            "For each pair of areas: how many footprints put both in the same place, of those that place both. The "
            "areas stand in an order in which those that were often put together are neighbours (average linkage)."
        ),
    ]
    if len(shown.areas) <= MOST_DRAWN:
        blocks += [_matrix(shown, kind, said) for kind, said in shown.kinds]
    return [*blocks, _table(shown)]


def _matrix(shown: Shown, kind: str, said: Patterns) -> Block:
    """Return the shares in per cent as a picture; a pair that nobody places both has none."""
    found, order = said.pairs, said.order
    place = {key: nth for nth, key in enumerate(found.areas)}
    cells = [[_per_cent(found, place[one], place[other]) for other in order] for one in order]
    often = [_at_least_half(found, place[one], place[other]) for one, other in pairwise(order)]
    title = f"{SAME}: {CALLED[kind].lower()}"
    names = [shown.areas[key] for key in order]
    chart = {"shape": "matrix", "key": f"{shown.key}.pairs.{kind}", "title": title, "names": names, "cells": cells}
    return picture({**chart, "alternative": _in_words(title, names, often)}, base=shown.base_of(kind))


def _share(found: Pairs, one: int, other: int) -> float | None:
    """Return the part of those who place both areas that put them in the same place, 0 to 1."""
    both = int(found.both[one, other])
    return int(found.same[one, other]) / both if both else None


def _per_cent(found: Pairs, one: int, other: int) -> int | None:
    """Return the share in whole per cents, 0 where nobody put them together and 100 where all did, nowhere else."""
    share = _share(found, one, other)
    return share if share is None else int(share) * 100 if share in (0, 1) else min(99, max(1, round(100 * share)))


def _at_least_half(found: Pairs, one: int, other: int) -> bool:
    return 0 < int(found.both[one, other]) <= 2 * int(found.same[one, other])


def _in_words(title: str, names: list[str], often: list[bool]) -> str:
    """Return what the matrix says to somebody who cannot see it: which neighbours at least half put together."""
    runs = [names[:1]]
    for name, together in zip(names[1:], often, strict=True):
        if together:
            runs[-1].append(name)
        else:
            runs.append([name])
    said = ". ".join(", ".join(run) for run in runs if len(run) > 1) or "none"
    return (
        f"Matrix: {title}. {len(names)} areas by {len(names)}, each cell the per cent of footprints that put both in "
        f"the same place. Neighbours in it that at least half put together: {said}. The table below has every figure."
    )


def _table(shown: Shown) -> Block:
    """List the pairs, those of an area below each other, in the order of the first group's matrix."""
    first = shown.kinds[0][1]
    place = {key: nth for nth, key in enumerate(first.pairs.areas)}
    found = list(combinations(first.order, 2))
    notes = ["A footprint that leaves one of the two areas out is not counted among those of the pair."]
    cut = len(found) > MOST_LISTED
    if cut:
        notes.insert(0, f"The {MOST_LISTED} pairs most often put together, of {len(found):,}.")
        found.sort(key=lambda pair: -(_share(first.pairs, place[pair[0]], place[pair[1]]) or 0))
    rows = [_row(shown, (one, other), (place[one], place[other])) for one, other in found[:MOST_LISTED]]
    columns = ["Area", "And", *(CALLED[kind] for kind, _ in shown.kinds)]
    caption = "How often two areas were put in the same place, of how many footprints that place both"
    key, names = f"{shown.key}.pairs", 1 if cut else 2
    return table(key, caption, columns, rows, base=shown.base, notes=notes, names=names, folded=True)


def _row(shown: Shown, keys: tuple[str, str], at: tuple[int, int]) -> list[Cell]:
    counted = ((int(said.pairs.same[at]), int(said.pairs.both[at])) for _, said in shown.kinds)
    return [*(shown.areas[key] for key in keys), *(f"{same:,} of {both:,}" for same, both in counted)]
