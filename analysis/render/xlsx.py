"""Excel: figures and words of each question on sheets of their own, nothing live as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analysis.models import Report
from analysis.render.base import Job, item_title, organisation_name
from analysis.render.xlsx_answers import (
    MOST_IN_CELL,
    MOST_ROWS,
    Rows,
    fitting,
    look_of_column,
    number_cell,
    pack,
    safe,
    text_cell,
)
from analysis.words import Respondent
from common.spreadsheets import clean

WORDS = ["Response", "Group", "Organisation", "Received late", "Asked", "Answer"]
WIDTHS = [10, 14, 36, 12, 44, 100]


def render(job: Job) -> None:
    """Write the workbook: the library makes it but for the answers, which are poured in as it is packed."""
    with TemporaryDirectory(prefix="xlsx-", dir=job.target.parent) as name:
        folder = Path(name)
        sheets = _book(job, folder / "book")
        with ExitStack() as stack:
            rows = {sheet: stack.enter_context(Rows(folder / Path(sheet).stem)) for sheet in sheets}
            looks = {sheet: look_of_column(folder / "book", sheet, WORDS.index("Answer")) for sheet in sheets}
            _answers(job, {item: (rows[sheet], looks[sheet]) for sheet, items in sheets.items() for item in items})
        pack(folder / "book", job.target, rows)


def _book(job: Job, target: Path) -> dict[str, list[int]]:
    """Write the book without the answers; return the items of each sheet that is to have them."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(target), {**options, "tmpdir": str(target.parent)}) as book:
        book.set_properties(
            {
                "title": clean(job.data["title"]),
                "author": clean(job.data["sponsor"]),
                "created": job.snapshot.taken_at.replace(tzinfo=None, microsecond=0),
            }
        )
        looks = _Looks(book)
        _about(job, book, looks)
        for section in job.data["sections"]:
            if any(block["kind"] == "table" for block in section["blocks"]):
                _figures(book, looks, section)
        return dict(_answer_sheets(job, book, looks))


class _Looks:
    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#003d78"})
        self.caption = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format({"bold": True, "bg_color": "#e8edee", "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.mean = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.small = book.add_format({"font_color": "#4c6272"})


def _about(job: Job, book: Workbook, looks: _Looks) -> None:
    """Open with what the file is, and what it cannot hold."""
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 110)
    made_up = job.data["counts"]["synthetic"]
    lines = [
        f"{job.data['subtitle']}. {job.data['sponsor']}. As of {job.data['snapshot']['taken']}.",
        *([f"{made_up:,} of the responses in this report are made up."] if made_up else []),
        "Each part of the report has a sheet for its figures; the sheets of answers hold every accepted answer.",
        f"A sheet ends at {MOST_ROWS:,} rows. Where there are more answers its last row says so; the CSV file has all.",
        f"A cell ends at {MOST_IN_CELL:,} characters. A longer answer is cut and says so; the CSV file has all of it.",
        "A text that begins like a formula has an apostrophe put before it. Nothing in this file is calculated.",
        *(item for section in job.data["sections"] if section["key"] == "method" for item in _lines(section)),
    ]
    _text(sheet, 0, 0, job.data["title"], looks.title)
    for row, line in enumerate(lines, start=2):
        _text(sheet, row, 0, line, looks.text)


def _lines(section: dict[str, Any]) -> Iterator[str]:
    for block in section["blocks"]:
        yield from block.get("items", [block["text"]] if "text" in block else [])


def _figures(book: Workbook, looks: _Looks, section: dict[str, Any]) -> None:
    """Write the tables of a section under each other."""
    sheet = book.add_worksheet(_sheet_name(section))
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 12, 16)
    _text(sheet, 0, 0, section["title"], looks.title)
    sheet.freeze_panes(1, 1)
    row = 2
    for block in section["blocks"]:
        if block["kind"] == "table":
            row = _table(sheet, looks, block, row)


def _table(sheet: Worksheet, looks: _Looks, block: dict[str, Any], row: int) -> int:
    _text(sheet, row, 0, block["caption"], looks.caption)
    for place, column in enumerate(block["columns"]):
        _text(sheet, row + 1, place, column, looks.head)
    row += 2
    for values in block["rows"]:
        for place, value in enumerate(values):
            _cell(sheet, row, place, value, looks)
        row += 1
    for line in (f"Base: {block['base']}.", *block["notes"]):
        _text(sheet, row, 0, line, looks.small)
        row += 1
    return row + 1


def _cell(sheet: Worksheet, row: int, place: int, value: int | float | str, looks: _Looks) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, place, value, looks.number if isinstance(value, int) else looks.mean)
    else:
        _text(sheet, row, place, value, looks.text)


def _text(sheet: Worksheet, row: int, place: int, text: str, look: Format | None = None) -> None:
    """Write a text that is no formula and fits; a cell that the library does not take whole is an error, not a gap."""
    written = fitting(safe(text))
    if written.startswith("<r>"):  # the library would take it for markup of its own
        written = f"'{written}"
    if sheet.write_string(row, place, written, look) != 0:
        raise ValueError(f"Row {row + 1}, column {place + 1} of {sheet.get_name()!r} was not written.")


def _sheet_name(section: dict[str, Any]) -> str:
    """Return a name that Excel takes: at most 31 characters, none of those it forbids."""
    name = section["key"].upper() if section["key"].startswith("q") else section["key"].replace("-", " ").capitalize()
    return name[:31]


def _answer_sheets(job: Job, book: Workbook, looks: _Looks) -> Iterator[tuple[str, list[int]]]:
    """Make a sheet for each question, with its headings."""
    for question in job.content.questions:
        sheet = book.add_worksheet(f"Q{question.number} answers"[:31])
        for place, (head, width) in enumerate(zip(WORDS, WIDTHS, strict=True)):
            sheet.set_column(place, place, width, looks.text if place == len(WORDS) - 1 else None)
            _text(sheet, 0, place, head, looks.head)
        sheet.freeze_panes(1, 0)
        items = [item.id for part in question.parts for item in part.items]
        yield f"xl/worksheets/sheet{len(book.worksheets())}.xml", items


def _answers(job: Job, places: dict[int, tuple[Rows, str]]) -> None:
    """Write every accepted answer as a row where those to its item go, looking as its column does."""
    asked = {item: text_cell(item_title(job.content, item)) for item in places}
    for respondent in job.respondents():
        who = _who(job, respondent)
        for given in respondent.answers:
            rows, look = places[given.item]
            rows.add((*who, asked[given.item], text_cell(given.text, look)))


def _who(job: Job, respondent: Respondent) -> tuple[str, str, str, str]:
    member = respondent.member
    name = organisation_name(job, respondent) if member.kind == "organisation" else ""
    reference = f" {respondent.reference}" if job.report.audience == Report.Audience.TEAM else ""
    return (
        number_cell(member.number),
        text_cell(f"{member.get_kind_display()}{reference}"),
        text_cell(name),
        text_cell("yes" if member.timing == "late" else ""),
    )
