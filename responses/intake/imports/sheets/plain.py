"""Rows of a text file: CSV and its relatives, in the encodings that spreadsheets and survey tools write."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from responses.intake.imports.sheets.cells import trimmed
from responses.intake.imports.sheets.faults import Unreadable

ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252", "mac-roman": "Mac Roman"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LOOKED_AT = 256 * 1024
RECORDS = 50
# Bytes that stand for a letter or sign in Windows-1252; some few stand for nothing, and then it is another encoding.
NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


def read(file: IO[bytes], encoding: str = "") -> tuple[dict[str, Any], Iterator[list[str]]]:
    """Return what was found out about the text, and its rows. Raises Unreadable, also while the rows are read."""
    encoding = encoding if encoding in ENCODINGS else found_encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    try:
        head = text.read(LOOKED_AT)
    except UnicodeError:
        raise _undecodable(encoding) from None
    start, delimiter = _announced(head)
    delimiter = delimiter or found_delimiter(head)
    text.detach().seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    text.read(start)
    told = {"kind": "text", "encoding": encoding, "delimiter": delimiter, "sheets": [], "sheet": ""}
    return told, _rows(text, delimiter, encoding)


def found_encoding(file: IO[bytes]) -> str:
    """Tell an encoding by its mark, by its zeros, by whether all is valid UTF-8, and else take Windows' own."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        return _by_zeros(head)
    if _is_utf8(file):
        return "utf-8-sig"
    file.seek(0)
    return "mac-roman" if NOT_IN_CP1252 & set(file.read()) else "cp1252"


def _by_zeros(head: bytes) -> str:
    """UTF-16 without a mark has a zero in every other byte of plain text; anything else with zeros is no text."""
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > len(zeros) * 0.4:
            return encoding
    raise Unreadable("This is neither a workbook nor a table as text. Save it as .xlsx or CSV and upload that.")


def _is_utf8(file: IO[bytes]) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(LOOKED_AT):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _announced(head: str) -> tuple[int, str]:
    """Return how long a first line like `sep=;` is, which Excel writes for itself, and the sign it names."""
    line, end, _ = head.partition("\n")
    said = line.rstrip("\r").strip('"')
    if said.lower().startswith("sep=") and len(said) == 5:
        return len(line) + len(end), said[-1]
    return 0, ""


def found_delimiter(head: str) -> str:
    """Return the sign that cuts the first records into the most columns of the same number."""
    return max(DELIMITERS, key=lambda sign: _fit(head, sign))


def _fit(head: str, delimiter: str) -> tuple[float, int]:
    records = []
    try:
        for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                records.append(len(record))
            if len(records) == RECORDS:
                break
    except csv.Error:
        return 0, 0
    if not records:
        return 0, 0
    width, times = Counter(records).most_common(1)[0]
    return (times / len(records) if width > 1 else 0), width


def _rows(text: IO[str], delimiter: str, encoding: str) -> Iterator[list[str]]:
    csv.field_size_limit(64 * 1024 * 1024)
    reader = csv.reader(text, delimiter=delimiter)
    last: list[str] = []
    try:
        for record in reader:
            last = record
            yield trimmed(record)
    except UnicodeError:
        raise _undecodable(encoding) from None
    except csv.Error as error:
        raise Unreadable(f"The file stops making sense near line {reader.line_num:,}: {error}.") from None
    _refuse_an_open_quote(last, reader.line_num)


def _refuse_an_open_quote(last: list[str], lines: int) -> None:
    """A quotation mark that is never closed makes one cell of all that follows."""
    if last and last[-1].count("\n") > 200:
        first = lines - last[-1].count("\n")
        raise Unreadable(
            f"A quotation mark near line {first:,} is never closed, so all that follows would be one cell."
        )


def _undecodable(encoding: str) -> Unreadable:
    name = ENCODINGS.get(encoding, encoding)
    return Unreadable(f"The text is not {name}. Choose another encoding, or save the file as CSV UTF-8.")
