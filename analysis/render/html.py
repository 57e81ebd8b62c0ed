"""The web page: the sections as pages of their own and the charts as pictures, kept together in one JSON file."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string

from analysis.render import charts
from analysis.render.base import Job, clean, item_title
from analysis.words import Respondent


def render(job: Job) -> None:
    """Write the pages and charts of the report."""
    pages = [{"key": one["key"], "title": one["title"], "html": _page(job, one)} for one in job.data["sections"]]
    job.renew()
    kept = {"title": job.data["title"], "pages": pages, "charts": _charts(job)}
    job.target.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _page(job: Job, section: dict[str, Any]) -> str:
    blocks = [_prepared(job, block) for block in section["blocks"]]
    return render_to_string("analysis/report/section.html", {"blocks": blocks})


def _prepared(job: Job, block: dict[str, Any]) -> dict[str, Any]:
    """Add to a block what its template needs and plain data does not hold."""
    if block["kind"] == "quotes":
        quoted = [{**entry, "text": clean(entry["text"])} for entry in block["entries"]]
        return {**block, "entries": quoted, "shown": len(quoted)}
    if block["kind"] == "annex":
        return {**block, "respondents": [_whole(job, one) for one in job.annexed(block["key"])]}
    return block


def _whole(job: Job, respondent: Respondent) -> dict[str, Any]:
    return {
        "who": respondent.who,
        "number": respondent.member.number,
        "late": respondent.member.timing == "late",
        "answers": [
            {"title": item_title(job.content, given.item), "text": clean(given.text)} for given in respondent.answers
        ],
    }


def _charts(job: Job) -> dict[str, dict[str, str]]:
    """Draw each chart twice, for a desk and for a phone."""
    found = [block["chart"] for one in job.data["sections"] for block in one["blocks"] if block.get("chart")]
    return {chart["key"]: {"wide": charts.svg(chart), "narrow": charts.svg(chart, narrow=True)} for chart in found}
