"""The command imports as the pages do."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from engagement.models import Exercise
from responses.intake.imports.models import WORKING, ImportBatch
from responses.submission.models import Response
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import as_csv, plain

pytestmark = pytest.mark.django_db


def test_the_command_does_the_same(exercise: Exercise, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    by = tables.importer(exercise)
    file = tmp_path / "answers.csv"
    file.write_bytes(as_csv(plain(["104", "{day}", "Whale", "", "Words."])))
    common = [exercise.slug, str(file), "--channel", "online", "--by", by.email]
    call_command("import_responses", *common, "--dry-run")
    said = capsys.readouterr().out
    assert "Will be imported: 3" in said
    assert "‘Whale’ is not one of the answers" in said
    assert not Response.objects.exists()
    with pytest.raises(CommandError, match="not valid"):
        call_command("import_responses", *common)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "columns:\n"
        "  - {heading: Response ID, to: reference}\n"
        "  - {heading: 'What do you think of the tasks we suggest?', to: item tasks-words}\n"
    )
    call_command("import_responses", *common, "--mapping", str(mapping), "--received", tables.iso_today())
    assert "Imported: 3 responses" in capsys.readouterr().out  # the fourth holds no words
    call_command("import_responses", *common, "--mapping", str(mapping), "--received", tables.iso_today(), "--dry-run")
    assert "Imported already: 3" in capsys.readouterr().out
    file.write_bytes(as_csv([[cell.replace("nurses", "doctors") for cell in row] for row in plain()]))
    call_command("import_responses", *common, "--received", tables.iso_today(), "--dry-run")
    said = capsys.readouterr().out
    assert "May be there already: 1" in said
    assert "Import 3 has this number and says other things there: 1, for example row 2 beside row 2 of import 3" in said
    call_command("import_responses", *common, "--received", tables.iso_today(), "--import-alike")
    assert "Imported: 1 response" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody of the communications team"):
        call_command("import_responses", *common[:-1], "stranger@example.org")
    assert not ImportBatch.objects.filter(state__in=WORKING).exists()
