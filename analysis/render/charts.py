"""Charts: bars from zero, labelled, the two groups in the same two hues everywhere. Each always has its table."""

from __future__ import annotations

import struct
import textwrap
from typing import Any

import altair as alt
import vl_convert as vlc

BLUE, BROWN = "#005eb8", "#9a4d00"  # as on the pages
INK, PALE = "#212b32", "#d8dde0"
FONT = "Arial, Liberation Sans, sans-serif"
WIDE, NARROW = 620, 300
BAR = 15
LETTER = 8  # room for a letter of a name, a little more than it takes on average

Chart = dict[str, Any]


def svg(chart: Chart, *, narrow: bool = False) -> str:
    """Draw a chart as SVG, without scripts, inline styles or anything fetched."""
    drawn: str = vlc.vegalite_to_svg(specification(chart, narrow=narrow), allowed_base_urls=[])
    return drawn


def png(chart: Chart, *, ppi: int = 200) -> bytes:
    """Draw a chart as PNG."""
    drawn: bytes = vlc.vegalite_to_png(specification(chart), ppi=ppi, allowed_base_urls=[])
    return drawn


def specification(chart: Chart, *, narrow: bool = False) -> dict[str, Any]:
    """Return the chart in the grammar that draws it."""
    upright = chart.get("upright") and not narrow
    layered = _columns(chart) if upright else _bars(chart, narrow=narrow)
    styled = (
        layered.configure_view(stroke=None)
        .configure_axis(
            labelFont=FONT,
            titleFont=FONT,
            labelColor=INK,
            titleColor=INK,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=PALE,
            domainColor=INK,
            tickColor=PALE,
        )
        .configure_legend(
            labelFont=FONT, labelFontSize=13, labelColor=INK, orient="top", title=None, symbolType="square", offset=4
        )
        .configure_text(font=FONT, color=INK)
    )
    spec: dict[str, Any] = styled.to_dict()
    return spec


def _rows(chart: Chart) -> list[dict[str, Any]]:
    return [
        {"name": name, "place": place, "group": one["name"], "value": value or 0, "label": label}
        for one in chart["series"]
        for place, (name, value, label) in enumerate(zip(chart["names"], one["values"], one["labels"], strict=True))
    ]


def _scale(chart: Chart) -> alt.Scale:
    highest = max((row["value"] for row in _rows(chart)), default=0)
    return alt.Scale(domainMin=0, domainMax=100 if chart["unit"] == "%" else max(highest, 1), nice=chart["unit"] != "%")


def _colour(chart: Chart, *, legend: bool = True) -> alt.Color:
    groups = [one["name"] for one in chart["series"]]
    hues = {"Individuals": BROWN}
    scale = alt.Scale(domain=groups, range=[hues.get(group, BLUE) for group in groups])
    return alt.Color("group:N", scale=scale, legend=alt.Legend() if legend and len(groups) > 1 else None)


def _bars(chart: Chart, *, narrow: bool) -> alt.LayerChart:
    """Lay bars on their side, so that long names stay readable; two bars to a name, the label at the end of each."""
    groups = [one["name"] for one in chart["series"]]
    chart = {**chart, "names": [_wrapped(name, 16 if narrow else 36) for name in chart["names"]]}
    lines = max((name.count("\n") + 1 for name in chart["names"]), default=1)
    longest = max((len(line) for name in chart["names"] for line in name.split("\n")), default=1)
    limit = min(110 if narrow else 250, LETTER * longest)
    height = max(1, len(chart["names"])) * max(BAR * len(groups) + 12, 16 * lines + 6)
    name = alt.Y(
        "name:N",
        sort=chart["names"],
        title=None,
        axis=alt.Axis(
            labelExpr="split(datum.label, '\\n')",
            labelLimit=limit,
            ticks=False,
            domain=False,
            labelPadding=8,
            labelFontSize=12 if narrow else 13,
        ),
    )
    offset = alt.YOffset("group:N", sort=groups)
    value = alt.X(
        "value:Q",
        title=chart["axis"],
        scale=_scale(chart),
        axis=alt.Axis(tickCount=3 if narrow else 5, format="d", domain=False, titleAnchor="start"),
    )
    base = alt.Chart(alt.Data(values=_rows(chart))).encode(y=name, yOffset=offset)
    bars = base.mark_bar(height={"band": 0.86}).encode(x=value, color=_colour(chart))
    labels = base.mark_text(align="left", dx=4, fontSize=12).encode(x=value, text="label:N")
    width = (NARROW - limit - 60) if narrow else (WIDE - limit - 70)
    return (bars + labels).properties(width=max(width, 90), height=height)


def _wrapped(name: str, width: int) -> str:
    return "\n".join(textwrap.wrap(name, width, max_lines=3, placeholder=" …")) or name


def _columns(chart: Chart) -> alt.FacetChart:
    """Stand columns along the days, a row of them for each group; a few labels keep the axis quiet."""
    names = chart["names"]
    shown = names[:: max(1, len(names) // 8)]
    groups = [one["name"] for one in chart["series"]]
    x = alt.X("name:O", sort=names, title=None, axis=alt.Axis(values=shown, labelAngle=0, ticks=False))
    y = alt.Y("value:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, tickCount=4, domain=False))
    header = alt.Header(
        title=None, labelOrient="top", labelAnchor="start", labelFont=FONT, labelFontSize=13, labelColor=INK
    )
    row = alt.Row("group:N", sort=groups, header=header)
    bars = alt.Chart(alt.Data(values=_rows(chart))).mark_bar()
    return bars.encode(x=x, y=y, row=row, color=_colour(chart, legend=False)).properties(width=WIDE - 60, height=110)


def natural_width(drawn: bytes, *, ppi: int = 200) -> float:
    """Return how wide a PNG stands on paper, in points, so that letters are of one size in all charts."""
    (pixels,) = struct.unpack(">I", drawn[16:20])
    return float(pixels) * 72 / ppi * 0.75
