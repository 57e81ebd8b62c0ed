"""Word: real styles and headings, a contents list, captions, alternative texts, headings repeated over pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.shared import Cm, Pt

from analysis.render import charts, maps, pictures
from analysis.render.base import Job, base_line, group_heading, item_title, quotes_lead, quotes_none, reference_line
from analysis.render.docx_contents import fill_contents
from analysis.render.docx_maps import add_map, add_maps
from analysis.render.docx_parts import add_caption, add_footer, add_paragraph, describe, prepare, save_reproducibly
from analysis.render.docx_tables import add_table
from common.spreadsheets import clean

WIDTH = Cm(16)


def render(job: Job) -> None:
    """Write the document."""
    document = Document()
    prepare(document, title=job.data["title"], author=job.data["sponsor"], made=job.snapshot.taken_at)
    _cover(document, job)
    for section in job.data["sections"]:
        add_paragraph(document, clean(section["title"]), "Heading 1")
        for block in section["blocks"]:
            _WRITERS[block["kind"]](document, job, block)
        job.renew()
    fill_contents(document)
    add_footer(document, clean(job.data["title"]), clean(job.data["subtitle"]))
    save_reproducibly(document, job.target)


def _cover(document: Doc, job: Job) -> None:
    """Write the first page, and leave a place for the contents on the second."""
    add_paragraph(document, clean(job.data["title"]), "Title")
    add_paragraph(document, clean(job.data["subtitle"]), "Subtitle")
    add_paragraph(document, clean(f"{job.data['sponsor']}. As of {job.data['snapshot']['taken']}."))
    if made_up := job.data["counts"]["synthetic"]:
        add_paragraph(document, f"{made_up:,} of the responses in this report are made up.", "Intense Quote")


def _paragraph(document: Doc, job: Job, block: dict[str, Any]) -> None:
    add_paragraph(document, clean(block["text"]))


def _note(document: Doc, job: Job, block: dict[str, Any]) -> None:
    add_paragraph(document, clean(block["text"]), "Intense Quote")


def _heading(document: Doc, job: Job, block: dict[str, Any]) -> None:
    add_paragraph(document, clean(block["text"]), f"Heading {block['level'] - 1}")


def _bullets(document: Doc, job: Job, block: dict[str, Any]) -> None:
    for item in block["items"]:
        add_paragraph(document, clean(item), "List Bullet")


def _table(document: Doc, job: Job, block: dict[str, Any]) -> None:
    if block["chart"]:
        _figure(document, block["chart"])
    add_caption(document, "Table", clean(block["caption"]))
    add_table(document, block, width=WIDTH)
    for line in (base_line(block), *block["notes"]):
        add_paragraph(document, clean(line), "Base")
    add_maps(document, job, block.get("maps", ()))


def _picture(document: Doc, job: Job, block: dict[str, Any]) -> None:
    _figure(document, block["chart"])
    add_paragraph(document, clean(base_line(block)), "Base")


def _figure(document: Doc, chart: dict[str, Any]) -> None:
    add_caption(document, "Figure", clean(chart["title"]))
    drawn = pictures.png(chart)
    width = min(WIDTH, Pt(charts.natural_width(drawn)))
    describe(document.add_picture(io.BytesIO(drawn), width=width), chart)


def _quotes(document: Doc, job: Job, block: dict[str, Any]) -> None:
    if not block["entries"]:
        add_paragraph(document, quotes_none(block), "Base")
        return
    add_paragraph(document, clean(quotes_lead(block)), "Words")
    group = ""
    for entry in job.renewing(block["entries"]):
        if entry["group"] != group:
            group = entry["group"]
            add_paragraph(document, group_heading(group), "Group")
        _quote(document, job, entry)


def _quote(document: Doc, job: Job, entry: dict[str, Any]) -> None:
    paragraph = add_paragraph(document, clean(entry["text"]).strip(), "Quote")
    paragraph.paragraph_format.keep_with_next = len(entry["text"]) < 600
    if "drawn" in entry:
        add_map(document, job, entry["drawn"], style="Quote", alternative=maps.ALTERNATIVE)
    add_paragraph(document, clean(_signed(entry["who"], reference_line(entry.get("reference", "")))), "Who")


def _signed(who: str, reference: str) -> str:
    return f"{who}. {reference}" if reference else who


def _annex(document: Doc, job: Job, block: dict[str, Any]) -> None:
    if lead := job.annex_lead(block["key"]):
        add_paragraph(document, lead)
    for respondent in job.annexed(block["key"]):
        add_paragraph(document, clean(respondent.heading), "Heading 2")
        if reference := reference_line(job.reference(respondent)):
            add_paragraph(document, f"Response {respondent.member.number}. {reference}", "Base")
        for given in respondent.answers:
            add_paragraph(document, clean(item_title(job.content, given.item)), "Words")
            add_paragraph(document, clean(given.text).strip(), "Answer")


_WRITERS: dict[str, Callable[[Doc, Job, dict[str, Any]], None]] = {
    "paragraph": _paragraph,
    "note": _note,
    "heading": _heading,
    "bullets": _bullets,
    "table": _table,
    "picture": _picture,
    "quotes": _quotes,
    "annex": _annex,
}
