"""A kind of question that nobody here has heard of is reported and exported all the same."""

from __future__ import annotations

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from analysis import formats, snapshots
from analysis.composing.report import compose
from analysis.models import Report
from analysis.render.base import Job
from engagement import editions
from engagement.models import Question
from responses.kinds.base import ChoiceKind, Kind, kinds
from tests.analysis.factories import _choices, _part, respond, small_exercise

pytestmark = pytest.mark.django_db


class Unknown:
    """What a kind must have; a form is not needed here."""

    field = layout = value = None


@pytest.fixture
def exercise(monkeypatch):
    """Two parts of kinds that are thrown away afterwards: one answered in words, one by choices."""
    diary = type("Diary", (Unknown, Kind), {"name": "diary", "is_text": True, "measure": "pages_filled"})
    mood = type("Mood", (Unknown, ChoiceKind), {"name": "mood", "measure": "moods"})
    for kind in (diary, mood):
        monkeypatch.setitem(kinds(), kind.name, kind())
    exercise = small_exercise()
    question = Question.objects.get(exercise=exercise, number=1)
    edition = exercise.edition
    _part(question, edition, "diary", "diary", [{}])
    moods = _part(question, edition, "mood", "mood", [{}])
    _choices(moods, edition, [("good", "In good spirits", None), ("bad", "In low spirits", None)])
    editions.compiled.cache_clear()
    respond(exercise, {"diary": "Dear diary", "mood": ["good"]})
    return exercise


@pytest.fixture
def report(exercise):
    return Report(exercise=exercise, number=1, audience="team", snapshot=snapshots.take(exercise))


def test_it_is_counted_as_words_or_as_choices(report):
    section = next(one for one in compose(report, [])["sections"] if one["key"] == "q1")
    tables = {block["key"]: block["rows"] for block in section["blocks"] if block["kind"] == "table"}
    assert tables["diary"][1] == ["Individuals", 1, 0, 0, 1]
    assert tables["mood"][0] == ["In good spirits", 0, 1]
    assert "Dear diary" in json.dumps(section)


@pytest.mark.parametrize("name", ["csv", "xlsx", "docx", "pdf", "html"])
def test_it_is_in_every_format(report, tmp_path, name):
    target = tmp_path / f"report.{name}"
    formats.renderer(name)(Job(report, compose(report, []), target))
    if name == "csv":
        rows = csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig")))
        assert {row["item"]: row["answer"] for row in rows} == {"diary": "Dear diary", "mood": "In good spirits"}
    elif name == "xlsx":
        rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_name("Q1 answers").to_python()
        assert {row[5] for row in rows[1:]} == {"Dear diary", "In good spirits"}
    else:
        assert target.stat().st_size
