"""Small maps in a Word document: below the words of a drawing, and below tables of what drawings have in common."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Doc
from docx.shared import Pt

from analysis.render import maps
from analysis.render.base import Job
from analysis.render.docx_parts import add_paragraph
from common.spreadsheets import clean


def add_map(document: Doc, job: Job, places: Sequence[Sequence[str]], *, style: str, alternative: str) -> None:
    """Add the map of a footprint, equal ones as one picture; nothing where areas have no rough position."""
    found = maps.of_places(job.content, places)
    if found is None:
        return
    paragraph = add_paragraph(document, "", style)
    paragraph.paragraph_format.keep_with_next = style == "Quote"  # who drew it stands below
    picture = paragraph.add_run().add_picture(io.BytesIO(found.png()), width=Pt(found.width))
    picture._inline.docPr.set("descr", clean(alternative))


def add_maps(document: Doc, job: Job, listed: Sequence[dict[str, Any]]) -> None:
    """Add maps with their titles."""
    for one in listed:
        if maps.of_places(job.content, one["places"]):
            add_paragraph(document, clean(one["title"]), "Group")
            add_map(document, job, one["places"], style="Answer", alternative=maps.alternative(one["title"]))
