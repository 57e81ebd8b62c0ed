"""Exports and reports over few and over many responses, against plain SQL."""

from __future__ import annotations

import json
import time
from typing import Any

from bench.figures import Figure
from bench.stage import Stage

FEWER = 10  # the smaller of the two sizes is a tenth of the larger
RENDERED = ("html", "docx", "pdf", "xlsx")
ALLOWED_MB = 400


def measure(stage: Stage) -> list[Figure]:
    """Measure at a tenth of the responses and at all of them."""
    few, many = stage.responses // FEWER, stage.responses
    figures = [_seeded(stage, few, few)]
    exported, composed, rendered = {}, {}, {}
    for size in (few, many):
        if size == many:
            figures = [_seeded(stage, many - few, many)]
        composed[size] = _worker(stage, "compose", stage.rounds)
        _worker(stage, "build", "To measure.")
        if stage.on_postgres:
            exported[size] = _worker(stage, "export", stage.rounds)
        rendered[size] = {name: _worker(stage, "render", name) for name in RENDERED}
    if exported:
        figures += _export(exported, few, many)
    figures += _compose(composed, few, many)
    for name in RENDERED:
        figures.append(_rendered(name, rendered[few][name], rendered[many][name], many))
    return figures


def _seeded(stage: Stage, count: int, seed: int) -> Figure:
    began = time.monotonic()
    stage.run("manage.py", "seed_responses", stage.survey["slug"], "--count", count, "--seed", seed, "--accepted")
    seconds = time.monotonic() - began
    if stage.on_postgres:
        stage.run("-m", "bench.prepare", "vacuum")
    return Figure(f"Seeding {count:,} responses", f"{seconds:.0f} s", "")


def _worker(stage: Stage, *what: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stage.run("-m", "bench.worker", *what))
    return found


def _export(found: dict[int, dict[str, Any]], few: int, many: int) -> list[Figure]:
    last = found[many]
    title = f"CSV of {many:,} responses ({last['rows']:,} rows, {last['size'] / 1e6:.0f} MB)"
    return [
        Figure(title, _s(last["ours"]), _s(last["same"]), last["ours"] / last["same"], 3, at_most=True),
        Figure(
            "  against as many bare rows (for orientation)",
            _s(last["ours"]),
            _s(last["bare"]),
            last["ours"] / last["bare"],
        ),
        _memory(f"  memory, {few:,} and {many:,}", found[few], last, flat=True),
    ]


def _compose(found: dict[int, dict[str, Any]], few: int, many: int) -> list[Figure]:
    last = found[many]
    title = f"Snapshot to report data, {many:,} responses"
    growth = last["ours"] / found[few]["ours"]
    return [
        Figure(title, _s(last["ours"]), _s(last["bare"]), last["ours"] / last["bare"], 20, at_most=True),
        Figure(f"  of it patterns of {last['footprints']:,} drawn footprints", _s(last["patterns"]), ""),
        Figure(f"  growth from {few:,}", _s(last["ours"]), _s(found[few]["ours"]), growth, FEWER, at_most=True),
        _memory("  memory against what is allowed", found[few], last, flat=False),
    ]


def _rendered(name: str, fewer: dict[str, Any], most: dict[str, Any], many: int) -> Figure:
    title = f"Renderer {name}, {many:,} responses ({most['size'] / 1e6:.1f} MB, memory {most['memory']:.0f} MB)"
    return Figure(title, _s(most["ours"]), _s(fewer["ours"]), most["ours"] / fewer["ours"], FEWER, at_most=True)


def _memory(title: str, fewer: dict[str, Any], most: dict[str, Any], *, flat: bool) -> Figure:
    if flat:
        ratio, target = most["memory"] / fewer["memory"], 1.25
        return Figure(title, f"{most['memory']:.0f} MB", f"{fewer['memory']:.0f} MB", ratio, target, at_most=True)
    ratio = most["memory"] / ALLOWED_MB
    return Figure(title, f"{most['memory']:.0f} MB", f"{ALLOWED_MB} MB", ratio, 1, at_most=True)


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"
