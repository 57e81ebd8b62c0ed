"""A spreadsheet of 50,000 answers: how long each step takes, with how much memory, and how long others wait for it."""

from __future__ import annotations

import json
from typing import Any

from bench.figures import Figure
from bench.stage import Stage

ROWS = 50_000
ALLOWED_MB = 300
LONGEST_WAIT = 20  # seconds: SQLite's writers give up after as many


def measure(stage: Stage) -> list[Figure]:
    """Make the file, bring it in, and take it back."""
    file = stage.folder / "answers.xlsx"
    made: dict[str, Any] = json.loads(stage.run("-m", "bench.imports", "make", ROWS, file))
    found: dict[str, Any] = json.loads(stage.run("-m", "bench.imports", "run", file))
    size = f"{ROWS:,} rows × {made['columns']} columns, {made['size'] / 1e6:.0f} MB"
    imported = found["counts"].get("new", 0)
    return [
        Figure(f"Import of {size}: read and guess", _s(found["read"]), ""),
        Figure("  check every row", _s(found["check"]), ""),
        Figure(f"  import {imported:,} responses, {found['answers']:,} answers", _s(found["import"]), ""),
        Figure("    of which the transaction is open", _s(found["held"]), ""),
        _wait("    longest wait of somebody who writes meanwhile", found["waited"]),
        Figure("  take back", _s(found["undo"]), ""),
        _wait("    longest wait of somebody who writes meanwhile", found["waited_for_undo"]),
        _memory(f"  most memory of the worker (before it began {found['base']:.0f} MB)", found["imported"]),
        _memory("    after it was taken back too", found["memory"]),
        _memory("  most memory of the process that reads the file", found["child"]),
    ]


def _memory(title: str, found: float) -> Figure:
    return Figure(title, f"{found:.0f} MB", f"{ALLOWED_MB} MB", found / ALLOWED_MB, 1, at_most=True)


def _wait(title: str, found: float) -> Figure:
    return Figure(title, _s(found), _s(LONGEST_WAIT), found / LONGEST_WAIT, 1, at_most=True)


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s"
