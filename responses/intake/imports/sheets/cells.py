"""A cell of a workbook as the text that somebody reads in it, the same on every machine."""

from __future__ import annotations

import datetime as dt
from typing import Any


def as_text(value: Any) -> str:
    """Return a cell's value as text: dates as ISO 8601, whole numbers without a point, TRUE and FALSE for ticks."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def trimmed(cells: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
