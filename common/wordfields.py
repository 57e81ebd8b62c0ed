"""Fields of a Word document, which python-docx does not know: page numbers, and what Word works out itself."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def add_page_numbers(paragraph: Paragraph) -> None:
    """Add 'Page n of m' to a paragraph, as a rule of the footer."""
    paragraph.add_run("Page ")
    _add(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _add(paragraph, "NUMPAGES")


def _add(paragraph: Paragraph, instruction: str) -> None:
    for run in field(instruction, "1"):
        paragraph._p.append(run)


def field(instruction: str, shown: str) -> list[Any]:
    """Return the runs of a field that Word keeps up to date, and what it shows until then."""
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    return [_run(_mark("begin")), _run(told), _run(_mark("separate")), text_run(shown), _run(_mark("end"))]


def text_run(text: str) -> Any:
    """Return a run of text."""
    found = OxmlElement("w:t")
    found.set(qn("xml:space"), "preserve")
    found.text = text
    return _run(found)


def _run(content: Any) -> Any:
    run = OxmlElement("w:r")
    run.append(content)
    return run


def _mark(kind: str) -> Any:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part
