"""The answers in Excel: rows are written as XML at once, beside the book, and poured into its sheets when it is packed.

There may be millions of cells, and the library that makes the book takes each through a dozen calls. Here the answers
are read once for all sheets, a row is one text, and neither rows nor sheets are ever in memory as a whole.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from types import TracebackType
from typing import IO

from analysis.render.base import ZIP_TIME
from common.spreadsheets import neutral

MOST_ROWS = 1_048_576
MOST_IN_CELL = 32_767  # in UTF-16 units: a character beyond the first 65,536, such as an emoji, takes two
CUT = " … cut; the CSV has all"
FULL = "Excel holds no more rows. The CSV file has every answer."
COLUMNS = "ABCDEF"
STARTS = [f'<c r="{column}' for column in COLUMNS]

_END = b"</sheetData>"
# Excel reads _x0041_ in a text as the character of that number, so that the underscore before it is written so itself.
_NUMBERED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Rows:
    """The rows of one sheet below its headings, in a file of their own until the book is packed."""

    def __init__(self, path: Path) -> None:
        self.path, self.last = path, 1
        self._file = path.open("w", encoding="utf-8", newline="")

    def __enter__(self) -> Rows:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, cells: Iterable[str]) -> None:
        """Write a row of cells; the last one that a sheet has says that there are more."""
        if self.last >= MOST_ROWS:
            return
        self.last = number = self.last + 1
        if number == MOST_ROWS:
            cells = [text_cell(FULL)]
        row = f'{number}"'
        filled = [STARTS[place] + row + cell for place, cell in enumerate(cells) if cell]
        self._file.write(f'<row r="{row}>{"".join(filled)}</row>')


def number_cell(number: int) -> str:
    """Return a cell, but for its place."""
    return f"><v>{number}</v></c>"


def text_cell(text: str, style: str = "") -> str:
    """Return a cell with a text that no program takes for a formula, but for its place; nothing for no text."""
    if not text:
        return ""
    words = escape(fitting(safe(text)), quote=False)
    if "_x" in words:
        words = _NUMBERED.sub("_x005F_", words)
    return f'{style} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def safe(text: str) -> str:
    """Return what base.neutral does; plain words of one line, as most are, are known without looking at each sign."""
    return text if text.isascii() and text.isprintable() and text[:1].isalnum() else neutral(text)


def fitting(text: str) -> str:
    """Cut a text that is longer than a cell holds, between characters, and say so."""
    if len(text) <= MOST_IN_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_IN_CELL:
        return text
    return units[: 2 * (MOST_IN_CELL - len(CUT))].decode("utf-16-le", errors="ignore") + CUT


def look_of_column(book: Path, sheet: str, place: int) -> str:
    """Return the attribute by which a cell looks as its column does."""
    with zipfile.ZipFile(book) as archive:
        found = re.search(rb'<col min="%d"[^>]* style="(\d+)"' % (place + 1), archive.read(sheet))
    if found is None:
        raise ValueError(f"Column {place + 1} of {sheet} has no look of its own.")
    return f' s="{found[1].decode()}"'


def pack(book: Path, target: Path, rows: dict[str, Rows]) -> None:
    """Write the book again with the rows in their sheets, and fixed times: the same report gives the same bytes."""
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            poured = rows.get(entry.filename)
            # Said beforehand, so that what files of gigabytes need is written for them alone.
            fixed.file_size = entry.file_size + (poured.path.stat().st_size if poured else 0)
            with source.open(entry) as made, out.open(fixed, "w") as file:
                if poured:
                    _pour(made.read(), poured, file)
                else:
                    shutil.copyfileobj(made, file)


def _pour(sheet: bytes, rows: Rows, file: IO[bytes]) -> None:
    """Write a sheet that has headings alone, with the rows below them."""
    last = f"{COLUMNS[-1]}{rows.last}"
    head, _, tail = sheet.replace(b'<dimension ref="A1:F1"/>', f'<dimension ref="A1:{last}"/>'.encode()).partition(_END)
    file.write(head)
    with rows.path.open("rb") as waiting:
        shutil.copyfileobj(waiting, file, 1 << 20)
    file.write(_END + tail)
