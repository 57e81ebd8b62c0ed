"""Campaigns that staff named: how large each is, how it came, and its text as these readers may see it."""

from __future__ import annotations

from typing import Any

from analysis.composing.blocks import Block, Cell, heading, note, paragraph, section, table
from analysis.composing.context import Context, plural
from analysis.counting import campaigns as counted
from analysis.models import SnapshotCampaign
from responses.submission.models import Response

WHAT_IT_MEANS = (
    "A campaign is a text that several people sent, as staff named it. Each of its submissions counts as one, "
    "and whoever sent it as one respondent. What it says was read once; what people added to it was read each time."
)


def campaigns(context: Context) -> list[dict[str, Any]]:
    """Compose the section on campaigns; there is none in a report without any."""
    found = list(context.snapshot.campaigns.order_by("-submissions", "group"))
    if not found:
        return []
    blocks: list[Block] = [paragraph(WHAT_IT_MEANS), _table(context, found)]
    words = counted.wordings(context.snapshot, context.audience)
    for one in found:
        blocks.append(heading(one.name))
        text = words.get(one.group)
        if text is None:
            blocks.append(
                note("Its text is not shown: no copy with the same words may be quoted to these readers yet.")
            )
        else:
            blocks.append(paragraph("The text that they have in common, as in one of those with the same words:"))
            blocks += [paragraph(line.strip()) for line in text.splitlines() if line.strip()]
    return [section("campaigns", "Campaigns", blocks)]


def _table(context: Context, found: list[SnapshotCampaign]) -> Block:
    used = [channel for channel in Response.Channel if any(channel in one.channels for one in found)]
    rows: list[list[Cell]] = [
        [one.name, one.submissions, one.adding, *(one.channels.get(channel.value, 0) for channel in used)]
        for one in found
    ]
    columns = ["Campaign", "Submissions", "With words of their own", *(channel.label for channel in used)]
    return table(
        "campaigns",
        "Campaigns, and how they came",
        columns,
        rows,
        base=plural(context.counts["submissions"], "submission"),
        notes=["A submission that holds the texts of two campaigns is counted with both."],
    )
