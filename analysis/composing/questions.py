"""Question by question: each kind of question names its measure, and each measure has its way to be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.composing.alternatives import footprints
from analysis.composing.blocks import (
    Block,
    Cell,
    bullets,
    heading,
    paragraph,
    quotes,
    section,
    shares_chart,
    table,
)
from analysis.composing.context import Context, individuals, organisations, plain
from analysis.composing.judgements import judgements, judgements_by_option
from analysis.composing.ranked import ranking
from analysis.measures.answers import Picked, Wrote, words
from analysis.measures.groups import GROUPS, INDIVIDUAL, ORGANISATION, RESPONDENTS
from engagement.models import Stance
from engagement.shapes import ItemContent, PartContent, QuestionContent
from responses.kinds.base import kinds
from responses.revealing import FACTORS, JUDGEMENTS, RANKING, measure_of

WROTE_COLUMNS = [
    "Group",
    "Wrote something",
    "Said \N{LEFT SINGLE QUOTATION MARK}none\N{RIGHT SINGLE QUOTATION MARK}",
    "Left blank",
    "Base",
]


def question(context: Context, asked: QuestionContent) -> dict[str, Any]:
    """Compose the section on one question."""
    blocks: list[Block] = []
    for part in asked.parts:
        blocks.append(heading(part.title))
        blocks.extend(_way_to_show(part)(context, part))
    return section(f"q{asked.number}", f"Question {asked.number}. {asked.title}", blocks)


def _way_to_show(part: PartContent) -> Callable[[Context, PartContent], list[Block]]:
    """Return how a part is shown: by its kind's measure, or by what its answers are made of if nobody knows that."""
    kind = kinds()[part.kind]
    in_words = kind.is_text or not part.choices
    return SHOWN.get(measure_of(part), _words if in_words else _choices)


def _words(context: Context, part: PartContent) -> list[Block]:
    """Show how many wrote, and the words."""
    blocks: list[Block] = []
    for item in part.items:
        figures = words(context.frames.words, item.id, context.bases)
        blocks.append(_wrote_table(context, item, part.title, figures))
        blocks.append(_quotes(context, item, "What they wrote", figures))
    return blocks


def _wrote_table(context: Context, item: ItemContent, caption: str, figures: dict[str, Wrote]) -> Block:
    rows: list[list[Cell]] = [
        [label, *(figures[group][key] for key in ("wrote", "said_none", "blank", "base"))]
        for group, label in GROUPS.items()
    ]
    return table(item.key, f"Who wrote in this box: {caption}", WROTE_COLUMNS, rows, base=context.base_line)


def _quotes(context: Context, item: ItemContent, title: str, figures: dict[str, Wrote]) -> Block:
    found = context.drawn.get(item.id)
    wrote = sum(figures[group]["wrote"] for group in RESPONDENTS)
    if found is None:
        return quotes(item.key, title, [], of=0, late=0, wrote=wrote)
    entries = [plain(quote) for quote in found.quotes]
    return quotes(item.key, title, entries, of=found.of, late=found.late, wrote=wrote)


def _alternatives(context: Context, part: PartContent) -> list[Block]:
    """Show proposals of respondents' own; they are neither advantages nor disadvantages of an option."""
    return [
        paragraph("Alternatives are kept apart from what was said for and against the options."),
        *_words(context, part),
    ]


def _words_by_stance(context: Context, part: PartContent) -> list[Block]:
    """Show advantages and disadvantages of each option, never mixed; options stand in their own order."""
    blocks: list[Block] = [
        paragraph(
            "The figures say how many wrote something in a box. They do not say how many are for or against an option: "
            "many see both advantages and disadvantages in the same one."
        )
    ]
    by_item = {item.id: words(context.frames.words, item.id, context.bases) for item in part.items}
    for stance in Stance:
        blocks.append(_stance_table(context, part, stance, by_item))
    for option in dict.fromkeys(item.option for item in part.items if item.option):
        blocks.append(heading(f"Option {option.number}: {option.title}", level=3))
        for item in part.items:
            if item.option == option:
                side = f"{Stance(item.stance).label} of option {option.number}"
                found = by_item[item.id]
                blocks += [heading(side, level=4), _counts_line(found), _quotes(context, item, side, found)]
    return blocks


def _stance_table(context: Context, part: PartContent, stance: Stance, by_item: dict[int, dict[str, Wrote]]) -> Block:
    label = stance.label
    rows: list[list[Cell]] = []
    bars = []
    for item in part.items:
        if item.stance != stance or item.option is None:
            continue
        figures = by_item[item.id]
        name = f"Option {item.option.number}"
        for group, called in GROUPS.items():
            found = figures[group]
            counts = (found["wrote"], found["said_none"], found["blank"], found["base"])
            rows.append([f"{name}: {item.option.title}", called, *counts])
        bars.append((name, {group: (figures[group]["wrote"], figures[group]["base"]) for group in GROUPS}))
    key = f"{part.key}.{stance.value}"
    caption = f"{label}: how many wrote in the box of each option"
    chart = shares_chart(key, caption, bars)
    return table(key, caption, ["Option", *WROTE_COLUMNS], rows, base=context.base_line, chart=chart, names=2)


def _counts_line(figures: dict[str, Wrote]) -> Block:
    said = [
        f"{figures[group]['wrote']:,} of {base(figures[group]['base'])} wrote something, "
        f"{figures[group]['said_none']:,} said \N{LEFT SINGLE QUOTATION MARK}none\N{RIGHT SINGLE QUOTATION MARK} and "
        f"{figures[group]['blank']:,} left the box blank."
        for group, base in ((ORGANISATION, organisations), (INDIVIDUAL, individuals))
    ]
    return bullets(said)


def _choices(context: Context, part: PartContent) -> list[Block]:
    """Show what was picked of a list."""
    return [_picked_table(context, part, item, part.title) for item in part.items]


def _picked_table(context: Context, part: PartContent, item: ItemContent, caption: str) -> Block:
    figures = context.picks(part, item)
    rows: list[list[Cell]] = [
        [choice.label, *(figures[group]["choices"][choice.id] for group in RESPONDENTS)] for choice in part.choices
    ]
    rows.append(["Answered", *(figures[group]["answered"] for group in RESPONDENTS)])
    rows.append(["Left blank", *(figures[group]["blank"] for group in RESPONDENTS)])
    bars = [
        (
            choice.label,
            {group: (figures[group]["choices"][choice.id], figures[group]["answered"]) for group in RESPONDENTS},
        )
        for choice in part.choices
    ]
    chart = shares_chart(item.key, caption, bars)
    chart["axis"] = "per cent of those who answered"
    return table(item.key, caption, ["Answer", *GROUPS.values()], rows, base=_answered_line(figures), chart=chart)


def _answered_line(figures: dict[str, Picked]) -> str:
    return (
        f"{organisations(figures[ORGANISATION]['answered'])} and {individuals(figures[INDIVIDUAL]['answered'])} "
        "that answered"
    )


SHOWN: dict[str, Callable[[Context, PartContent], list[Block]]] = {
    "words": _words,
    "alternatives": _alternatives,
    "footprints": footprints,
    "words_by_stance": _words_by_stance,
    "choices": _choices,
    "most_important": _choices,
    FACTORS: judgements,
    JUDGEMENTS: judgements_by_option,
    RANKING: ranking,
}
