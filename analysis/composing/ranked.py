"""The order in which respondents put the factors: two ways to sum it up, side by side, each group by itself."""

from __future__ import annotations

from analysis.composing.blocks import HIDDEN, Block, Cell, bullets, heading, note, paragraph, shares_chart, table
from analysis.composing.context import Context, individuals, organisations
from analysis.composing.hidden import Given, of_ranking
from analysis.composing.orders import factor_of
from analysis.measures.differences import LEAST_ANSWERED, LEAST_PLACES
from analysis.measures.groups import GROUPS, INDIVIDUAL, ORGANISATION, RESPONDENTS
from analysis.measures.ranking import Ranked, Ranking
from analysis.measures.suppression import SMALLEST_SHOWN
from engagement.shapes import PartContent

MEANT = (
    "The mean place (Borda count) is the mean of the places that a factor was given. Factors that somebody left out "
    "come after those that they ranked and share the mean of the places that remain: of six factors with two ranked, "
    "the others stand at 4.5 each. Factors with the same mean share the better of the positions that they take up."
)
IN_PAIRS = (
    "Beside it stands a count of pairs (Copeland): before how many of the other factors a factor was put by more "
    "people than the other way round, level ones counting a half. Who left out both of two factors says nothing of "
    "that pair."
)
NO_WINNER = (
    "Both ways sum up what those who ranked factors said. Neither names a winner: the factors are weighed by those who "
    "decide, and no order of theirs follows from these."
)


def ranking(context: Context, part: PartContent) -> list[Block]:
    """Show how many ranked, the two summaries, where they and the groups part, and who put what where."""
    given = context.hidden.rankings.get(of_ranking(part), Given())
    orders = context.orders[part.key]
    summaries = {group: orders[group].summary for group in RESPONDENTS if given.summary or group != INDIVIDUAL}
    found = {group: summary for group, summary in summaries.items() if summary}
    blocks: list[Block] = [bullets([_how_many(context, part)])]
    if orders[INDIVIDUAL].summary and not given.summary:
        blocks.append(note(_kept_back("How individuals ranked the factors is not given")))
    if not found:
        return blocks
    blocks += [
        paragraph(f"{MEANT} {IN_PAIRS}"),
        paragraph(NO_WINNER),
        _summary(context, part, found, given),
        heading("Where the two ways disagree", level=4),
        bullets([_disagreement(part, group, summary) for group, summary in found.items()]),
        heading("Where organisations and individuals differ", level=4),
        *_differences(part, found),
        heading("How many put each factor where", level=4),
    ]
    for group in found:
        if group == ORGANISATION or given.places:
            blocks.append(_places(context, part, group, found[group]))
        else:
            blocks.append(note(_kept_back("How many individuals put each factor where is not given")))
    return blocks


def _how_many(context: Context, part: PartContent) -> str:
    said = [
        f"{len(context.orders[part.key][group].responses):,} of {called(context.bases[group])}"
        for group, called in ((ORGANISATION, organisations), (INDIVIDUAL, individuals))
    ]
    return f"Ranked at least one factor: {said[0]}, and {said[1]}."


def _kept_back(what: str) -> str:
    return (
        f"{what}: the answers of fewer than {SMALLEST_SHOWN} individuals could be worked out from it, or from it and "
        "an earlier report."
    )


