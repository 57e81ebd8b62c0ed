"""Footprints that respondents drew: every one of them is listed, with its reason and who proposed it."""

from __future__ import annotations

from typing import Any

from analysis.composing.blocks import Block, bullets, paragraph, quotes
from analysis.composing.context import Context, individuals, organisations
from analysis.measures.answers import words
from analysis.measures.groups import INDIVIDUAL, ORGANISATION
from analysis.proposed import Proposed, proposed
from engagement.shapes import PartContent


def footprints(context: Context, part: PartContent) -> list[Block]:
    """List what was drawn. Web pages have a map of each beside the words."""
    blocks: list[Block] = [
        paragraph(
            "Every footprint that was drawn, that a moderator has accepted and that these readers may see is listed "
            "here, organisations first, in order of arrival. How many drew something alike does not say how many are "
            "for it."
        )
    ]
    for item in part.items:
        figures = words(context.frames.words, item.id, context.bases)
        drew = [figures[group]["wrote"] for group in (ORGANISATION, INDIVIDUAL)]
        blocks.append(bullets([f"Drew a footprint: {organisations(drew[0])} and {individuals(drew[1])}."]))
        found = list(proposed(context.snapshot, context.audience, context.content, item.id, _reason_of(context, part)))
        found.sort(key=lambda one: (one.kind != ORGANISATION, one.number))
        late = sum(one.is_late for one in found)
        entries = [_entry(one) for one in found]
        blocks.append(quotes(item.key, "What they drew", entries, of=len(found), late=late, wrote=sum(drew)))
    return blocks


def _reason_of(context: Context, part: PartContent) -> int | None:
    """Return the item that asks for an alternative in words, in the same question."""
    question = next(one for one in context.content.questions if part in one.parts)
    return next((item.id for one in question.parts if one.kind == "alternative" for item in one.items), None)


def _entry(one: Proposed) -> dict[str, Any]:
    """Return a footprint as it stands in the data; what was written beside it follows its places."""
    reference = {"reference": one.reference} if one.reference else {}
    reason = f"\n\nAs an alternative in words: {one.reason}" if one.reason else ""
    drawn = [list(areas) for areas in one.drawn.places]
    who = {"who": one.who, "group": one.kind, "number": one.number}
    return {**who, "text": f"{one.text}{reason}", "drawn": drawn, **reference}
