"""What stands at the head of a report that supersedes one that was withdrawn."""

from __future__ import annotations

from typing import Any

from analysis import withdrawals
from analysis.composing.blocks import Block, note
from analysis.models import Report, Tombstone
from engagement import wording


def headed(section: dict[str, Any], first: list[Block]) -> dict[str, Any]:
    """Return a section with blocks before its own."""
    return {**section, "blocks": [*first, *section["blocks"]]}


def told_of(report: Report) -> list[Block]:
    """Return what a report says at its head of the one that it supersedes, where that one was withdrawn."""
    stone = Tombstone.objects.filter(report=report.supersedes_id).select_related("report").first()
    if stone is None:
        return []
    return [
        note(
            f"This is report {report.number}. It supersedes report {stone.report.number}, which was withdrawn on "
            f"{wording.day(stone.at)} because {withdrawals.why(stone.causes)}. If you have a file of that report, "
            "delete it."
        )
    ]
