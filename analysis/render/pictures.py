"""Pictures of a report: bars by charts.py, a matrix of pairs by matrix.py. Each always has its table."""

from __future__ import annotations

from typing import Any

from analysis.render import charts, matrix

Chart = dict[str, Any]


def svg(chart: Chart, *, narrow: bool = False) -> str:
    """Draw a picture as SVG, without scripts, inline styles or anything fetched."""
    return matrix.svg(chart, narrow=narrow) if _is_matrix(chart) else charts.svg(chart, narrow=narrow)


def png(chart: Chart) -> bytes:
    """Draw a picture as PNG; charts.natural_width says how wide it stands on paper."""
    return matrix.png(chart) if _is_matrix(chart) else charts.png(chart)


def _is_matrix(chart: Chart) -> bool:
    return chart.get("shape") == "matrix"
