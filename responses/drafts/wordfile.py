"""A draft as a Word file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document

from common.text import xml_safe
from engagement.shapes import EditionContent
from responses.submission.reads import PageInWords

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def of_draft(content: EditionContent, who: Mapping[str, Any], pages: Sequence[PageInWords]) -> bytes:
    """Return the draft with every question, answered or not, under real headings."""
    document = Document()
    properties = document.core_properties
    properties.title = xml_safe(f"Draft answer: {content.title}")[:255]
    properties.language, properties.author = "en-GB", ""
    document.add_heading(f"Draft answer: {xml_safe(content.title)}", level=0)
    document.add_paragraph(f"To {xml_safe(content.sponsor)}. This is a draft: it has not been sent.")
    if who.get("organisation_name"):
        document.add_paragraph(f"For {xml_safe(str(who['organisation_name']))}")
    for page in pages:
        document.add_heading(xml_safe(page.page.title), level=1)
        for answer in page.answers:
            document.add_heading(xml_safe(answer.label), level=2)
            document.add_paragraph(xml_safe(answer.text) or "(not answered)")  # lines become line breaks
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
