"""Judgements against the factors: of the factors by themselves, and of each option, one table for an option."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.composing.blocks import HIDDEN, Block, Cell, heading, paragraph, shares_chart, table
from analysis.composing.context import Context, individuals, organisations
from analysis.composing.hidden import of_item
from analysis.composing.hidden_answers import BLANK
from analysis.composing.orders import factor_of
from analysis.measures.answers import Picked
from analysis.measures.differences import LEAST_ANSWERED, LEAST_POINTS, Difference, difference, is_compared
from analysis.measures.groups import GROUPS, INDIVIDUAL, RESPONDENTS
from engagement.shapes import ItemContent, OptionContent, PartContent

JUDGED = "The bars are parts of those who judged the factor, by any of the answers. The table counts everybody."


def judgements(context: Context, part: PartContent) -> list[Block]:
    """Show the judgement of each factor, in the order in which factors were listed."""
    return [_table(context, part, part.items, key=part.key, caption=part.title)]


def judgements_by_option(context: Context, part: PartContent) -> list[Block]:
    """Show how each option was judged against the factors, and where the two groups differ; nothing is added up."""
    options = list(dict.fromkeys(item.option for item in part.items if item.option))
    blocks: list[Block] = [
        paragraph(
            "Each option could be judged against each factor; any could be left out. Options and factors stand in the "
            "order of the document. The judgements are not added up to a score, neither over factors nor over people, "
            "and no option comes out ahead of another by them."
        )
    ]
    for option in options:
        items = [item for item in part.items if item.option == option]
        caption = f"{part.title} Option {option.number}: {option.title}"
        blocks.append(
            _table(context, part, items, key=f"{part.key}.{option.key}", caption=caption, option=option, folded=True)
        )
    return [*blocks, heading("Where organisations and individuals differ", level=4), *_differences(context, part)]


def _table(
    context: Context,
    part: PartContent,
    items: Sequence[ItemContent],
    *,
    key: str,
    caption: str,
    option: OptionContent | None = None,
    folded: bool = False,
) -> Block:
    rows: list[list[Cell]] = []
    bars = []
    first = part.choices[0]
    for item in items:
        found = context.picks(part, item)
        for group, label in GROUPS.items():
            rows.append([factor_of(item), label, *_cells(context, part, item, group, found[group])])
        shown = {group: not _hides(context, item, group) for group in RESPONDENTS}
        bars.append(
            (
                factor_of(item),
                {
                    group: (found[group]["choices"][first.id], found[group]["answered"]) if shown[group] else None
                    for group in RESPONDENTS
                },
            )
        )
    of_option = f"Option {option.number}: " if option else ""
    title = f"{of_option}\N{LEFT SINGLE QUOTATION MARK}{first.label}\N{RIGHT SINGLE QUOTATION MARK}, by factor"
    chart = shares_chart(key, title, bars)
    chart["axis"] = "per cent of those who judged the factor"
    columns = ["Factor", "Group", *(choice.label for choice in part.choices), "Left blank", "Base"]
    return table(
        key, caption, columns, rows, base=context.base_line, chart=chart, names=2, notes=[JUDGED], folded=folded
    )


def _cells(context: Context, part: PartContent, item: ItemContent, group: str, found: Picked) -> list[Cell]:
    """Return how many gave each answer, left it blank, and were asked; with small numbers of individuals hidden."""
    cells = {choice.key: found["choices"][choice.id] for choice in part.choices} | {BLANK: found["blank"]}
    table = context.hidden.tables.get(of_item(item)) if group == INDIVIDUAL else None
    shown = [HIDDEN if table and table.shown(key) is None else n for key, n in cells.items()]
    return [*shown, found["base"]]


def _hides(context: Context, item: ItemContent, group: str) -> bool:
    """Whether anything of what a group answered is hidden, so that nothing is derived from the rest."""
    table = context.hidden.tables.get(of_item(item)) if group == INDIVIDUAL else None
    return table is not None and (table.withheld or bool(table.hidden))


def _differences(context: Context, part: PartContent) -> list[Block]:
    """List the pairs of option and factor where the rule finds a difference, with its counts."""
    rows: list[list[Cell]] = []
    compared = 0
    for item in part.items:
        found = context.picks(part, item)
        if _hides(context, item, INDIVIDUAL) or not is_compared(found):
            continue
        compared += 1
        if differs := difference(found):
            rows.append(_row(part, item, differs))
    blocks: list[Block] = [paragraph(_rule(context, part, compared))]
    if not compared:
        return blocks
    if not rows:
        return [*blocks, paragraph("None is listed by this rule.")]
    columns = ["Option", "Factor", "Answer", "Organisations", "Individuals", "Percentage points apart"]
    caption = "Judgements in which organisations and individuals differ"
    base = "those who judged the option against the factor, beside each figure"
    return [*blocks, table(f"{part.key}.differences", caption, columns, rows, base=base, names=2)]


def _row(part: PartContent, item: ItemContent, differs: Difference) -> list[Cell]:
    label = next(choice.label for choice in part.choices if choice.id == differs.choice)
    option = f"Option {item.option.number}: {item.option.title}" if item.option else ""
    shares = [_share(*differs.organisations), _share(*differs.individuals)]
    return [option, factor_of(item), label, *shares, round(differs.points)]


def _share(n: int, of: int) -> str:
    return f"{n:,} of {of:,} ({100 * n / of:.0f}%)"


def _rule(context: Context, part: PartContent, compared: int) -> str:
    """Say what is listed, what it is compared among, and what it is not."""
    few = [organisations(LEAST_ANSWERED), individuals(LEAST_ANSWERED)]
    left_out = ", or where a number is hidden" if context.hidden.tables else ""
    return (
        "A pair of option and factor is listed where the shares of organisations and of individuals that gave one of "
        f"the answers are at least {LEAST_POINTS} percentage points apart, among those who judged the pair; of several "
        f"such answers, the one furthest apart stands here. Pairs that fewer than {few[0]} or {few[1]} "
        f"judged{left_out} are not compared: {compared} of {len(part.items)} pairs were. The list says where these "
        "respondents differ. As they chose to answer, it does not say that organisations and individuals differ in "
        "general."
    )
