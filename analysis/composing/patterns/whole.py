"""The whole of what is shown of patterns, and what is said where footprints are too few."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.composing.blocks import Block, Cell, bullets, heading, note, paragraph, table
from analysis.composing.context import plural
from analysis.composing.patterns.agreeing import grouping
from analysis.composing.patterns.alike import groups_alike
from analysis.composing.patterns.options import Listed, nearest_options
from analysis.composing.patterns.pairs import pairs
from analysis.composing.patterns.shown import CALLED, Shown
from analysis.measures.partitions import EVERYBODY, FEWEST

TITLE = "Patterns among the footprints drawn"
WHAT_THEY_ARE = (
    "These are patterns among those who answered and drew a footprint. They are no consensus and no preference: those "
    "who drew one chose to, and most people were never asked. Nothing here says which footprint is better."
)


def patterns(shown: Shown, listed: Iterable[Listed] = (), *, with_references: bool = False) -> list[Block]:
    """Compose the patterns of an item's footprints; `listed` are those that are listed one by one, in that order."""
    if not shown.kinds:
        compared = shown.found[EVERYBODY].compared
        few = f"Patterns are looked for from {FEWEST} footprints on, so that a few drawings are not read as a trend. "
        can = f"{plural(compared, 'footprint')} can be compared so far: no patterns are shown."
        return [heading(TITLE), paragraph(few + can)]
    return [
        heading(TITLE),
        note(WHAT_THEY_ARE),
        bullets(_how_they_are_counted()),
        _numbers(shown),
        *pairs(shown),
        *nearest_options(shown, listed, with_references=with_references),
        *groups_alike(shown),
        *grouping(shown),
    ]


def _how_they_are_counted() -> list[str]:
    return [
        "Compared are the footprints in the figures that a moderator has accepted and that these readers may see. Each "
        "of them is listed by itself, so every number here can be checked. Late ones are listed and not compared.",
        "An area that a footprint leaves out says nothing of it: a pair of areas is counted among the footprints that "
        "place both. A footprint that places fewer than two areas is not compared.",
        f"Organisations and individuals stand apart. \N{LEFT SINGLE QUOTATION MARK}{CALLED[EVERYBODY]}"
        "\N{RIGHT SINGLE QUOTATION MARK} takes every footprint once, an organisation\N{RIGHT SINGLE QUOTATION MARK}s "
        "as much as an individual\N{RIGHT SINGLE QUOTATION MARK}s.",
        f"Patterns of fewer than {FEWEST} footprints are not looked for: a few drawings would be read as a trend.",
    ]


def _numbers(shown: Shown) -> Block:
    rows: list[list[Cell]] = []
    for kind, found in shown.found.items():
        made = "yes" if found.patterns else f"no, fewer than {FEWEST}"
        rows.append([CALLED[kind], shown.drew[kind], found.proposed, found.compared, made])
    columns = ["Group", "Drew one", "Accepted, and for these readers", "Compared", "Patterns shown"]
    caption = "How many footprints the patterns are made of"
    return table(f"{shown.key}.compared", caption, columns, rows, base=shown.base)
