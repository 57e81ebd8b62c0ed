"""Word and PDF as somebody turns their pages: contents, captions, tables that fit, a footer that says what it is."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from analysis import formats, snapshots
from analysis.composing.report import compose
from analysis.models import Report
from analysis.render.base import LINE, Job, widths
from tests.analysis.factories import respond

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(exercise):
    respond(exercise, {"functions": "Ours", "right.travel": ["yes"]}, kind="organisation", organisation_name="Carers")
    respond(exercise, {"options.option-1.advantage": "Near"})
    return Report(exercise=exercise, number=7, audience="steering", snapshot=snapshots.take(exercise))


_KEPT = {}


@pytest.fixture
def document(request, tmp_path):
    """Return the Word file, which is only read here and therefore made once."""
    if "docx" not in _KEPT:
        _KEPT["docx"] = made(request.getfixturevalue("report"), "docx", tmp_path).read_bytes()
    return Document(io.BytesIO(_KEPT["docx"]))


def made(report, name, folder):
    target = folder / f"report.{name}"
    formats.renderer(name)(Job(report, compose(report, []), target))
    return target


def text_of(element):
    return "".join(part.text or "" for part in element.iter(qn("w:t")))


def test_the_contents_list_names_every_heading_of_two_levels_and_points_at_it(document):
    headings = [one for one in document.paragraphs if one.style.name in {"Heading 1", "Heading 2"}]
    frame = document.element.body.find(qn("w:sdt"))
    links = list(frame.iter(qn("w:hyperlink")))
    assert [text_of(link) for link in links] == [heading.text for heading in headings]
    assert "Carers (unconfirmed)" in [heading.text for heading in headings]  # whose answers stand in the annex
    for link, heading in zip(links, headings, strict=True):
        mark = heading._p.find(qn("w:bookmarkStart"))
        assert mark.get(qn("w:name")) == link.get(qn("w:anchor"))
        assert f"PAGEREF {link.get(qn('w:anchor'))}" in "".join(link.itertext())


def test_the_contents_list_is_a_field_that_word_can_update_and_is_closed(document):
    frame = document.element.body.find(qn("w:sdt"))
    kinds = [part.get(qn("w:fldCharType")) for part in frame.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    assert kinds[:2] == ["begin", "separate"]
    assert kinds[-1] == "end"
    assert 'TOC \\o "1-2"' in "".join(frame.itertext())
    assert next(frame.iter(qn("w:docPartGallery"))).get(qn("w:val")) == "Table of Contents"


def test_nobody_is_met_with_a_question_on_opening(document):
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert not [part for part in document.element.iter(qn("w:fldChar")) if part.get(qn("w:dirty"))]


def test_the_footer_sets_the_page_apart_from_the_title(document):
    footer = document.sections[0].footer.paragraphs[0]
    left, _, right = footer.text.partition("\t")
    assert left == "What people told us: Where to work together"
    assert right.startswith("Page 1 of 1")
    assert right.endswith("Report 7 for the steering group")
    assert len(footer.style.paragraph_format.tab_stops) == 1
    assert re.findall(r"\b(PAGE|NUMPAGES)\b", "".join(footer._p.itertext())) == ["PAGE", "NUMPAGES"]


def test_a_name_that_two_rows_share_stands_once_over_both(document):
    (table,) = [one for one in document.tables if one.rows[0].cells[0].text == "Factor"]
    firsts = [row._tr.tc_lst[0] for row in table.rows][1:]
    assert [text_of(cell) for cell in firsts] == ["Travel", "", "Size", ""]
    assert [cell.tcPr.find(qn("w:vMerge")).get(qn("w:val")) for cell in firsts] == ["restart", None] * 2


def test_every_table_is_named_for_those_who_do_not_see_it(document):
    for table in document.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_made_up_responses_are_said_on_the_first_page(document):
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("2 of the responses in this report are made up.") < texts.index("In short")


def test_columns_have_room_for_their_longest_word_and_fit_the_page():
    block = {
        "columns": ["Factor", "Group", "Right to take into account", "Base"],
        "rows": [["Managing delegated decisions and funding", "Organisations", 1_200, 3]],
        "numeric": [2, 3],
    }
    found = widths(block)
    assert sum(found) <= LINE
    assert all(width > least for width, least in zip(found, [9, 13, 7, 4], strict=True))
    assert found[0] == max(found)
