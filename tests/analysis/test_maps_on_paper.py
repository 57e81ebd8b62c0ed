"""Word and PDF have the map of every footprint that is listed, and of what footprints have in common."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import vl_convert as vlc
from django.conf import settings
from docx import Document

from accounts.models import Role
from analysis.models import Report
from analysis.render import docx, maps, pdf
from analysis.render.base import Job
from analysis.render.small_png import reduced
from tests.accounts.factories import member
from tests.analysis.building import built
from tests.analysis.drawing import CUMBRIA, PAIRS, SPLIT, TYNE, WEAR, accepted, northeast
from tests.factories import COUNCIL

pytestmark = pytest.mark.django_db
_KEPT: dict[str, Any] = {}


@pytest.fixture
def report(db: None) -> Report:
    exercise = northeast()
    moderator = member(exercise.organisation, Role.COMMUNICATIONS)
    accepted(exercise, moderator, 6, PAIRS, **COUNCIL)
    accepted(exercise, moderator, 2, SPLIT, **COUNCIL)
    accepted(exercise, moderator, 1, [[CUMBRIA, TYNE], [WEAR]])
    return built(exercise)


def maps_below_tables(report: Report) -> list[str]:
    blocks = [block for section in (report.data or {})["sections"] for block in section["blocks"]]
    return [one["title"] for block in blocks for one in block.get("maps", ())]


def pictures_in(path: Path) -> list[tuple[str, str]]:
    """Return the alternative text of each picture of a Word file and which file it shows."""
    shapes = Document(str(path)).inline_shapes
    return [(one._inline.docPr.get("descr"), one._inline.graphic.graphicData.pic.blipFill.blip.embed) for one in shapes]


def test_word_has_a_picture_of_each_listed_footprint_with_its_words_and_equal_ones_once(
    report: Report, tmp_path: Path
) -> None:
    docx.render(Job(report, report.data or {}, tmp_path / "a.docx"))
    found = pictures_in(tmp_path / "a.docx")
    listed = [file for said, file in found if said == maps.ALTERNATIVE]
    assert len(listed) == 9
    assert len(set(listed)) == 3
    below = [said for said, _ in found if said.startswith("Map: ")]
    assert below == [maps.alternative(title) for title in maps_below_tables(report)]
    assert len(below) >= 2


def test_word_is_the_same_file_when_it_is_made_again(report: Report, tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        maps._png.cache_clear()
        docx.render(Job(report, report.data or {}, tmp_path / name))
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_pdf_has_a_map_of_each_listed_footprint_with_its_words_and_equal_ones_once(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typeset = pdf.typeset

    def kept(job: Job, folder: Path) -> None:
        typeset(job, folder)
        shutil.copytree(folder, tmp_path / "set")

    monkeypatch.setattr(pdf, "typeset", kept)
    pdf.render(Job(report, report.data or {}, tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    blocks = [
        one for section in json.loads((tmp_path / "set/data.json").read_text())["sections"] for one in section["blocks"]
    ]
    listed = [entry["map"] for block in blocks for entry in block.get("entries", ()) if entry["map"]]
    assert [one["alternative"] for one in listed] == [maps.ALTERNATIVE] * 9
    assert len({one["picture"] for one in listed}) == 3
    below = [one for block in blocks for one in block.get("maps", ())]
    assert [one["title"] for one in below] == maps_below_tables(report)
    assert {one["picture"] for one in [*listed, *below]} == {path.name for path in tmp_path.glob("set/map-*.svg")}


def test_a_map_needs_nothing_beside_it(report: Report) -> None:
    found = maps.of_places(Job(report, report.data or {}, Path()).content, SPLIT)
    assert found is not None
    drawing = ElementTree.fromstring(found.svg)
    letters = [one.text or "" for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(letters) == ["A", "A", "B", "C"]
    assert set(re.findall(r"url\(#([^)]*)\)", found.svg)) == set(re.findall(r'<pattern id="([^"]*)"', found.svg))
    assert "class=" not in found.svg
    assert "style=" not in found.svg


def test_maps_on_paper_have_the_colours_of_the_pages() -> None:
    style = (settings.BASE_DIR / "static/css/30-options.css").read_text()
    assert re.findall(r"--place: (#\w+); --place-tint: (#\w+);", style)[: len(maps.COLOURS)] == list(maps.COLOURS)


def test_a_reduced_picture_shows_the_same_in_a_fraction_of_the_size(report: Report) -> None:
    found = maps.of_places(Job(report, report.data or {}, Path()).content, SPLIT)
    assert found is not None
    drawn = vlc.svg_to_png(found.svg, ppi=maps.PPI)
    small = reduced(drawn)
    assert small[16:24] == drawn[16:24], "as wide and as high"
    assert len(small) < len(drawn) / 3
    assert reduced(drawn) == small
