"""What python-docx leaves to be done by hand: contents, captions, repeated headings, page numbers, fixed zip times."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from analysis.render.base import clean, rezip

FONT = "Arial"
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
    ):
        _style(document.styles[name], size, colour, bold)
    document.styles["Normal"].paragraph_format.space_after = Pt(8)
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    _own_styles(document)


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
        ("Contents", 11, INK, False, 0, 3),
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


def _edge(style: Any, colour: str, width: int) -> None:
    """Draw a line down the left side of a style's paragraphs."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
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


def add_contents(document: Doc, entries: list[tuple[int, str]]) -> None:
    """Add a contents list: a field that Word keeps up to date, holding the entries as they are now."""
    heading = add_paragraph(document, "Contents", "Words")
    heading.paragraph_format.space_before = Pt(24)
    paragraphs = []
    for level, text in entries:
        paragraph = add_paragraph(document, "", "Contents")
        paragraph.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        paragraphs.append((paragraph, text))
    for place, (paragraph, text) in enumerate(paragraphs):
        if place == 0:
            _field_part(paragraph, "begin")
            _instruction(paragraph, ' TOC \\o "1-2" \\h \\z \\u ')
            _field_part(paragraph, "separate")
        paragraph.add_run(text)
    _field_part(paragraphs[-1][0], "end")


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


def describe(picture: Any, alternative: str) -> None:
    """Give a picture its alternative text."""
    picture._inline.docPr.set("descr", alternative)


def add_table(document: Doc, block: dict[str, Any]) -> None:
    """Add a table whose heading row is repeated on every page and whose rows are not torn apart."""
    columns, rows = block["columns"], block["rows"]
    table = document.add_table(rows=1 + len(rows), cols=len(columns))
    _rule(table)
    table.autofit = True
    numeric = set(block["numeric"])
    for number, (row, values) in enumerate(zip(table.rows, [columns, *rows], strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            _fill(cell, value, head=number == 0, right=place in numeric)


def _rule(table: Any) -> None:
    """Rule a table with fine lines between its rows and none between its columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "AEB7BD")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _fill(cell: Any, value: int | str, *, head: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(f"{value:,}" if isinstance(value, int) else clean(value))
    run.font.size, run.font.bold = Pt(10), head
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E8EDEE")
        cell._tc.get_or_add_tcPr().append(shade)


def add_footer(document: Doc, text: str) -> None:
    """Add a footer with the title and 'Page n of m'."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Base"]
    paragraph.add_run(f"{text} Page ")
    for name, between in (("PAGE", " of "), ("NUMPAGES", "")):
        _field_part(paragraph, "begin")
        _instruction(paragraph, f" {name} ")
        _field_part(paragraph, "separate")
        paragraph.add_run("1")
        _field_part(paragraph, "end")
        paragraph.add_run(between)


def _field_part(paragraph: Paragraph, kind: str) -> None:
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(part)


def _instruction(paragraph: Paragraph, text: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = text
    paragraph.add_run()._r.append(instruction)


def save_reproducibly(document: Doc, target: Path) -> None:
    """Save with fixed times in the archive, so that the same report gives the same bytes."""
    made = io.BytesIO()
    document.save(made)
    rezip(made, target)
