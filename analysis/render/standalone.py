"""The web page as one file that needs no site: for the command line."""

from __future__ import annotations

import base64
import json

from django.template.loader import render_to_string


def standalone(kept: str) -> str:
    """Return the kept pages as one document with its pictures and its style inside."""
    report = json.loads(kept)
    pages = [{**page, "html": _with_pictures(page["html"], report["charts"])} for page in report["pages"]]
    return render_to_string("analysis/report/standalone.html", {"title": report["title"], "pages": pages})


def _with_pictures(html: str, charts: dict[str, dict[str, str]]) -> str:
    for key, drawn in charts.items():
        for shape, svg in drawn.items():
            data = base64.b64encode(svg.encode()).decode()
            html = html.replace(f'"charts/{key}.{shape}.svg"', f'"data:image/svg+xml;base64,{data}"')
    return html
