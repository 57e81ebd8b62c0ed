"""A draft as a Word file, for a committee's papers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from common.text import xml_safe
from common.wordfields import add_page_numbers
from engagement import wording
from engagement.deadline import Deadline
from engagement.shapes import EditionContent
from responses.submission.reads import PageInWords, in_lines

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, DARK_BLUE = "Arial", RGBColor(0x00, 0x3D, 0x78)
SENT_TO = ("email", "post", "telephone")  # ways to answer that have an address of their own


@dataclass(frozen=True)
class Sending:
    """What a committee has to know to send the answer: by when, from where on the site, and when this was made."""

    deadline: Deadline
    address: str
    made_at: dt.datetime

    @property
    def made(self) -> str:
        return f"{wording.clock_time(self.made_at)} on {wording.weekday(self.made_at)}"


def of_draft(
    content: EditionContent, who: Mapping[str, Any], pages: Sequence[PageInWords], *, sending: Sending
) -> bytes:
    """Return the draft with every question under its number, answered or not, and how to send it."""
    document = Document()
    _look(document)
    properties = document.core_properties
    properties.title = xml_safe(f"Draft answer: {content.title}")[:255]
    properties.language, properties.author = "en-GB", ""
    _opening(document, content, who, sending)
    _how_to_send(document, content, sending)
    for question, asked in groupby(pages, key=lambda page: page.question):
        document.add_heading(xml_safe(f"Question {question.number}. {question.title}"), level=1)
        for page in asked:
            _page(document, page)
    if who.get("organisation_name"):
        _sign_off(document)
    _footer(document, content, sending)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _look(document: Doc) -> None:
    """Set letters that are easy to read, and headings dark enough to be."""
    for name, size in (
        ("Normal", 11), ("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11), ("Footer", 9),
    ):  # fmt: skip
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's letters come before ours
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name not in {"Normal", "Footer"}:
            style.font.color.rgb = DARK_BLUE


def _opening(document: Doc, content: EditionContent, who: Mapping[str, Any], sending: Sending) -> None:
    """Say what this is, whose, and how old."""
    document.add_heading(xml_safe(f"Draft answer: {content.title}"), level=0)
    if who.get("organisation_name"):
        document.add_paragraph(f"For {xml_safe(str(who['organisation_name']))}")
    document.add_paragraph(
        f"To {xml_safe(content.sponsor)}. This is a draft as it stood at {sending.made}. It has not been sent."
    )


def _how_to_send(document: Doc, content: EditionContent, sending: Sending) -> None:
    """Say by when and where to, in the words of the site."""
    deadline = sending.deadline
    document.add_heading("By when, and how to send it", level=1)
    document.add_paragraph(xml_safe(f"{deadline.sentence} {deadline.advice}"))
    document.add_paragraph(
        "To send this draft, open it on the site by its private link, which whoever began it has, and check and send "
        f"it there. The site is at {sending.address}"
    )
    others = [channel for kind in SENT_TO if (channel := content.channel(kind)) and channel.address]
    if others:
        document.add_paragraph("Or answer in another way; it counts just as much:")
    for channel in others:
        document.add_paragraph(xml_safe(f"{channel.title}: {channel.address}"), "List Bullet")


def _page(document: Doc, page: PageInWords) -> None:
    """Write the boxes of a page below its subject; those of one part below what the part asks.

    What is folded away on the page is told in a line for each answer; blank ones are left out.
    """
    above = 1
    if not page.page.is_whole_question:
        above += 1
        document.add_heading(xml_safe(page.page.title), level=above)
    for asked in page.page.by_part:
        answers = [answer for answer in page.answers if answer.box.part is asked.part]
        asks_of_several = len(asked.part.items) > 1 and page.page.option is None
        if asks_of_several or asked.is_brief:
            document.add_heading(xml_safe(asked.part.title), level=above + 1)
        if asked.is_brief:
            for line in in_lines(answers) or ["(not answered)"]:
                document.add_paragraph(xml_safe(line))
            continue
        for answer in answers:
            document.add_heading(xml_safe(answer.label), level=above + 1 + asks_of_several)
            document.add_paragraph(xml_safe(answer.text) or "(not answered)")  # lines become line breaks


def _sign_off(document: Doc) -> None:
    """Leave room for who signs the answer off; what is written here is said again when it is sent."""
    document.add_heading("Sign-off", level=1)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label in ("Name", "Role", "Date"):
        row = table.add_row()
        row.height = Cm(1)
        row.cells[0].text = label
    for cell in table.columns[0].cells:
        cell.width = Cm(3)
    for cell in table.columns[1].cells:
        cell.width = Cm(13)


def _footer(document: Doc, content: EditionContent, sending: Sending) -> None:
    """Say on every page what it is a page of."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    paragraph = page.footer.paragraphs[0]
    stops = document.styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(xml_safe(f"Draft answer, {sending.made}; not sent\t"))
    add_page_numbers(paragraph)
