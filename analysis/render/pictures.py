"""Pictures of a report: bars by charts.py, a matrix of pairs by matrix.py. Each always has its table."""

from __future__ import annotations

from typing import Any

import vl_convert as vlc

from analysis.render import charts, matrix

PPI = 200  # pixels to an inch of a PNG, as in charts.py
Chart = dict[str, Any]


def svg(chart: Chart, *, narrow: bool = False) -> str:
    """Draw a picture as SVG, without scripts, inline styles or anything fetched."""
    return matrix.svg(chart, narrow=narrow) if _is_matrix(chart) else charts.svg(chart, narrow=narrow)


def png(chart: Chart) -> bytes:
    """Draw a picture as PNG; charts.natural_width says how wide it stands on paper."""
    if not _is_matrix(chart):
        return charts.png(chart)
    drawn: bytes = vlc.svg_to_png(matrix.svg(chart), ppi=PPI)
    return drawn


def _is_matrix(chart: Chart) -> bool:
    return chart.get("shape") == "matrix"
