"""Groups of footprints that are alike, each shown by the one in its middle."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.composing.blocks import Block, Cell, heading, paragraph, table
from analysis.composing.context import plural
from analysis.composing.patterns.shown import CALLED, IN_NONE, Shown, index, letters_of, map_of
from analysis.measures.partitions import ALIKE, Alike, Group, Patterns

MOST_GROUPS = 8  # shown of each; the others are counted


def groups_alike(shown: Shown) -> list[Block]:
    """Show the largest groups of two and more, for everybody and for each group that has patterns."""
    rows = [row for kind, said in shown.kinds for row in _rows(CALLED[kind], said.alike)]
    blocks = [
        heading("Groups of alike footprints", level=4),
        paragraph(
            f"Footprints are in one group where the index between them and the rest of it is {ALIKE} or more on "
            "average (average linkage). Where two do not place the same areas, the index counts for as much as the "
            "part of their pairs of areas that both place. A group is shown by the footprint in its middle, which "
            "somebody drew: the one that is most like all of the group."
        ),
    ]
    if not rows:
        return [*blocks, paragraph("No two of them are alike.")]
    columns = ["Among", "Group", "Footprints", "Different ones", "Same as the middle", "Mean index with it"]
    notes = [line for kind, said in shown.kinds for line in _not_shown(CALLED[kind], said.alike)]
    caption = "Groups of two or more alike footprints, the largest first"
    numbers = table(f"{shown.key}.alike", caption, columns, rows, base=shown.base, names=2, notes=notes)
    return [*blocks, numbers, *(_middles(shown, kind, said) for kind, said in shown.kinds if _large(said.alike))]


def _rows(called: str, found: Alike) -> Iterator[list[Cell]]:
    for nth, group in _large(found):
        yield [called, f"Group {nth}", len(group.ids), group.partitions, group.same, index(group.agreement)]


def _middles(shown: Shown, kind: str, said: Patterns) -> Block:
    """Return for each area the letter of its place in the middle of each group; the order is the matrix's."""
    groups = {f"Group {nth}": shown.ordered(group.middle) for nth, group in _large(said.alike)}
    letters = [letters_of(places) for places in groups.values()]
    rows: list[list[Cell]] = [[shown.areas[key], *(own.get(key, IN_NONE) for own in letters)] for key in said.order]
    maps = [map_of(f"{CALLED[kind]}, {name.lower()}", places) for name, places in groups.items()]
    return table(
        f"{shown.key}.alike.{kind}",
        f"In the middle of each group, {CALLED[kind].lower()}: areas with the same letter in a column are in one place",
        ["Area", *groups],
        rows,
        base=shown.base_of(kind),
        maps=[one for one in maps if one],
    )


def _large(found: Alike) -> list[tuple[int, Group]]:
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
