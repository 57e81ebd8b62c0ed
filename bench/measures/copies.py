"""The search for copies: how well it finds generated campaigns, and what it costs."""

from __future__ import annotations

import json
from typing import Any

from bench.figures import Figure
from bench.stage import Stage

ALLOWED_SECONDS, ALLOWED_MB = 600, 1_024
RECALL, PRECISION = 0.95, 0.98


def measure(stage: Stage) -> list[Figure]:
    """Fill an exercise with letters, and look it through."""
    stage.run("-m", "bench.finding", "fill", stage.responses)
    found: dict[str, Any] = json.loads(stage.run("-m", "bench.finding", "find"))
    kinds = ", ".join(f"{kind} {share:.0%}" for kind, share in found["kinds"].items())
    seconds = found["seconds"]
    return [
        Figure(
            f"Copies: recall ({found['hard']:.0%} of the copies are hard)",
            f"{found['recall']:.3f}",
            "",
            found["recall"],
            RECALL,
        ),
        Figure(
            f"  precision ({found['campaigns']} campaigns, {found['groups']} groups)",
            f"{found['precision']:.3f}",
            "",
            found["precision"],
            PRECISION,
        ),
        Figure(f"  found of each kind: {kinds}", "", ""),
        Figure(
            f"  {stage.responses:,} responses, {found['texts']:,} texts, from the beginning",
            f"{seconds['first']:.0f} s",
            f"{ALLOWED_SECONDS} s",
            seconds["first"] / ALLOWED_SECONDS,
            1,
            at_most=True,
        ),
        Figure("  once more, nothing new", f"{1_000 * seconds['again']:.0f} ms", ""),
        Figure("  once more, ten new responses", f"{seconds['few']:.0f} s", f"{seconds['first']:.0f} s"),
        Figure(
            "  memory", f"{found['memory']:.0f} MB", f"{ALLOWED_MB} MB", found["memory"] / ALLOWED_MB, 1, at_most=True
        ),
    ]
