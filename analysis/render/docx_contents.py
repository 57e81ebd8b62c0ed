"""The contents list of a Word document: the field that Word writes itself, holding the headings as they are now.

Page numbers are fields as well, each pointing at its heading. Which page a heading stands on is known only to the
program that lays the pages out, so they stay empty until Word prints the document or is told to update the list. Asking
it to do so on opening would greet every reader with a warning about other files.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from common.wordfields import field, text_run

LISTED = {"Heading1": "toc1", "Heading2": "toc2"}  # as in the instruction: levels 1 and 2
INSTRUCTION = 'TOC \\o "1-2" \\h \\z \\u'


def fill_contents(document: Doc) -> None:
    """Put the list before the first heading, with a bookmark on each heading it points to."""
    headings = [one for one in document.element.body.iterchildren(qn("w:p")) if one.style in LISTED]
    if not headings:
        return
    entries = [_entry(heading, number) for number, heading in enumerate(headings, start=1)]
    begin, told, separate, _, end = field(INSTRUCTION, "")
    first = entries[0].find(qn("w:hyperlink"))
    for part in (begin, told, separate):
        first.addprevious(part)
    entries[-1].append(end)
    headings[0].addprevious(_framed([_paragraph("TOCHeading", text_run("Contents")), *entries]))


def _entry(heading: Any, number: int) -> Any:
    """Return the line of one heading, and mark the heading so that the line can point at it."""
    name = f"_Toc{number:08d}"
    for tag, place in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(heading) + 1)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        heading.insert(place, mark)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    tab = OxmlElement("w:r")
    tab.append(OxmlElement("w:tab"))
    for part in (text_run(_text(heading)), tab, *field(f"PAGEREF {name} \\h", "")):
        link.append(part)
    return _paragraph(LISTED[heading.style], link)


def _text(heading: Any) -> str:
    return "".join(part.text or "" for part in heading.iter(qn("w:t")))


def _paragraph(style: str, content: Any) -> Any:
    paragraph = OxmlElement("w:p")
    paragraph.style = style
    paragraph.append(content)
    return paragraph


def _framed(paragraphs: list[Any]) -> Any:
    """Return the list as Word frames one, so that it offers to update it."""
    frame, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    part = OxmlElement("w:docPartObj")
    gallery = OxmlElement("w:docPartGallery")
    gallery.set(qn("w:val"), "Table of Contents")
    part.append(gallery)
    part.append(OxmlElement("w:docPartUnique"))
    properties.append(part)
    for paragraph in paragraphs:
        content.append(paragraph)
    frame.append(properties)
    frame.append(content)
    return frame
