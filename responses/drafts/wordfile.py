"""A draft as a Word file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document

from engagement.shapes import EditionContent
from responses.submission.reads import PageInWords

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def of_draft(content: EditionContent, who: Mapping[str, Any], pages: Sequence[PageInWords]) -> bytes:
    """Return the draft with every question, answered or not, under real headings."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.language, properties.author = (
        _clean(f"Draft answer: {content.title}")[:255],
        "en-GB",
        "",
    )
    document.add_heading(f"Draft answer: {_clean(content.title)}", level=0)
    document.add_paragraph(f"To {_clean(content.sponsor)}. This is a draft: it has not been sent.")
    if who.get("organisation_name"):
        document.add_paragraph(f"For {_clean(str(who['organisation_name']))}")
    for page in pages:
        document.add_heading(_clean(page.page.title), level=1)
        for answer in page.answers:
            document.add_heading(_clean(answer.label), level=2)
            document.add_paragraph(_clean(answer.text) or "(not answered)")  # lines become line breaks
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _clean(text: str) -> str:
    """Show characters that XML cannot hold as a replacement character."""
    return NOT_IN_XML.sub("\ufffd", text)
