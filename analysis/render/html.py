"""The web page: the sections as pages of their own and the charts as pictures, kept together in one archive.

Whoever asks for a page or a chart has that one taken out; see pages.py, which also says how pages point at each other.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from analysis.render import pictures
from analysis.render.base import PIECE, Job, add_to_zip, base_line, item_title, quotes_lead, quotes_none
from analysis.render.laid_out import laid_out, small_map, with_maps
from analysis.render.pages import CHART, INDEX, PAGE, RESPONSE
from analysis.words import Respondent
from common.spreadsheets import clean
from responses.submission.references import grouped


def render(job: Job) -> None:
    """Write the pages and charts of the report."""
    listed = [{"key": one["key"], "title": one["title"]} for one in job.data["sections"]]
    index = {"title": job.data["title"], "exercise": job.data["exercise"], "pages": listed}
    with zipfile.ZipFile(job.target, "w") as archive:
        add_to_zip(archive, INDEX, json.dumps(index, ensure_ascii=False).encode())
        for section in job.data["sections"]:
            add_to_zip(archive, PAGE.format(key=section["key"]), _page(job, section).encode())
            job.renew()
        for name, drawn in _charts(job):
            add_to_zip(archive, name, drawn.encode())


def _page(job: Job, section: dict[str, Any]) -> str:
    blocks = [_prepared(job, block) for block in section["blocks"]]
    said = {"blocks": blocks, "with_tones": with_maps(section["blocks"])}
    return render_to_string("analysis/report/section.html", said)


def _prepared(job: Job, block: dict[str, Any]) -> dict[str, Any]:
    """Add to a block what its template needs and plain data does not hold."""
    if block["kind"] == "quotes":
        quoted = [
            {**entry, "text": clean(entry["text"]), **_way_back(entry), "picture": _picture(job, entry)}
            for entry in job.renewing(block["entries"], PIECE)
        ]
        return {**block, "entries": quoted, "lead": quotes_lead(block), "none": quotes_none(block)}
    if block["kind"] == "annex":
        whole = [_whole(job, one) for one in job.annexed(block["key"])]
        return {**block, "lead": job.annex_lead(block["key"]), "respondents": whole}
    if block["kind"] == "table":
        annexed = job.annexed_numbers() if "members" in block else frozenset()
        return {**block, **laid_out(block, annexed, job.content)}
    return {**block, "base_line": base_line(block)} if block["kind"] == "picture" else block


def _picture(job: Job, entry: dict[str, Any]) -> str:
    """Return the small map of what was drawn; the page has the patterns of all maps, once."""
    return small_map(job.content, entry["drawn"]) if "drawn" in entry else ""


def _way_back(entry: dict[str, Any]) -> dict[str, str]:
    """Return the reference of a quoted response and its link; nothing outside the team."""
    reference = entry.get("reference", "")
    return {"reference": grouped(reference), "address": RESPONSE.format(reference=reference)} if reference else {}


def _whole(job: Job, respondent: Respondent) -> dict[str, Any]:
    answers = [
        {"title": item_title(job.content, given.item), "text": clean(given.text)} for given in respondent.answers
    ]
    back = _way_back({"reference": job.reference(respondent)})
    return {"who": respondent.heading, "number": respondent.member.number, "answers": answers, **back}


def _charts(job: Job) -> Iterator[tuple[str, str]]:
    """Draw each chart twice, for a desk and for a phone."""
    for section in job.data["sections"]:
        for chart in (block["chart"] for block in section["blocks"] if block.get("chart")):
            yield CHART.format(key=chart["key"], shape="wide"), pictures.svg(chart)
            yield CHART.format(key=chart["key"], shape="narrow"), pictures.svg(chart, narrow=True)
