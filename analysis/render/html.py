"""The web page: the sections as pages of their own and the charts as pictures, kept together in one archive.

Whoever asks for a page or a chart has that one taken out; see pages.py.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from analysis.render import charts
from analysis.render.base import Job, add_to_zip, clean, item_title, quotes_lead
from analysis.render.pages import CHART, INDEX, PAGE
from analysis.words import Respondent


def render(job: Job) -> None:
    """Write the pages and charts of the report."""
    listed = [{"key": one["key"], "title": one["title"]} for one in job.data["sections"]]
    index = json.dumps({"title": job.data["title"], "pages": listed}, ensure_ascii=False)
    with zipfile.ZipFile(job.target, "w") as archive:
        add_to_zip(archive, INDEX, index.encode())
        for section in job.data["sections"]:
            add_to_zip(archive, PAGE.format(key=section["key"]), _page(job, section).encode())
            job.renew()
        for name, drawn in _charts(job):
            add_to_zip(archive, name, drawn.encode())


def _page(job: Job, section: dict[str, Any]) -> str:
    blocks = [_prepared(job, block) for block in section["blocks"]]
    return render_to_string("analysis/report/section.html", {"blocks": blocks})


def _prepared(job: Job, block: dict[str, Any]) -> dict[str, Any]:
    """Add to a block what its template needs and plain data does not hold."""
    if block["kind"] == "quotes":
        quoted = [{**entry, "text": clean(entry["text"])} for entry in block["entries"]]
        return {**block, "entries": quoted, "lead": quotes_lead(block)}
    if block["kind"] == "annex":
        whole = [_whole(job, one) for one in job.annexed(block["key"])]
        return {**block, "lead": job.annex_lead(block["key"]), "respondents": whole}
    return block


def _whole(job: Job, respondent: Respondent) -> dict[str, Any]:
    answers = [
        {"title": item_title(job.content, given.item), "text": clean(given.text)} for given in respondent.answers
    ]
    return {"who": respondent.heading, "answers": answers}


def _charts(job: Job) -> Iterator[tuple[str, str]]:
    """Draw each chart twice, for a desk and for a phone."""
    for section in job.data["sections"]:
        for chart in (block["chart"] for block in section["blocks"] if block.get("chart")):
            yield CHART.format(key=chart["key"], shape="wide"), charts.svg(chart)
            yield CHART.format(key=chart["key"], shape="narrow"), charts.svg(chart, narrow=True)
