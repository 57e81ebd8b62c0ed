"""Every format is opened again by another program, with awkward texts in it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from analysis import formats, reports, snapshots
from analysis.composing.report import compose
from analysis.models import Report
from analysis.render import pdf_setting
from analysis.render.base import Job, clean, neutral
from analysis.render.standalone import standalone
from analysis.render.xlsx_answers import CUT, MOST_IN_CELL, fitting
from bench import copies
from common.text import SIGN
from engagement.models import ChoiceWording, RespondentCategoryWording
from tests.analysis.factories import CLOSES, act, redact, respond
from tests.naughty import texts

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


@pytest.fixture
def report(exercise):
    """One organisation and one individual, whose words are awkward."""
    everything = "\n".join(text.replace("\0", "") for text in texts())
    respond(
        exercise,
        {"functions": everything, "options.option-1.advantage": "<script>alert(1)</script>", "most": ["travel"]},
        kind="organisation",
        organisation_name="=Carers & <b>Friends</b>",
        area="north",
    )
    for number, formula in enumerate(FORMULAS):
        respond(
            exercise,
            {"functions": formula, "alternative": f"Line one\r\nline two {number}"},
            area="south",
            role="carer",
        )
    respond(exercise, {"functions": "Points"}, kind="meeting", channel="meeting")
    return Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))


def made(report, name, folder, audience="steering"):
    report.audience = audience
    target = folder / f"report.{name}"
    formats.renderer(name)(Job(report, compose(report, []), target))
    return target


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_csv_has_one_row_per_answer_and_nothing_that_a_spreadsheet_would_run(report, tmp_path):
    found = rows(made(report, "csv", tmp_path))
    assert len(found) == 3 + 2 * len(FORMULAS) + 1
    for row in found:
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "'=1+1" in {row["answer"] for row in found}
    assert {row["answer"] for row in found if row["item"] == "most"} == {"Travel"}


def test_csv_outside_the_team_has_no_area_role_or_reference(report, tmp_path):
    assert not {"area", "role", "reference"} & rows(made(report, "csv", tmp_path))[0].keys()
    assert {"area", "role", "reference"} <= rows(made(report, "csv", tmp_path, "team"))[0].keys()


def test_csv_has_only_accepted_answers_as_redacted(exercise, moderator, tmp_path):
    respond(exercise, {"functions": "Unread"}, standing="unmoderated")
    response = respond(exercise, {"functions": "Call 01632 960001"})
    redact(response, "functions", "Call ██", by=moderator)
    held = respond(exercise, {"functions": "Held"})
    act(held, "hold", standing="held", by=moderator)
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    assert [row["answer"] for row in rows(made(report, "csv", tmp_path))] == ["Call ██"]


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


def test_a_table_that_is_too_long_for_the_pdf_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr("analysis.render.pdf_setting.MOST_IN_TABLE", 2)
    table = {"rows": [["A"], ["B"], ["C"]], "notes": ["As of today."]}
    cut = pdf_setting.shortened(table)
    assert cut["rows"] == [["A"], ["B"]]
    assert cut["notes"] == ["The first 2 of 3 rows. The Excel file has them all.", "As of today."]
    assert pdf_setting.shortened({**table, "rows": [["A"], ["B"]]})["notes"] == ["As of today."]


def test_what_cannot_be_set_as_pdf_is_told(report, tmp_path):
    (tmp_path / "report.typ").write_text("#no-such-thing")
    with pytest.raises(RuntimeError, match="no-such-thing"):
        pdf_setting.typeset(Job(report, {}, tmp_path / "report.pdf"), tmp_path)


def test_the_lease_is_renewed_while_the_pdf_is_set_and_a_lost_one_ends_the_setting(report, tmp_path, monkeypatch):
    (tmp_path / "report.typ").write_text('#set document(title: "A")\nA')
    monkeypatch.setattr(pdf_setting, "RENEWED_EVERY", 0.01)
    renewed = []
    pdf_setting.typeset(Job(report, {}, tmp_path / "report.pdf", renew=lambda: renewed.append(1)), tmp_path)
    assert len(renewed) > 1
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")

    def lost():
        raise LookupError

    with pytest.raises(LookupError):
        pdf_setting.typeset(Job(report, {}, tmp_path / "other.pdf", renew=lost), tmp_path)
    assert not (tmp_path / "other.pdf").exists()


@pytest.mark.parametrize("name", ["docx", "pdf", "html"])
def test_an_annex_that_is_cut_says_so(exercise, tmp_path, monkeypatch, name):
    monkeypatch.setattr("analysis.render.base.MOST_IN_ANNEX", 2)
    for _ in range(3):
        respond(exercise, {"functions": "Ours"}, kind="organisation")
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    seen = []
    original = Job.annex_lead
    monkeypatch.setattr(Job, "annex_lead", lambda *args: seen.append(original(*args)) or seen[-1])
    made(report, name, tmp_path)
    assert seen == ["The first 2 of 3, in order of arrival. The CSV file has them all."]


def test_late_answers_are_marked_wherever_their_words_stand(exercise, tmp_path):
    respond(exercise, {"functions": "In time"}, kind="organisation", organisation_name="Early Group")
    respond(exercise, {"functions": "Too late"}, kind="organisation", organisation_name="Late Group", timing="late")
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    with made(report, "html", tmp_path).open("rb") as kept:
        page = standalone(kept)
    assert page.count("Late Group (unconfirmed) (received late)") == 2  # beside the quotation and in the annex
    assert "Early Group (unconfirmed) (received late)" not in page
    assert "all 2 answers (1 in the figures, 1 received late)" in page
    text = "\n".join(paragraph.text for paragraph in Document(made(report, "docx", tmp_path)).paragraphs)
    assert text.count("Late Group (unconfirmed) (received late)") == 2
    assert "all 2 answers (1 in the figures, 1 received late)" in text


def test_word_has_headings_captions_alternatives_and_repeated_table_heads(report, tmp_path):
    document = Document(made(report, "docx", tmp_path))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Caption", "Quote"} <= styles
    assert document.core_properties.title.startswith("What people told us")
    assert document.core_properties.language == "en-GB"
    xml = document.element.xml
    assert "TOC \\o" in xml
    assert xml.count("w:tblHeader") == len(document.tables)
    pictures = re.findall(r"<wp:docPr[^>]*>", xml)
    assert pictures
    assert all('descr="Bar chart' in picture for picture in pictures)
    assert any("<script>alert(1)</script>" in paragraph.text for paragraph in document.paragraphs)


def test_pdf_is_tagged_titled_and_conforms_to_pdf_ua(report, tmp_path):
    pdf = made(report, "pdf", tmp_path).read_bytes()
    assert pdf.startswith(b"%PDF-")
    for sign in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid:part", b"/Lang"):
        assert sign in pdf


def test_web_page_shows_scripts_as_text_and_has_no_inline_style(report, tmp_path):
    with made(report, "html", tmp_path).open("rb") as kept:
        page = standalone(kept)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    pages = page.split("</head>")[1]
    assert not re.search(r"<[^>]+\sstyle=", pages)
    assert all('alt="Bar chart' in picture for picture in re.findall(r"<img[^>]*>", pages))


@pytest.mark.parametrize("name", ["csv", "xlsx", "docx", "pdf", "html"])
def test_the_same_report_gives_the_same_bytes(report, tmp_path, name, charts_drawn_anew):
    first = hashlib.sha256(made(report, name, tmp_path).read_bytes()).hexdigest()
    assert hashlib.sha256(made(report, name, tmp_path).read_bytes()).hexdigest() == first


def test_what_cannot_be_shown_leaves_a_visible_sign():
    assert clean("a\x07b\u202ec\r\nd") == f"a{SIGN}b{SIGN}c\nd"
    assert neutral("\r=1") == "'\n=1"


def test_a_file_is_named_after_exercise_number_and_readers(report):
    assert reports.filename(report, "pdf") == f"{report.exercise.slug}-report-1-steering.pdf"


@pytest.mark.postgres
@pytest.mark.parametrize("redacted", [False, True])
def test_copy_writes_what_python_writes(report, exercise, moderator, tmp_path, monkeypatch, redacted):
    from analysis.render import csv as csv_renderer

    awkward(exercise)
    if redacted:
        redact(respond(exercise, {"functions": "Call me", "most": ["size"]}), "functions", '="██"', by=moderator)
    report.snapshot = snapshots.take(exercise)
    monkeypatch.setattr("analysis.render.csv_copy.PIECE", 4)
    for audience in Report.Audience.values:
        by_copy = made(report, "csv", tmp_path, audience).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(csv_renderer, "connection", type("Another", (), {"vendor": "sqlite"}))
            assert made(report, "csv", tmp_path, audience).read_bytes() == by_copy


def awkward(exercise):
    """Every awkward text by itself, names and labels that look like formulas, several picks, none."""
    ChoiceWording.objects.filter(choice__key="size").update(label='=SUM("A1")')
    RespondentCategoryWording.objects.filter(category__key="trust").update(label='+"Trust"')
    for text in [*(text.replace("\0", "") for text in texts()), "", "z", "Éa", "\u200b=1", '"', "A\r\nB", "1", "- no"]:
        respond(exercise, {"functions": text, "alternative": f"A {text}"}, may_publish=True)
    respond(exercise, {"most": ["travel", "size"], "grouping": ["a"]}, may_publish=True)
    respond(exercise, {"most": ["size"], "right.size": ["no"], "grouping": []}, may_publish=True)
    for name in ("@Friends", 'The "Old" Surgery', "Élan"):
        for reason in ("", "We are few."):
            respond(
                exercise,
                {"functions": "Ours"},
                kind="organisation",
                organisation_name=name,
                organisation_type="trust",
                position_held="=Chair",
                confidentiality_reason=reason,
                may_publish=True,
                received_at=CLOSES - dt.timedelta(hours=1),
            )
    respond(exercise, {}, may_publish=True)


@pytest.mark.postgres
def test_the_copy_that_the_bench_holds_it_against_has_the_same_rows(exercise, tmp_path):
    for kind in ("organisation", "individual"):
        respond(exercise, {"functions": 'A "word"', "most": ["travel"], "right.size": ["no"]}, kind=kind, area="north")
    respond(exercise, {"most": ["travel", "size"], "options.option-2.disadvantage": "None"}, organisation_type="trust")
    respond(exercise, {"functions": "Unread"}, standing="unmoderated")
    report = Report(exercise=exercise, number=1, audience="steering", snapshot=snapshots.take(exercise))
    ours = made(report, "csv", tmp_path).read_text(encoding="utf-8-sig")
    copies.copy(copies.SAME_ROWS, report.snapshot, tmp_path / "same.csv")
    same = (tmp_path / "same.csv").read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(ours)))[1:] == list(csv.reader(io.StringIO(same)))


@pytest.mark.postgres
def test_a_redaction_after_the_snapshot_changes_nothing_in_the_csv(exercise, moderator, tmp_path):
    response = respond(exercise, {"functions": "As it was"})
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    redact(response, "functions", "As it is", by=moderator)
    assert [row["answer"] for row in rows(made(report, "csv", tmp_path))] == ["As it was"]


@pytest.mark.postgres
def test_the_lease_is_renewed_between_pieces(exercise, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.render.csv_copy.PIECE", 2)
    for _ in range(5):
        respond(exercise, {"functions": "Words"})
    report = Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))
    renewed = []
    formats.renderer("csv")(Job(report, {}, tmp_path / "report.csv", renew=lambda: renewed.append(1)))
    assert len(renewed) == 3
    assert len(rows(tmp_path / "report.csv")) == 5