def _summary(context: Context, part: PartContent, found: dict[str, Ranking], given: Given) -> Block:
    """Compare the two ways; a chart shows who put a factor near the top."""
    top = max(1, len(part.items) // 3)
    near = "Put first" if top == 1 else f"In the first {top}"
    rows: list[list[Cell]] = []
    bars = []
    for item in part.items:
        parts: dict[str, tuple[int, int] | None] = dict.fromkeys(RESPONDENTS)
        for group, summary in found.items():
            row = _of(summary, item.key)
            if group == ORGANISATION or given.places:
                picked = context.picks(part, item)[group]["choices"]
                parts[group] = (sum(picked[choice.id] for choice in part.choices[:top]), summary.rankers)
            shown = parts[group]
            counted: Cell = shown[0] if shown else HIDDEN
            pairs: Cell = int(row.pairs) if row.pairs.is_integer() else row.pairs
            places: list[Cell] = [round(row.mean_place, 2), row.by_mean, pairs, row.by_pairs]
            rows.append([factor_of(item), GROUPS[group], *places, counted])
        bars.append((factor_of(item), parts))
    chart = shares_chart(part.key, f"{near}, by factor", bars)
    chart["axis"] = "per cent of those who ranked"
    columns = ["Factor", "Group", "Mean place", "Position by it", "Pairs", "Position by pairs", near]
    base = f"those who ranked at least one factor: {_rankers(found)}"
    return table(part.key, part.title, columns, rows, base=base, chart=chart, names=2)


def _rankers(found: dict[str, Ranking]) -> str:
    called = {ORGANISATION: organisations, INDIVIDUAL: individuals}
    return ", ".join(called[group](summary.rankers) for group, summary in found.items())


def _of(summary: Ranking, key: str) -> Ranked:
    return next(row for row in summary.factors if row.factor == key)


def _disagreement(part: PartContent, group: str, summary: Ranking) -> str:
    """Name the pairs of factors that the two ways put the other way round."""
    titles = {item.key: factor_of(item) for item in part.items}
    if not summary.disagree:
        return f"{GROUPS[group]}: nowhere; both ways put the factors in the same order, level ones aside."
    pairs = [f"{_quoted(titles[one])} and {_quoted(titles[other])}" for one, other in summary.disagree]
    return (
        f"{GROUPS[group]}: {'; '.join(pairs)}. Of each pair, the first has the better mean place, and the second was "
        "put before more of the other factors."
    )


def _quoted(text: str) -> str:
    """Return words set apart from the sentence round them."""
    return f"\N{LEFT SINGLE QUOTATION MARK}{text}\N{RIGHT SINGLE QUOTATION MARK}"


def _differences(part: PartContent, found: dict[str, Ranking]) -> list[Block]:
    """List the factors whose mean places are apart, where enough of both groups ranked."""
    rule = (
        f"A factor is listed where the two mean places are at least {LEAST_PLACES:g} apart and at least "
        f"{LEAST_ANSWERED} organisations and {LEAST_ANSWERED} individuals ranked factors."
    )
    if len(found) < len(RESPONDENTS) or any(summary.rankers < LEAST_ANSWERED for summary in found.values()):
        return [paragraph(f"{rule} That is not so here, so nothing is compared.")]
    rows: list[list[Cell]] = []
    for item in part.items:
        ours, theirs = (round(_of(found[group], item.key).mean_place, 2) for group in RESPONDENTS)
        apart = round(abs(ours - theirs), 2)  # of the means as they stand there: 4.1 and 3.1 are one place apart
        if apart >= LEAST_PLACES:
            rows.append([factor_of(item), ours, theirs, apart])
    said = "The list says where these respondents differ; as they chose to answer, not that the groups do in general."
    if not rows:
        return [paragraph(f"{rule} None is.")]
    columns = ["Factor", *(f"{name}: mean place" for name in GROUPS.values()), "Places apart"]
    caption = "Factors that organisations and individuals ranked differently"
    listed = table(f"{part.key}.differences", caption, columns, rows, base=_rankers(found))
    return [paragraph(f"{rule} {said}"), listed]


def _places(context: Context, part: PartContent, group: str, summary: Ranking) -> Block:
    """Count for each factor who gave it which rank, and who ranked others and left it out."""
    rows: list[list[Cell]] = []
    for item in part.items:
        picked = context.picks(part, item)[group]
        put = [picked["choices"][choice.id] for choice in part.choices]
        rows.append([factor_of(item), *put, summary.rankers - sum(put)])
    columns = ["Factor", *(choice.key for choice in part.choices), "Left out"]
    caption = f"{GROUPS[group]}: how many gave each factor each rank, 1 being the most important"
    return table(f"{part.key}.{group}", caption, columns, rows, base=_rankers({group: summary}))
