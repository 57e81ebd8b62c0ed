"""Groups of footprints that are alike, each shown by the one in its middle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.composing.blocks import Block, Cell, heading, paragraph, table
from analysis.composing.context import plural
from analysis.composing.patterns.shown import CALLED, MOST_ON_MAP, Shown, index
from analysis.measures.partitions import ALIKE, Alike

MOST_GROUPS = 8  # shown of each; the others are counted


def groups_alike(shown: Shown) -> list[Block]:
    """Show the largest groups of two and more, for everybody and for each group that has patterns."""
    rows = [row for kind, said in shown.kinds for row in _rows(shown, CALLED[kind], said.alike)]
    first, said = shown.kinds[0]
    blocks = [
        heading("Groups of alike footprints", level=4),
        paragraph(
            f"Footprints are in one group where the index between them and the rest of it is {ALIKE} or more on "
            "average (average linkage). A group is shown by the footprint in its middle, which is one that somebody "
            "drew: the one that agrees best with all of the group."
        ),
    ]
    if not rows:
        return [*blocks, paragraph("No two of them are alike.")]
    columns = [
        "Among",
        "Group",
        "Footprints",
        "Different",
        "Exactly the one in the middle",
        "Mean index",
        "In the middle",
    ]
    notes = [line for kind, said in shown.kinds for line in _not_shown(CALLED[kind], said.alike)]
    maps = [
        {"title": f"{CALLED[first]}, group {nth}", "places": [list(areas) for areas in shown.ordered(group.middle)]}
        for nth, group in _large(said.alike)
        if len(group.middle) <= MOST_ON_MAP
    ]
    caption = "Groups of two or more alike footprints, the largest first"
    blocks.append(table(f"{shown.key}.alike", caption, columns, rows, base=shown.base, names=2, notes=notes, maps=maps))
    return blocks


def _rows(shown: Shown, called: str, found: Alike) -> Iterator[list[Cell]]:
    for nth, group in _large(found):
        middle = shown.in_words(shown.ordered(group.middle))
        yield [called, f"Group {nth}", len(group.ids), group.partitions, group.same, index(group.agreement), middle]


def _large(found: Alike) -> list[tuple[int, Any]]:
    return [(nth, one) for nth, one in enumerate(found.groups[:MOST_GROUPS], start=1) if len(one.ids) > 1]


def _not_shown(called: str, found: Alike) -> Iterator[str]:
    """Say how many footprints stand in no group that is shown, and why."""
    smaller = [one for one in found.groups[MOST_GROUPS:] if len(one.ids) > 1]
    single = sum(len(one.ids) == 1 for one in found.groups)
    said = []
    if smaller:
        said.append(f"{sum(len(one.ids) for one in smaller):,} more are in {plural(len(smaller), 'smaller group')}")
    if single:
        said.append(f"{single:,} {'is' if single == 1 else 'are'} alike to no other")
    if found.left_over:
        said.append(
            f"{len(found.left_over):,} are near to no group (of {found.partitions:,} different ones, "
            f"{found.compared:,} were compared with each other and the rest with the groups' middles)"
        )
    if said:
        yield f"{called}: {'; '.join(said)}."
