"""Footprints that respondents drew: listed with their reasons and who proposed them, as far as a page can hold them."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from analysis import drawn
from analysis.composing.blocks import Block, bullets, paragraph, quotes
from analysis.composing.context import Context, individuals, organisations
from analysis.composing.patterns import Listed, patterns, shown
from analysis.measures.answers import words
from analysis.measures.groups import INDIVIDUAL, ORGANISATION
from analysis.models import Report
from analysis.proposed import Proposed, how_many, proposed
from engagement.shapes import ItemContent, PartContent
from footprints import geography

MOST_LISTED = 500  # as many as the annex has: with the maps some 3 MB of a web page
FIRST = "those that came first, organisations before individuals"


def footprints(context: Context, part: PartContent) -> list[Block]:
    """List what was drawn: on web pages, in Word and in PDF with a map of each beside the words."""
    blocks: list[Block] = [
        paragraph(
            "Every footprint that was drawn, that a moderator has accepted and that these readers may see is listed "
            "here, organisations first, in order of arrival. Where there are more than "
            f"{MOST_LISTED}, the first {MOST_LISTED} of them are; the Excel and CSV files have them all. How many drew "
            "something alike does not say how many are for it."
        )
    ]
    for item in part.items:
        figures = words(context.frames.words, item.id, context.bases)
        drew = [figures[group]["wrote"] for group in (ORGANISATION, INDIVIDUAL)]
        blocks.append(bullets([f"Drew a footprint: {organisations(drew[0])} and {individuals(drew[1])}."]))
        listed, first = _listed(context, item, _reason_of(context, part), wrote=sum(drew))
        blocks += [listed, *_patterns(context, item, drew, first)]
    return blocks


def _patterns(context: Context, item: ItemContent, drew: list[int], first: list[Proposed]) -> list[Block]:
    """Show what the footprints say together; those that came late are listed, and not in them."""
    shape = geography.of(context.content)
    if shape is None:
        return []
    alternatives = drawn.in_snapshot(context.snapshot, context.audience, item.id)
    counted = dict(zip((ORGANISATION, INDIVIDUAL), drew, strict=True))
    listed = [Listed(one.number, one.who, one.reference) for one in first]
    said = shown(item.key, alternatives, context.content, shape, counted)
    return patterns(said, listed, with_references=context.audience == Report.Audience.TEAM)


def _listed(context: Context, item: ItemContent, reason: int | None, *, wrote: int) -> tuple[Block, list[Proposed]]:
    """List the first of those that may be shown; the database counts them all, and no more are read than are listed."""
    of, late = how_many(context.snapshot, context.audience, item.id)
    readable = (context.snapshot, context.audience, context.content)
    in_order = chain.from_iterable(proposed(*readable, group, item.id, reason) for group in (ORGANISATION, INDIVIDUAL))
    listed = list(islice(in_order, MOST_LISTED))
    entries = [_entry(one) for one in listed]
    return quotes(item.key, "What they drew", entries, of=of, late=late, wrote=wrote, chosen=FIRST), listed


def _reason_of(context: Context, part: PartContent) -> int | None:
    """Return the item that asks for an alternative in words, in the same question."""
    question = next(one for one in context.content.questions if part in one.parts)
    return next((item.id for one in question.parts if one.kind == "alternative" for item in one.items), None)


def _entry(one: Proposed) -> dict[str, Any]:
    """Return a footprint as it stands in the data; what was written beside it follows its places."""
    reference = {"reference": one.reference} if one.reference else {}
    reason = f"\n\nAs an alternative in words: {one.reason}" if one.reason else ""
    who = {"who": one.who, "group": one.kind, "number": one.number}
    places = [list(areas) for areas in one.drawn.places]
    return {**who, "text": f"{one.text}{reason}", "drawn": places, **reference}
