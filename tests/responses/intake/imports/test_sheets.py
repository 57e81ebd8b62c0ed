"""Files as survey tools, spreadsheets and enemies write them: read as rows of text, or refused in words."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from responses.intake.imports.sheets import child, workbook
from responses.intake.imports.sheets.faults import MOST_COLUMNS, MOST_ROWS, Unreadable
from tests.responses.intake.imports.tables import as_csv, as_xlsx

ROWS = [["Name", "Words"], ["1", "£5 is ‘too much’; naïve"], ["", ""], ["2", "two\nlines"]]


def read(content: bytes, **said: str) -> tuple[dict, list[tuple[int, list[str]]]]:
    with child.parsed(io.BytesIO(content), **said) as found:
        return found.told, list(found.rows)


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("cp1252", ";"), ("mac-roman", ",")],
)
def test_text_in_any_usual_encoding_reads_alike(encoding: str, delimiter: str) -> None:
    said = {"encoding": "mac-roman"} if encoding == "mac-roman" else {}
    told, rows = read(as_csv(ROWS, encoding=encoding, delimiter=delimiter), **said)
    assert rows == [(1, ROWS[0]), (2, ROWS[1]), (4, ROWS[3])]
    assert told["delimiter"] == delimiter


def test_a_zero_deep_in_a_file_becomes_a_sign_that_a_database_holds() -> None:
    rows = read(b"A,B\n" + b"word,words\n" * 30_000 + b"1,wo\x00rds\n")[1]
    assert rows[-1][1] == ["1", "wo\ufffdrds"]


def test_excel_says_itself_what_stands_between_cells() -> None:
    assert read(b"sep=|\r\nA, b|C\r\n1|2\r\n")[1] == [(1, ["A, b", "C"]), (2, ["1", "2"])]


def test_a_workbook_says_numbers_ticks_and_dates_as_people_read_them() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Answers")
        sheet.write_row(2, 0, ["Head", 5, 2.5, True])
        sheet.write_number(3, 0, 44343.604166667, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
        sheet.write_number(3, 1, 44343, book.add_format({"num_format": "dd/mm/yyyy"}))
    told, rows = read(made.getvalue())
    assert told["sheets"] == ["Notes", "Answers"]
    assert told["sheet"] == "Answers"
    assert rows == [(3, ["Head", "5", "2.5", "TRUE"]), (4, ["2021-05-27 14:30:00", "2021-05-27 00:00:00"])] or rows == [
        (3, ["Head", "5", "2.5", "TRUE"]),
        (4, ["2021-05-27 14:30:00", "2021-05-27"]),
    ]


def far_corner() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(far_corner, "more time or memory", id="two cells at the ends of the sheet"),
        pytest.param(lambda: as_xlsx(ROWS)[:-400], "damaged|cannot be read", id="a workbook cut off"),
        pytest.param(lambda: b"PK\x03\x04" + bytes(1000), "damaged|cannot be read", id="the name of a workbook alone"),
        pytest.param(
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read", id="an old one of zeros"
        ),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "neither a workbook", id="a picture"),
        pytest.param(lambda: b'a,b\n1,"' + b"x\n" * 300, "line 3 is never closed|never closed", id="an open quote"),
        pytest.param(lambda: b"a\n" + b"1\n" * (MOST_ROWS + 30), "more than 100,000 rows", id="too many rows"),
        pytest.param(lambda: b",".join([b"a"] * (MOST_COLUMNS + 1)), "501 columns", id="too many columns"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(content())


def test_a_bomb_is_refused_by_what_it_says_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 2_000_000)
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        workbook.read(made)


def test_a_file_that_takes_too_long_ends_its_own_process() -> None:
    rows = as_csv([["a", "b"], *([["1", "words " * 20]] * 90_000)])
    with pytest.raises(Unreadable, match="more time or memory"), child.parsed(io.BytesIO(rows), seconds=0):
        pass
