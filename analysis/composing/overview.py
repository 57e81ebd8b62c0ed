"""How many answered each part of the questions: what stands behind the figures that follow."""

from __future__ import annotations

from analysis.composing.blocks import HIDDEN, Block, Cell, table
from analysis.composing.context import Context
from analysis.composing.hidden import of_item
from analysis.composing.hidden_answers import BLANK
from analysis.measures.answers import words
from analysis.measures.groups import GROUPS, INDIVIDUAL, RESPONDENTS
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import kinds


def overview(context: Context) -> Block:
    """Say for each part how many organisations and how many individuals answered it, of all in the figures."""
    rows: list[list[Cell]] = []
    several = False
    for question in context.content.questions:
        for part in question.parts:
            counted = [_answered(context, part, item) for item in part.items]
            several = several or len(counted) > 1
            rows.append(
                [
                    f"{question.number}. {part.title}",
                    *(_shown(context, part, group, [found[group] for found in counted]) for group in RESPONDENTS),
                ]
            )
    notes = ["Answered means wrote something in the box, picked an answer, or ranked at least one factor."]
    if several:
        notes.append(
            "Where a question has several boxes or factors, the two figures are for the least and the most answered."
        )
    caption = "How many answered each question"
    return table("answered", caption, ["Question", *GROUPS.values()], rows, base=context.base_line, notes=notes)


def _answered(context: Context, part: PartContent, item: ItemContent) -> dict[str, int]:
    if kinds()[part.kind].is_text or not part.choices:
        wrote = words(context.frames.words, item.id, context.bases)
        return {group: wrote[group]["wrote"] for group in RESPONDENTS}
    picked = context.picks(part, item)
    return {group: picked[group]["answered"] for group in RESPONDENTS}


def _shown(context: Context, part: PartContent, group: str, counted: list[int]) -> str:
    """Return the range of what was counted; nothing where a table hides how many individuals left a box blank."""
    if group == INDIVIDUAL and _hides_blanks(context, part):
        return HIDDEN
    if part.key in context.orders:
        counted = [len(context.orders[part.key][group].responses)]
    low, high = min(counted, default=0), max(counted, default=0)
    base = context.bases[group]
    return f"{low:,} of {base:,}" if low == high else f"{low:,} to {high:,} of {base:,}"


def _hides_blanks(context: Context, part: PartContent) -> bool:
    tables = [context.hidden.tables.get(of_item(item)) for item in part.items]
    return any(table is not None and table.shown(BLANK) is None for table in tables)
