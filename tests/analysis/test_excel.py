"""The workbook, opened again by another program: texts as texts, every answer, and what a sheet or cell cannot hold."""

from __future__ import annotations

import zipfile

import pytest
from python_calamine import CalamineWorkbook

from analysis import snapshots
from analysis.models import Report
from analysis.render.xlsx_answers import CUT, MOST_IN_CELL, fitting
from common.spreadsheets import neutral
from tests.analysis.factories import respond
from tests.analysis.files import made


def test_excel_holds_texts_as_texts(report, tmp_path):
    book = CalamineWorkbook.from_path(str(made(report, "xlsx", tmp_path)))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert "'=1+1" in cells
    assert "'=Carers & <b>Friends</b>" in cells
    assert {"Q1", "Q2", "Q3", "Q1 answers"} <= set(book.sheet_names)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


@pytest.mark.parametrize("words", ["\N{GRINNING FACE}" * 20_000, "a" * 33_000, "=" + "\N{GRINNING FACE}" * 16_384])
def test_excel_cuts_a_long_answer_between_characters_and_says_so(exercise, tmp_path, words):
    respond(exercise, {"functions": words})
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    book = CalamineWorkbook.from_path(str(made(report, "xlsx", tmp_path)))
    kept = book.get_sheet_by_name("Q1 answers").to_python()[1][5]
    assert kept.endswith(CUT)
    assert neutral(words).startswith(kept.removesuffix(CUT))
    assert MOST_IN_CELL - 1 <= len(kept.encode("utf-16-le")) // 2 <= MOST_IN_CELL


def test_an_answer_that_just_fits_a_cell_is_whole():
    for words in ("a" * MOST_IN_CELL, "\N{GRINNING FACE}" * (MOST_IN_CELL // 2)):
        assert fitting(words) == words


def test_words_that_look_like_markup_or_numbered_characters_stand_in_excel_as_they_are(exercise, tmp_path):
    words = ["<r>bold</r>", "_x0041_", "a <b> & c", "  spaced  ", "Line\nnext", "\u200b=1"]
    for text in words:
        respond(exercise, {"functions": text}, kind="organisation", organisation_name=text.strip())
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    book = CalamineWorkbook.from_path(str(made(report, "xlsx", tmp_path)))
    assert [row[5] for row in book.get_sheet_by_name("Q1 answers").to_python()[1:]] == [*words[:-1], "'\u200b=1"]
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<r>bold</r>" not in everything
    assert b"_x005F_x0041_" in everything


def test_each_answer_is_a_row_of_its_questions_sheet_with_who_gave_it(exercise, tmp_path):
    respond(exercise, {"functions": "Ours", "most": ["size"]}, kind="organisation", organisation_name="The Friends")
    respond(exercise, {"alternative": "Mine"}, timing="late")
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    book = CalamineWorkbook.from_path(str(made(report, "xlsx", tmp_path)))
    sheets = {number: book.get_sheet_by_name(f"Q{number} answers").to_python() for number in (1, 2, 3)}
    organisation = [1, "Organisation or group", "The Friends", ""]
    assert sheets[1][1:] == [[*organisation, "Part functions?", "Ours"]]
    assert sheets[2][1:] == [[*organisation, "Part most?", "Size"]]
    assert sheets[3][1:] == [[2, "Individual", "", "yes", "Part alternative?", "Mine"]]


def test_a_full_sheet_says_in_its_last_row_where_the_rest_is(exercise, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.render.xlsx_answers.MOST_ROWS", 4)
    for number in range(5):
        respond(exercise, {"functions": f"Words {number}"})
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    found = CalamineWorkbook.from_path(str(made(report, "xlsx", tmp_path))).get_sheet_by_name("Q1 answers").to_python()
    assert [row[5] for row in found[1:3]] == ["Words 0", "Words 1"]
    assert found[3][0] == "Excel holds no more rows. The CSV file has every answer."
    assert len(found) == 4
