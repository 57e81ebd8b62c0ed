"""What a moderator has hidden is in no file that leaves the team, nor in what the file says of itself."""

from __future__ import annotations

import zipfile

import pytest

from accounts.models import Role
from analysis import formats, reports
from analysis.models import Report
from analysis.render.base import Job
from tests.accounts.factories import member
from tests.analysis.factories import redact, respond, small_exercise

SECRET = "Xylophonia"


@pytest.mark.usefixtures("charts_drawn_once")
@pytest.mark.parametrize("audience", ["team", "steering", "public"])
def test_redacted_words_are_in_no_file(db, tmp_path, audience):
    exercise = small_exercise()
    moderator = member(exercise.organisation, Role.COMMUNICATIONS)
    for kind in ("individual", "organisation", "meeting"):
        response = respond(
            exercise, {"functions": f"Call {SECRET} now", "alternative": "n/a"}, kind=kind, may_publish=True
        )
        redact(response, "functions", "Call [redacted] now", by=moderator)
    waiting = respond(exercise, {"functions": f"{SECRET} again"}, standing="unmoderated", may_publish=True)
    assert waiting.standing == "unmoderated"
    report = reports.claim(reports.request(exercise, audience=audience, by=None).pk)
    assert report is not None
    assert reports.build(report)
    report = Report.objects.select_related("snapshot", "exercise").get(pk=report.pk)
    assert SECRET not in str(report.data)
    for name in ("csv", "html", "docx", "xlsx"):
        target = tmp_path / f"report.{name}"
        formats.renderer(name)(Job(report, report.data, target))
        parts = [target.read_bytes()]
        if zipfile.is_zipfile(target):
            with zipfile.ZipFile(target) as whole:
                parts = [whole.read(part) for part in whole.namelist()]
        assert all(SECRET.encode() not in part for part in parts), name
        assert any(b"[redacted]" in part for part in parts), name
