"""The web page: the sections as pages of their own and the charts as pictures, kept together in one archive.

Whoever asks for a page or a chart has that one taken out; see pages.py, which also says how pages point at each other.
"""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string

from analysis.render import charts
from analysis.render.base import Job, add_to_zip, base_line, clean, item_title, quotes_lead, quotes_none, shown
from analysis.render.pages import ANNEXED, CHART, INDEX, PAGE, RESPONSE
from analysis.words import Respondent
from responses.alternatives.pictures import picture
from responses.alternatives.shapes import Drawn
from responses.submission.references import grouped, normalise

MOST_UNFOLDED = 15  # rows of a table that says no more than its chart; a longer one waits behind its caption
PIECE = 100  # entries between two signs of life
SHORT = 16  # letters of a cell, so that several stand on one line of a phone


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
    return render_to_string("analysis/report/section.html", {"blocks": blocks})


def _prepared(job: Job, block: dict[str, Any]) -> dict[str, Any]:
    """Add to a block what its template needs and plain data does not hold."""
    if block["kind"] == "quotes":
        drawn = next((nth for nth, entry in enumerate(block["entries"]) if "drawn" in entry), None)
        quoted = [
            {
                **entry,
                "text": clean(entry["text"]),
                **_way_back(entry),
                "picture": _picture(job, entry, with_tones=nth == drawn),
            }
            for nth, entry in enumerate(_renewing(job, block["entries"]))
        ]
        return {**block, "entries": quoted, "lead": quotes_lead(block), "none": quotes_none(block)}
    if block["kind"] == "annex":
        whole = [_whole(job, one) for one in job.annexed(block["key"])]
        return {**block, "lead": job.annex_lead(block["key"]), "respondents": whole}
    if block["kind"] == "table":
        annexed = job.annexed_numbers() if "members" in block else frozenset()
        return {**block, **_laid_out(block, annexed)}
    return block


def _renewing(job: Job, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Go through what is quoted and tell on the way that the work goes on: maps of footprints take their time."""
    for nth, entry in enumerate(entries):
        if nth % PIECE == PIECE - 1:
            job.renew()
        yield entry


def _picture(job: Job, entry: dict[str, Any], *, with_tones: bool) -> str:
    """Return the small map of what was drawn, the first on a page with the patterns of all."""
    if "drawn" not in entry:
        return ""
    return picture(job.content, Drawn(tuple(map(tuple, entry["drawn"]))), with_tones=with_tones)


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


def _laid_out(block: dict[str, Any], annexed: frozenset[int]) -> dict[str, Any]:
    """Return a table as its template walks through it: rows in groups, each cell with its column and its link."""
    lines = [_line(block, number, row, annexed) for number, row in enumerate(block["rows"])]
    is_grouped = block["names"] == 2
    groups = [list(found) for _, found in itertools.groupby(lines, key=lambda line: line["group"])]
    is_short = all(len(cell["text"]) <= SHORT for line in lines for cell in line["cells"])
    return {
        "groups": groups if is_grouped else [lines],
        "is_grouped": is_grouped,
        "is_stacked": len(block["columns"]) > 2,
        "is_compact": is_short and not any(cell["address"] for line in lines for cell in line["cells"]),
        "is_folded": block.get("folded", False) and len(lines) > MOST_UNFOLDED,
        "base_line": base_line(block),
    }


def _line(block: dict[str, Any], number: int, row: list[int | str], annexed: frozenset[int]) -> dict[str, Any]:
    names = block["names"]
    member = block["members"][number] if "members" in block else 0
    cells = [
        {
            "column": block["columns"][place],
            "text": shown(value),
            "is_number": place in block["numeric"],
            "address": RESPONSE.format(reference=normalise(str(value))) if place == block.get("references") else "",
        }
        for place, value in enumerate(row)
        if place >= names
    ]
    return {
        "group": shown(row[0]) if names == 2 else "",
        "name": shown(row[names - 1]),
        "address": ANNEXED.format(number=member) if member in annexed else "",
        "cells": cells,
    }


def _charts(job: Job) -> Iterator[tuple[str, str]]:
    """Draw each chart twice, for a desk and for a phone."""
    for section in job.data["sections"]:
        for chart in (block["chart"] for block in section["blocks"] if block.get("chart")):
            yield CHART.format(key=chart["key"], shape="wide"), charts.svg(chart)
            yield CHART.format(key=chart["key"], shape="narrow"), charts.svg(chart, narrow=True)
