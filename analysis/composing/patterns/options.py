"""Which published option each footprint is nearest to: how many for each option, in the options' own order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.composing.blocks import Block, Cell, bullets, heading, paragraph, table
from analysis.composing.patterns.shown import CALLED, Shown, index
from analysis.measures.partitions import EVERYBODY, Nearest, Patterns, Said
from responses.submission.references import grouped

NO_NEAREST = "None can be named"
# What an index is called, from the highest down. From 0.65 up the limits are Steinley's (docs/report.md), below ours.
MEANINGS = (
    (1.0, "the same places"),
    (0.9, "nearly the same"),
    (0.8, "much alike"),
    (0.65, "alike"),
    (0.3, "somewhat alike"),
)
HARDLY = "hardly alike"
BY_CHANCE = "no more alike than by chance"
WHY_NOT = {
    Said.TOO_FEW: "too few areas in common with any option",
    Said.ONE_PLACE: "everything is in one place: as like any option as by chance",
    Said.ALL_APART: "every area is a place of its own: as like any option as by chance",
}
EQUAL = 1e-9


@dataclass(frozen=True)
class Listed:
    """A footprint that is listed by itself: how it is called there, and what leads the team back to it."""

    id: int
    who: str
    reference: str = ""


def meaning(value: float) -> str:
    """Return in words how alike two ways to draw places are."""
    low = HARDLY if value > EQUAL else BY_CHANCE
    return next((words for limit, words in MEANINGS if value >= limit - EQUAL), low)


def nearest_options(shown: Shown, listed: Iterable[Listed], *, with_references: bool) -> list[Block]:
    """Explain the index, count for each option, and say it of each footprint that is listed."""
    blocks = [
        heading("The published option nearest to each footprint", level=4),
        paragraph(
            "How alike a footprint and an option are is measured by the adjusted Rand index. It looks at every pair of "
            "areas and asks whether both ways to draw places agree that the two belong together, or that they do not; "
            "what would agree by mere chance is taken off. 1 is the same places, 0 is as alike as by chance, and below "
            "0 is less than that. The names and the numbers of places do not matter."
        ),
        bullets(_how_it_is_read(shown)),
        _tally(shown),
    ]
    each = _each(shown, list(listed), with_references=with_references)
    return [*blocks, each] if each else blocks


def _how_it_is_read(shown: Shown) -> list[str]:
    lines = [
        "Nearest does not mean near: the index beside it says how alike the two are, and it does not say that who drew "
        "the footprint is for the option. It is over the areas that both place.",
        "Here an index from 0.9 is called nearly the same, from 0.8 much alike, from 0.65 alike, from 0.3 somewhat "
        "alike, above 0 hardly alike, and from there down no more alike than by chance.",
    ]
    for key, areas in shown.left_out.items():
        if areas:
            lie = "area that lies" if areas == 1 else f"{areas:,} areas that lie"
            lines.append(
                f"{_number(shown.options[key])} is compared without the {lie} in several of its places or in none."
            )
    return lines


def _number(title: str) -> str:
    """Return 'Option 1' of 'Option 1: two places'."""
    return title.partition(":")[0]


def _tally(shown: Shown) -> Block:
    """Count footprints for every option and group; as near to several options is counted apart."""
    rows: list[list[Cell]] = []
    for key, title in shown.options.items():
        for kind, said in shown.kinds:
            alone, tied = said.nearest_by_option[key]
            rows.append([title, CALLED[kind], alone, tied, _range(said, key), shown.found[kind].compared])
    nameless = {kind: sum(not one.options for one in said.nearest) for kind, said in shown.kinds}
    if any(nameless.values()):
        rows += [[NO_NEAREST, CALLED[kind], none, 0, "", shown.found[kind].compared] for kind, none in nameless.items()]
    columns = ["Option", "Group", "Nearest to it alone", "As near to another", "Index, lowest to highest", "Base"]
    notes = [
        "A footprint that is as near to another option is counted at each of them. None can be named where all that a "
        "footprint places is in one place, or every area in its own, since that is as like any option as by chance."
    ]
    caption = "Footprints by the published option nearest to them"
    return table(f"{shown.key}.nearest", caption, columns, rows, base=shown.base, names=2, notes=notes)


def _range(said: Patterns, key: str) -> str:
    found = [one.index for one in said.nearest if key in one.options and one.index is not None]
    if not found:
        return "none"
    low, high = index(min(found)), index(max(found))
    return low if low == high else f"{low} to {high}"


def _each(shown: Shown, listed: list[Listed], *, with_references: bool) -> Block | None:
    """Return a row for each footprint that is listed and compared, with the group of alike ones that it is in."""
    patterns = shown.found[EVERYBODY].patterns
    if patterns is None or not listed:
        return None
    near = {one.id: one for one in patterns.nearest}
    group = {id: nth for nth, one in enumerate(patterns.alike.groups, start=1) if len(one.ids) > 1 for id in one.ids}
    columns = ["From", "Areas placed", "Nearest option", "Index", "That is", "Alike group"]
    rows: list[list[Cell]] = [
        [one.who, shown.placed[one.id], *_said(near[one.id], shown.options), _group(group, one.id)]
        for one in listed
        if one.id in near
    ]
    links: dict[str, Any] = {}
    if with_references:
        links = {"references": len(columns)}
        columns.append("Reference")
        for row, one in zip(rows, (one for one in listed if one.id in near), strict=True):
            row.append(grouped(one.reference))
    notes = []
    if (compared := shown.found[EVERYBODY].compared) > len(rows):
        notes.append(f"{len(rows):,} of the {compared:,} that are compared; the others are in the figures above alone.")
    caption = "The published option nearest to each footprint, and the group of alike ones that it is in"
    key = f"{shown.key}.nearest.each"
    return table(key, caption, columns, rows, base=shown.base, notes=notes, folded=True, **links)


def _said(one: Nearest, options: Mapping[str, str]) -> list[Cell]:
    if one.index is None:
        return [NO_NEAREST, "none", WHY_NOT[one.said]]
    *before, last = [_number(title) for key, title in options.items() if key in one.options]
    named = f"{', '.join(before)} and {last}" if before else last
    return [named, index(one.index), meaning(one.index)]


def _group(group: Mapping[object, int], id: int) -> str:
    return f"Group {group[id]}" if id in group else "none"
