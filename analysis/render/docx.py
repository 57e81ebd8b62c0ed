"""Word: real styles and headings, a contents list, captions, alternative texts, headings repeated over pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.shared import Cm, Pt

from analysis.render import charts
from analysis.render.base import Job, clean, group_heading, item_title, quotes_lead
from analysis.render.docx_parts import (
    add_caption,
    add_contents,
    add_footer,
    add_paragraph,
    add_table,
    describe,
    prepare,
    save_reproducibly,
)

WIDTH = Cm(16)


def render(job: Job) -> None:
    """Write the document."""
    document = Document()
    prepare(document, title=job.data["title"], author=job.data["sponsor"], made=job.snapshot.taken_at)
    add_paragraph(document, clean(job.data["title"]), "Title")
    add_paragraph(document, clean(job.data["subtitle"]), "Subtitle")
    add_paragraph(document, clean(f"{job.data['sponsor']}. As of {job.data['snapshot']['taken']}."))
    add_contents(document, _contents(job))
    for section in job.data["sections"]:
        add_paragraph(document, clean(section["title"]), "Heading 1").paragraph_format.page_break_before = True
        for block in section["blocks"]:
            _WRITERS[block["kind"]](document, job, block)
        job.renew()
    add_footer(document, clean(f"{job.data['title']}. {job.data['subtitle']}"))
    save_reproducibly(document, job.target)


def _contents(job: Job) -> list[tuple[int, str]]:
    """Return the headings of the first two levels, to stand in the contents list before Word refreshes it."""
    found = []
    for section in job.data["sections"]:
        found.append((1, clean(section["title"])))
        found.extend(
            (2, clean(block["text"]))
            for block in section["blocks"]
            if block["kind"] == "heading" and block["level"] == 3
        )
    return found


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
        add_caption(document, "Figure", clean(block["chart"]["title"]))
        drawn = charts.png(block["chart"])
        width = min(WIDTH, Pt(charts.natural_width(drawn)))
        picture = document.add_picture(io.BytesIO(drawn), width=width)
        describe(picture, clean(block["chart"]["alternative"]))
    add_caption(document, "Table", clean(block["caption"]))
    add_table(document, block)
    for line in (f"Base: {block['base']}. Source: responses to this exercise, who chose to answer.", *block["notes"]):
        add_paragraph(document, clean(line), "Base")


def _quotes(document: Doc, job: Job, block: dict[str, Any]) -> None:
    if not block["entries"]:
        add_paragraph(document, "No words that may be quoted yet.", "Base")
        return
    add_paragraph(document, clean(quotes_lead(block)), "Words")
    group = ""
    for entry in block["entries"]:
        if entry["group"] != group:
            group = entry["group"]
            add_paragraph(document, group_heading(group), "Group")
        _quote(document, entry["text"], entry["who"])


def _quote(document: Doc, text: str, who: str) -> None:
    paragraph = add_paragraph(document, clean(text).strip(), "Quote")
    paragraph.paragraph_format.keep_with_next = len(text) < 600
    add_paragraph(document, clean(who), "Who")


def _annex(document: Doc, job: Job, block: dict[str, Any]) -> None:
    if lead := job.annex_lead(block["key"]):
        add_paragraph(document, lead)
    for respondent in job.annexed(block["key"]):
        add_paragraph(document, clean(respondent.heading), "Heading 2")
        for given in respondent.answers:
            add_paragraph(document, clean(item_title(job.content, given.item)), "Words")
            add_paragraph(document, clean(given.text).strip(), "Answer")


_WRITERS: dict[str, Callable[[Doc, Job, dict[str, Any]], None]] = {
    "paragraph": _paragraph,
    "note": _note,
    "heading": _heading,
    "bullets": _bullets,
    "table": _table,
    "quotes": _quotes,
    "annex": _annex,
}
