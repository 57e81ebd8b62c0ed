"""How many answered each part of the questions: what stands behind the figures that follow."""

from __future__ import annotations

from analysis.composing.blocks import Block, Cell, table
from analysis.composing.context import Context
from analysis.measures.answers import words
from analysis.measures.groups import GROUPS, RESPONDENTS
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
                    *(_of([found[group] for found in counted], context.bases[group]) for group in RESPONDENTS),
                ]
            )
    notes = ["Answered means wrote something in the box, or picked an answer."]
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


def _of(counted: list[int], base: int) -> str:
    low, high = min(counted, default=0), max(counted, default=0)
    return f"{low:,} of {base:,}" if low == high else f"{low:,} to {high:,} of {base:,}"
