"""The grouping of areas that agrees best with all footprints, and how much it hangs on single ones."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.composing.blocks import Block, Cell, heading, paragraph, table
from analysis.composing.patterns.options import meaning
from analysis.composing.patterns.shown import CALLED, IN_NONE, Shown, index, letters_of, map_of
from analysis.measures.partitions import Consensus


def grouping(shown: Shown) -> list[Block]:
    """Show it as letters beside the areas, as maps, and with the numbers that say how firm it is."""
    found = [(kind, said.consensus) for kind, said in shown.kinds if said.consensus]
    if not found:
        return []
    return [
        heading("The grouping that agrees best with them all", level=4),
        paragraph(
            "Areas are joined in the order in which they were most often put together (average linkage). Of the "
            "groupings on that way, this is the one whose mean index with the footprints is highest. It is worked out "
            "and proposed by nobody: a summary of what was drawn, no middle that people agreed on."
        ),
        _numbers(shown, found),
        _areas(shown, found),
    ]


def _numbers(shown: Shown, found: list[tuple[str, Consensus]]) -> Block:
    rows = [[CALLED[kind], one.alternatives, len(one.groups), *_firm(one)] for kind, one in found]
    columns = [
        "Among",
        "Footprints",
        "Groups of areas",
        "Mean index with them",
        "That is",
        "Another grouping without one",
        "Lowest index with it",
    ]
    notes = [
        "Made again without each footprint in turn: how many times another grouping came of it, and how alike the "
        "least like of these was to the one shown. The more often it changes, the more it hangs on single respondents.",
        *(line for kind, one in found for line in _not_left_out(CALLED[kind], one)),
    ]
    caption = "How well the grouping agrees, and how much it changes when single respondents are left out"
    return table(f"{shown.key}.grouping", caption, columns, rows, base=shown.base, notes=notes)


def _not_left_out(called: str, one: Consensus) -> Iterator[str]:
    """Say of how many this was tried, where it was not of each."""
    if one.left_out and one.left_out.made < one.alternatives:
        yield (
            f"{called}: of the {one.alternatives:,} footprints, {one.left_out.made:,} were left out in turn: the "
            "different ones drawn most often, and a fixed choice of the others, evenly spread. What leaving out the "
            "rest would change was not worked out."
        )


def _firm(one: Consensus) -> list[Cell]:
    said: list[Cell] = [index(one.agreement), meaning(one.agreement)]
    if one.left_out is None:
        return [*said, "none", "none"]
    return [*said, f"{one.left_out.other:,} of {one.left_out.made:,}", index(one.left_out.lowest)]


def _areas(shown: Shown, found: list[tuple[str, Consensus]]) -> Block:
    """Return for each area the letter of its group; the order is the matrix's, so that a group stands together."""
    groupings = [(kind, shown.ordered(one.groups)) for kind, one in found]
    letters = [letters_of(groups) for _, groups in groupings]
    rows: list[list[Cell]] = [
        [shown.areas[key], *(own.get(key, IN_NONE) for own in letters)] for key in shown.kinds[0][1].order
    ]
    columns = ["Area", *(CALLED[kind] for kind, _ in groupings)]
    maps = [map_of(CALLED[kind], groups) for kind, groups in groupings]
    caption = "The grouping that agrees best: areas with the same letter in a column are in one group"
    key = f"{shown.key}.grouping.areas"
    return table(key, caption, columns, rows, base=shown.base, maps=[one for one in maps if one])
