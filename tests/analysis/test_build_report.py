"""The command line does the same as the pages, without a broker."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from analysis.models import Report
from tests.analysis.factories import respond


def test_the_command_writes_every_format(exercise, tmp_path, capsys):
    respond(exercise, {"functions": "Words"})
    call_command("build_report", exercise.slug, output=tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".docx", ".html", ".pdf", ".xlsx"]
    assert all(path.stat().st_size for path in tmp_path.iterdir())
    assert Report.objects.get().state == "ready"
    assert "ready" in capsys.readouterr().out


def test_the_command_names_the_exercises_it_knows(exercise, tmp_path):
    with pytest.raises(CommandError, match=exercise.slug):
        call_command("build_report", "nowhere", output=tmp_path)
