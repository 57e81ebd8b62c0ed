"""A spreadsheet of organisations as rows of what the register knows; its columns are found by their headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from common.errors import DomainError
from responses.intake.imports.sheets import child
from responses.intake.imports.sheets.faults import Unreadable
from responses.register.exporting import FORMULA
from responses.register.names import words_of

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 5_000
LONGEST_CELL = 4_000
SECONDS = 20
HEADING_ROWS = 10  # a title or a note may stand above the headings

HEADINGS = {
    "name": {
        "name",
        "organisation",
        "organisation name",
        "organization",
        "name of organisation",
        "stakeholder",
        "body",
    },
    "type": {"type", "organisation type", "type of organisation", "category", "sector"},
    "areas": {"area", "areas", "area covered", "areas covered", "areas it covers", "district", "place", "places"},
    "aliases": {
        "other names",
        "other name",
        "alias",
        "aliases",
        "also known as",
        "acronym",
        "short name",
        "former names",
    },
    "contact": {"contact", "contact name", "name of contact", "contact person"},
    "email": {"email", "e mail", "email address", "e mail address", "contact email", "mail"},
    "role": {"role", "job title", "position", "contact role", "role of contact"},
    "notes": {"notes", "note", "comments", "comment", "remarks"},
}


class NotATable(DomainError):
    """The file cannot be taken for a list of organisations; the message says why."""


@dataclass(frozen=True)
class Line:
    """One row of the file: its number there, and what it says by field; empty cells are left out."""

    number: int
    said: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a file, and the headings of columns that are not read."""

    lines: list[Line]
    unread: list[str]


def read(file: IO[bytes]) -> Table:
    """Read a CSV or a workbook, in a process of its own. Raises NotATable."""
    try:
        with child.parsed(file, seconds=SECONDS) as parsed:
            return table_of(parsed.rows)
    except Unreadable as fault:
        raise NotATable(str(fault)) from None


def table_of(rows: Iterable[tuple[int, list[str]]]) -> Table:
    """Find the headings, then read what stands below them."""
    columns: dict[int, str] | None = None
    unread: list[str] = []
    lines: list[Line] = []
    looked_at = 0
    for number, cells in rows:
        if columns is None:
            found = _columns(cells)
            if "name" in found.values():
                columns = found
                unread = [cell.strip()[:60] for place, cell in enumerate(cells) if place not in found and cell.strip()]
            looked_at += 1
            if columns is None and looked_at == HEADING_ROWS:
                break
            continue
        said = {field: plain for place, field in columns.items() if (plain := _plain(cells, place))}
        if said:
            lines.append(Line(number, said))
        if len(lines) > MOST_ROWS:
            raise NotATable(f"There are more than {MOST_ROWS:,} rows. Split the file and bring the parts one by one.")
    if columns is None:
        raise NotATable("No column is headed “Name” or “Organisation”. Put headings into the first row of the file.")
    if not lines:
        raise NotATable("There is nothing below the headings.")
    return Table(lines, unread)


def _columns(cells: list[str]) -> dict[int, str]:
    """Return which column holds what; the first of two that could be the same."""
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        heading = " ".join(words_of(cell[:200]))
        field = next((field for field, known in HEADINGS.items() if heading in known), None)
        if field and field not in found.values():
            found[place] = field
    return found


def _plain(cells: list[str], place: int) -> str:
    """Return a cell without what our own export puts before signs that spreadsheets would take for formulas."""
    text = cells[place].strip()[:LONGEST_CELL].replace("\x00", "") if place < len(cells) else ""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text
