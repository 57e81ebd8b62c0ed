"""Every format is opened again by another program, with awkward texts in it."""

from __future__ import annotations

import hashlib
import re

import pytest
from docx import Document

from analysis import reports, snapshots
from analysis.models import Report
from analysis.render.base import Job
from analysis.render.standalone import standalone
from common.spreadsheets import clean, neutral
from common.text import SIGN
from tests.analysis.factories import respond
from tests.analysis.files import made


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
