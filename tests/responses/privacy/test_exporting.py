"""One person asks what is held on them: everything, to read and for a machine, and nothing that opens anything."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from responses.drafts.models import PrivateLink
from responses.intake.models import Original
from responses.privacy import exporting, finding, seeking
from responses.privacy.person_models import SubjectExport
from responses.submission.models import Response
from tests import factories
from tests.responses.privacy.conftest import command
from tests.responses.privacy.test_erasing import ADDRESS, OTHER, WORDS, answered, going

__all__ = ["going"]
pytestmark = pytest.mark.django_db


def export(capsys: Any, target: Path, *who: str) -> str:
    return command(capsys, "subject_access", "northshire", *who, "--by", "officer@example.org", "--output", str(target))


def test_everything_of_the_person_is_there_to_read_and_for_a_machine(
    going: Response, tmp_path: Path, capsys: Any
) -> None:
    target = tmp_path / "out"
    export(capsys, target, "--email", ADDRESS.upper())
    told = (target / "read-me-first.txt").read_text()
    held = json.loads((target / "held.json").read_text())
    assert WORDS in told
    assert "01632 960555" in told
    assert f"RESPONSE {going.reference[:4]} {going.reference[4:]}" in told
    assert "Redacted" in told
    assert "To read, analyse and report what was said." in told
    assert held["held"]["responses.Answer"][0]["text"] == WORDS
    assert held["held"]["responses.Contact"][0]["details"]["email"] == ADDRESS
    [file] = (target / "files").iterdir()
    assert file.name.endswith("lift.pdf")
    assert WORDS.encode() in file.read_bytes()
    assert target.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0
    [kept] = SubjectExport.objects.all()
    assert (kept.by.email, kept.files, kept.counts["responses.Answer"]) == ("officer@example.org", 1, 1)
    assert ADDRESS not in f"{kept.__dict__}"
    assert kept.person == finding.find(kept.exercise, seeking.sought("email", ADDRESS)).person
    with pytest.raises(TypeError):
        kept.save()


def test_nothing_of_others_is_in_it_and_no_name_of_staff(going: Response, tmp_path: Path, capsys: Any) -> None:
    export(capsys, tmp_path / "out", "--reference", going.reference)
    everything = "".join(path.read_text() for path in (tmp_path / "out").glob("*.*"))
    assert OTHER not in everything
    assert "Longer hours" not in everything
    assert "officer@example.org" not in everything
    assert "a member of staff" in everything


def test_nothing_that_opens_anything_is_in_it(going: Response, tmp_path: Path, capsys: Any) -> None:
    export(capsys, tmp_path / "out", "--email", ADDRESS)
    held = (tmp_path / "out" / "held.json").read_text()
    assert "responses.PrivateLink" in held
    assert PrivateLink.objects.filter(draft=going.draft_id).get().token_hash not in held
    assert str(going.submission_key) not in held


def test_it_comes_as_one_zip_file(going: Response, tmp_path: Path, capsys: Any) -> None:
    export(capsys, tmp_path / "out.zip", "--email", ADDRESS)
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        names = made.namelist()
    assert {"held/read-me-first.txt", "held/held.json"} <= set(names)
    assert sum(name.startswith("held/files/") and not name.endswith("/") for name in names) == 1


def test_a_draft_that_was_never_sent_is_found_too(exercise: Any, officer: Any, tmp_path: Path, capsys: Any) -> None:
    factories.draft(exercise, {"tasks-words": "Begun"}, who={"kind": "individual", "email": ADDRESS})
    export(capsys, tmp_path / "out", "--email", ADDRESS)
    held = json.loads((tmp_path / "out" / "held.json").read_text())["held"]
    assert held["responses.DraftAnswer"][0]["raw"] == "Begun"
    assert "responses.Response" not in held


def test_words_of_others_that_name_the_address_are_listed_apart(
    exercise: Any, going: Response, tmp_path: Path, capsys: Any
) -> None:
    answered(exercise, "third@example.org", f"Ask {ADDRESS} about it.")
    said = export(capsys, tmp_path / "out", "--email", ADDRESS)
    told = json.loads((tmp_path / "out" / "held.json").read_text())
    assert "Others mention them" in said
    assert [row["text"] for row in told["mentioned_in_words_of_others"]["responses.Answer"]] == [
        f"Ask {ADDRESS} about it."
    ]
    assert len(told["held"]["responses.Response"]) == 1


def test_a_file_with_a_long_name_in_another_script_is_handed_out_with_what_it_is(
    going: Response, tmp_path: Path
) -> None:
    Original.objects.filter(response=going).update(name=f"{'ж' * 250}.pdf")
    exporting.export(finding.find(going.exercise, seeking.sought("email", ADDRESS)), tmp_path / "held")
    (file,) = (tmp_path / "held" / "files").iterdir()
    assert file.name.endswith("ж.pdf")


def test_nothing_is_written_over(going: Response, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there already"):
        call_command(
            "subject_access",
            "northshire",
            "--email",
            ADDRESS,
            "--by",
            "officer@example.org",
            "--output",
            str(tmp_path),
        )
