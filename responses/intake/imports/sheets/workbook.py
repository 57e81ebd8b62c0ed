"""Rows of a workbook: .xlsx, .xlsm, .xlsb, .xls and .ods."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

import python_calamine as calamine

from responses.intake.imports.sheets.cells import as_text, trimmed
from responses.intake.imports.sheets.faults import Unreadable

MOST_UNPACKED = 600 * 1024 * 1024
MOST_PARTS = 5_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook."""
    return head.startswith((ZIP, OLE))


def read(file: IO[bytes], sheet: str = "") -> tuple[dict[str, Any], Iterator[list[str]]]:
    """Return what the workbook says of itself, and the rows of one sheet. Raises Unreadable."""
    _refuse_a_bomb(file)
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        names = [each.name for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        if not names:
            raise Unreadable("The workbook has no sheet of rows. Save the answers as CSV and upload that.")
        chosen = sheet if sheet in names else _fullest(book, names)
        rows = book.get_sheet_by_name(chosen)
    except calamine.PasswordError:
        raise Unreadable("The workbook is locked with a password. Save it without one and upload it again.") from None
    except calamine.CalamineError:
        raise Unreadable("The workbook cannot be read. Save it again as .xlsx or as CSV, and upload that.") from None
    return {"kind": "workbook", "sheets": names, "sheet": chosen}, _rows(rows)


def _fullest(book: Any, names: list[str]) -> str:
    """Return the first sheet that holds anything: what the tool exported, not the notes that follow it."""
    return next((name for name in names if book.get_sheet_by_name(name).height), names[0])


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield trimmed([as_text(cell) for cell in row])


def _refuse_a_bomb(file: IO[bytes]) -> None:
    """Refuse an archive that says itself that it unpacks to more than anybody's answers."""
    file.seek(0)
    if file.read(len(ZIP)) == ZIP:
        try:
            parts = zipfile.ZipFile(file).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise Unreadable("The workbook is damaged. Open it, save it again, and upload that.") from None
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable("The workbook unpacks to more than a table of answers should. Save it as CSV.")
    file.seek(0)
