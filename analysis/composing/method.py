"""How the report was made."""

from __future__ import annotations

from typing import Any

from analysis.composing.asked import CHOSE_THEMSELVES
from analysis.composing.blocks import bullets, paragraph, section
from analysis.composing.context import Context, when
from analysis.measures.suppression import SMALLEST_SHOWN
from analysis.models import Report
from analysis.words import MOST_QUOTED
from responses.revealing import revealing_items


def method(context: Context) -> dict[str, Any]:
    """Say where each figure comes from and what it is not."""
    snapshot = context.snapshot
    lines = [
        f"The report was built from snapshot {snapshot.number}, taken on {when(snapshot.taken_at)}. What was "
        "moderated, replaced or withdrawn later does not change it; a new report supersedes it.",
        "In the figures: responses on time or within the published grace, whether a moderator has accepted them yet or "
        "not. Not in the figures: late ones, those two people left out, replaced and withdrawn ones. They are listed.",
        "Each figure stands beside its base: the number of respondents it is counted among. Organisations and groups "
        "are counted apart from individuals and never added to them.",
        "\N{LEFT SINGLE QUOTATION MARK}Wrote something\N{RIGHT SINGLE QUOTATION MARK} counts boxes with words. "
        "Boxes that say \N{LEFT SINGLE QUOTATION MARK}none\N{RIGHT SINGLE QUOTATION MARK} or the like, and empty ones, "
        "are counted apart.",
        "Options and factors stand in the order of the document. Nothing is ranked by how many people said it, and no "
        "test of significance or margin of error is given, since respondents were not sampled.",
        "Words are quoted as redacted. Only accepted responses are quoted. Individuals are quoted without their name.",
        f"Where more than {MOST_QUOTED} wrote in a box, {MOST_QUOTED} are drawn at random for the web page, Word and "
        f"PDF (seed {snapshot.seed}); the Excel and CSV files have them all.",
        "Copies of a campaign text count as the responses they are. They are not dropped, and not marked "
        "in this report.",
    ]
    if context.audience != Report.Audience.TEAM:
        lines.append(
            f"In tables by area or role, numbers of individuals from 1 to {SMALLEST_SHOWN - 1} are not shown, nor are "
            "others from which they could be worked out, here or from an earlier report. A table is kept back whole "
            "where it would tell, beside an earlier report, of fewer than "
            f"{SMALLEST_SHOWN} who came between the two. Files with one row per answer carry no area and no role of "
            "individuals."
        )
        if revealing_items(context.content):
            lines.append(
                "Judgements of factors, of options against factors, and rankings of factors, taken together, tell an "
                "individual from all others: files with one row per answer have such answers of organisations alone. "
                "Small numbers of judgements of options are hidden in the same way. Summaries of rankings are given "
                f"where they tell nothing of fewer than {SMALLEST_SHOWN} individuals, alone or beside an earlier "
                "report."
            )
    blocks = [paragraph(CHOSE_THEMSELVES), bullets(lines)]
    return section("method", "How this report was made", blocks)
