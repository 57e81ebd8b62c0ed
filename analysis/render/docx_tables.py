"""Tables of a Word document: ruled, their heads repeated over pages, wide enough for their words."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from analysis.render.base import shown, widths
from common.spreadsheets import clean

MOST_KEPT_TOGETHER = 16  # rows of a table that is not torn over two pages


def add_table(document: Doc, block: dict[str, Any], *, width: Length) -> None:
    """Add a table; rows are not torn apart, and what belongs to one name stands under it."""
    rows = [block["columns"], *block["rows"]]
    table = document.add_table(rows=len(rows), cols=len(block["columns"]))
    _describe(table, block["caption"])
    _rule(table)
    _size(table, widths(block), width)
    numeric = set(block["numeric"])
    for number, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
        repeated = block["names"] == 2 and number > 1 and values[0] == rows[number - 1][0]
        _hold(row, head=number == 0)
        together = len(rows) <= MOST_KEPT_TOGETHER or number in {0, len(rows) - 2, len(rows) - 1}
        starts = block["names"] == 2 and number + 1 < len(rows) and rows[number + 1][0] == values[0]
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            if place == 0 and block["names"] == 2 and number:
                _join(cell, begins=not repeated)
            text = "" if place == 0 and repeated else shown(value)
            _fill(cell, text, head=number == 0, right=place in numeric, keep=together or starts)


def _describe(table: Any, caption: str) -> None:
    """Give a table its name for screen readers, and say that its first row is its head."""
    properties = table._tbl.tblPr
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), clean(caption))
    properties.append(title)


def _size(table: Any, parts: list[int], width: Length) -> None:
    """Share the width of the page among the columns, and hold them to it."""
    table.autofit = False
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Length(width * part // sum(parts))
    for row in table.rows:
        for cell, part in zip(row.cells, parts, strict=True):
            cell.width = Length(width * part // sum(parts))


def _hold(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _join(cell: Any, *, begins: bool) -> None:
    """Make a cell the first, or a later one, of those that are shown as one down the column."""
    joined = OxmlElement("w:vMerge")
    if begins:
        joined.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(joined)


def _rule(table: Any) -> None:
    """Rule a table with fine lines between its rows and none between its columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "AEB7BD")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(borders)


def _fill(cell: Any, text: str, *, head: bool, right: bool, keep: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(10), head
    layout = paragraph.paragraph_format
    layout.space_after = layout.space_before = Pt(2)
    layout.line_spacing, layout.keep_with_next = 1.0, keep
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E8EDEE")
        cell._tc.get_or_add_tcPr().append(shade)
