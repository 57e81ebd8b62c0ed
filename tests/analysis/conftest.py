from __future__ import annotations

import pytest

from accounts.models import Role
from analysis import formats, snapshots
from analysis.models import Report
from tests.accounts.conftest import Cast, cast
from tests.accounts.factories import member
from tests.analysis.factories import respond, small_exercise
from tests.analysis.files import FORMULAS
from tests.naughty import texts

__all__ = ["Cast", "cast"]


@pytest.fixture(autouse=True)
def _charts_drawn_once(charts_drawn_once):
    """No test here is about the drawing, unless it says so."""


@pytest.fixture
def exercise(db):
    return small_exercise()


@pytest.fixture
def moderator(exercise):
    return member(exercise.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def plain_files(monkeypatch):
    """Make Word, PDF and Excel files of a few bytes, where a test is about the walk of a report."""
    original = formats.renderer

    def renderer(name):
        heavy = name in {"docx", "pdf", "xlsx"}
        return (lambda job: job.target.write_bytes(b"PK")) if heavy else original(name)

    monkeypatch.setattr(formats, "renderer", renderer)
    monkeypatch.setattr("analysis.render.charts.svg", lambda chart, **shape: "<svg></svg>")


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
