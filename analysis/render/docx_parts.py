"""What python-docx leaves to be done by hand: styles, captions, fields, alternative texts, fixed zip times."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from pathlib import Path
from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from analysis.render.base import rezip
from common.spreadsheets import clean
from common.wordfields import add_page_numbers

FONT = "Arial"
MOST_IN_FOOTER = 80  # letters of the title beside the page number
BLUE, INK, GREY = RGBColor(0x00, 0x3D, 0x78), RGBColor(0x21, 0x2B, 0x32), RGBColor(0x4C, 0x62, 0x72)


def prepare(document: Doc, *, title: str, author: str, made: dt.datetime) -> None:
    """Set the page, the styles, the language and the properties."""
    properties = document.core_properties
    properties.title, properties.author, properties.language = clean(title), clean(author), "en-GB"
    properties.created = properties.modified = made.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None)
    properties.last_modified_by, properties.comments = clean(author), ""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.3)
    document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    document.styles.add_style("toc 2", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    for name, size, colour, bold in (
        ("Normal", 11, INK, False),
        ("Title", 28, BLUE, True),
        ("Subtitle", 14, GREY, False),
        ("Heading 1", 20, BLUE, True),
        ("Heading 2", 15, BLUE, True),
        ("Heading 3", 12, INK, True),
        ("Caption", 11, INK, True),
        ("Quote", 11, INK, False),
        ("Intense Quote", 11, INK, False),
        ("TOC Heading", 20, BLUE, True),
        ("toc 1", 11, INK, True),
        ("toc 2", 11, INK, False),
        ("Footer", 9, GREY, False),
    ):
        _style(document.styles[name], size, colour, bold)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    _own_styles(document)
    _spaces(document)


def _spaces(document: Doc) -> None:
    """Set what a reader sees as order: room above headings, a new page for each part, tabs to the right margin."""
    for name, before, after in (("Title", 170, 12), ("Heading 1", 0, 10), ("Heading 2", 20, 8), ("Heading 3", 14, 4)):
        style = document.styles[name].paragraph_format
        style.space_before, style.space_after, style.keep_with_next = Pt(before), Pt(after), True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["TOC Heading"].paragraph_format.page_break_before = True
    document.styles["TOC Heading"].paragraph_format.space_after = Pt(10)
    document.styles["Subtitle"].paragraph_format.space_after = Pt(30)
    document.styles["Caption"].paragraph_format.space_before = Pt(14)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for name, indent, before in (("toc 1", 0.0, 6), ("toc 2", 0.6, 0), ("Footer", 0.0, 4)):
        style = document.styles[name].paragraph_format
        style.left_indent, style.space_before, style.space_after = Cm(indent), Pt(before), Pt(2)
        style.right_indent = Cm(0) if name == "Footer" else Cm(0.9)  # long headings end before the page numbers
        style.tab_stops.clear_all()
        style.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    _edge(document.styles["Footer"], "AEB7BD", 4, side="top")


def _style(style: Any, size: float, colour: RGBColor, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-GB")
    if style.type == WD_STYLE_TYPE.PARAGRAPH:
        borders = style.element.find(qn("w:pPr") + "/" + qn("w:pBdr"))
        if borders is not None:
            borders.getparent().remove(borders)


def _own_styles(document: Doc) -> None:
    for name, size, colour, bold, before, after in (
        ("Base", 9, GREY, False, 3, 3),
        ("Who", 9, GREY, True, 0, 10),
        ("Words", 11, INK, True, 8, 4),
        ("Answer", 11, INK, False, 0, 8),
        ("Group", 10, GREY, True, 8, 4),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(style, size, colour, bold)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name in {"Words", "Group"}
    for name in ("Quote", "Who"):
        document.styles[name].paragraph_format.left_indent = Cm(0.6)
    document.styles["Quote"].paragraph_format.space_after = Pt(2)
    document.styles["Intense Quote"].paragraph_format.left_indent = Cm(0.4)
    document.styles["Intense Quote"].paragraph_format.right_indent = Cm(0)
    _edge(document.styles["Intense Quote"], "005EB8", 36)
    _edge(document.styles["Quote"], "AEB7BD", 12)


def _edge(style: Any, colour: str, width: int, *, side: str = "left") -> None:
    """Draw a line along one side of a style's paragraphs."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(width)), ("space", "8"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def add_paragraph(document: Doc, text: str, style: str = "") -> Paragraph:
    """Add a paragraph; python-docx looks a style up anew for each, which is slow over thousands."""
    paragraph = document.add_paragraph(text)
    if style:
        paragraph._p.style = style.replace(" ", "")
    return paragraph


def add_caption(document: Doc, label: str, text: str) -> None:
    """Add a caption that numbers itself."""
    numbered = document.element.xpath(f"count(//w:fldSimple[contains(@w:instr, 'SEQ {label} ')])")
    paragraph = add_paragraph(document, f"{label} ", "Caption")
    paragraph.paragraph_format.keep_with_next = True
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f" SEQ {label} \\* ARABIC ")
    run = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = str(int(numbered) + 1)
    run.append(number)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(f": {text}")


def describe(picture: Any, chart: dict[str, Any]) -> None:
    """Give a chart's picture its title and its alternative text."""
    picture._inline.docPr.set("title", clean(chart["title"]))
    picture._inline.docPr.set("descr", clean(chart["alternative"]))


def add_footer(document: Doc, title: str, subtitle: str) -> None:
    """Add a footer under a line: title and subtitle on the left, 'Page n of m' on the right."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    paragraph.add_run(f"{textwrap.shorten(title, MOST_IN_FOOTER, placeholder=' …')}\t")
    add_page_numbers(paragraph)
    paragraph.add_run().add_break()
    paragraph.add_run(subtitle)


def save_reproducibly(document: Doc, target: Path) -> None:
    """Save with fixed times in the archive, so that the same report gives the same bytes."""
    made = io.BytesIO()
    document.save(made)
    rezip(made, target)
