"""PDF by typst: tagged, PDF/UA, with contents and alternative texts. The layout is in report.typ."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from analysis.render import charts, maps, pictures
from analysis.render.base import (
    Job,
    base_line,
    group_heading,
    item_title,
    quotes_lead,
    quotes_none,
    reference_line,
    shown,
    widths,
)
from analysis.render.glyphs import printable
from analysis.render.pdf_setting import shortened, typeset
from analysis.words import Respondent
from common.spreadsheets import clean

LAYOUT = Path(__file__).with_name("report.typ")
# Whichever stands on the machine; the last one comes with typst and is always there.
FONTS = ["Arial", "Liberation Sans", "Arimo", "DejaVu Sans", "Libertinus Serif"]
WIDEST = 453.0  # points between the margins


def render(job: Job) -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory(prefix="pdf-") as name:
        folder = Path(name)
        data = _prepared(job, folder)
        text = printable(json.dumps(data, ensure_ascii=False), FONTS)
        (folder / "data.json").write_text(text, encoding="utf-8")
        shutil.copy(LAYOUT, folder / "report.typ")
        typeset(job, folder)


def _prepared(job: Job, folder: Path) -> dict[str, Any]:
    """Return the data with the words and pictures that the layout needs beside it."""
    sections = [
        {**section, "blocks": [_block(job, folder, block) for block in section["blocks"]]}
        for section in job.data["sections"]
    ]
    made_up = job.data["counts"]["synthetic"]
    prepared = {**job.data, "sections": sections, "fonts": FONTS}
    prepared["synthetic"] = f"{made_up:,} of the responses in this report are made up." if made_up else ""
    result: dict[str, Any] = _cleaned(prepared)
    return result


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return value


def _block(job: Job, folder: Path, block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "table":
        block = shortened(block)
        said = {"rows": _rows(block), "widths": widths(block), "base_line": base_line(block)}
        return {**block, **said, **_picture(folder, block["chart"]), "maps": _maps(job, folder, block)}
    if block["kind"] == "picture":
        return {**block, "base_line": base_line(block), **_picture(folder, block["chart"])}
    if block["kind"] == "quotes":
        entries = [
            {
                **entry,
                "heading": group_heading(entry["group"]),
                "reference": reference_line(entry.get("reference", "")),
                "map": _map(job, folder, entry.get("drawn"), maps.ALTERNATIVE),
            }
            for entry in block["entries"]
        ]
        return {**block, "entries": entries, "lead": quotes_lead(block), "none": quotes_none(block)}
    if block["kind"] == "annex":
        whole = [_whole(job, one) for one in job.annexed(block["key"])]
        return {**block, "lead": job.annex_lead(block["key"]), "respondents": whole}
    return block


def _rows(block: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the cells of a table; a first name that several rows share stands once, over all of them."""
    rows = []
    for _, found in itertools.groupby(enumerate(block["rows"]), key=lambda one: _kept_with(block, *one)):
        together = [row for _, row in found]
        for number, row in enumerate(together):
            cells = [{"text": shown(value), "over": 1} for value in row]
            cells[0]["over"] = len(together)
            rows.append(cells[1:] if number else cells)
    return rows


def _kept_with(block: dict[str, Any], number: int, row: list[int | str]) -> int | str:
    return row[0] if block["names"] == 2 else number


def _whole(job: Job, respondent: Respondent) -> dict[str, Any]:
    reference = reference_line(job.reference(respondent))
    answers = [{"title": item_title(job.content, one.item), "text": one.text} for one in respondent.answers]
    back = f"Response {respondent.member.number}. {reference}" if reference else ""
    return {"who": respondent.heading, "back": back, "answers": answers}


def _picture(folder: Path, chart: dict[str, Any] | None) -> dict[str, Any]:
    """Draw a chart into the folder and say how wide it stands on the page."""
    if chart is None:
        return {"picture": None, "width": 0}
    name = f"chart-{len(list(folder.glob('*.png')))}.png"
    drawn = pictures.png(chart)
    (folder / name).write_bytes(drawn)
    return {"picture": name, "width": min(WIDEST, charts.natural_width(drawn))}


def _maps(job: Job, folder: Path, block: dict[str, Any]) -> list[dict[str, Any]]:
    """Return those maps below a table that can be drawn, with their titles."""
    return [
        {"title": one["title"], **drawn}
        for one in block.get("maps", ())
        if (drawn := _map(job, folder, one["places"], maps.alternative(one["title"])))
    ]


def _map(job: Job, folder: Path, places: list[list[str]] | None, alternative: str) -> dict[str, Any] | None:
    """Draw the map of a footprint into the folder, equal ones into one file; None where there is none."""
    found = maps.of_places(job.content, places) if places is not None else None
    if found is None:
        return None
    name = f"map-{hashlib.sha256(found.svg.encode()).hexdigest()}.svg"
    (folder / name).write_text(found.svg, encoding="utf-8")
    return {"picture": name, "width": found.width, "alternative": alternative}
