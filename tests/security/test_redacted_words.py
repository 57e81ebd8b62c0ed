"""What a moderator has hidden is in no file that leaves the team, nor in what the file says of itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Role, User
from analysis import asking, formats, reports
from analysis.models import Report
from analysis.render.base import Job
from engagement.models import Exercise
from responses.intake.models import Meeting
from responses.ledger import casefile, foi
from responses.ledger.forms import Filters
from responses.moderation import correcting, moderation, naming, redaction
from responses.publication import numbers, publishing
from responses.submission.models import Response
from tests import factories
from tests.accounts.factories import member
from tests.analysis.factories import redact, respond, small_exercise

SECRET = "Xylophonia"


def parts_of(kept: bytes) -> list[bytes]:
    """Return a file's bytes, or those of all that is packed into it: metadata and tracked changes as well."""
    if kept.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(kept))
        words = [page.extract_text() for page in read.pages]
        return [kept, *(text.encode() for text in (*words, str(read.metadata), str(read.outline)))]
    if not zipfile.is_zipfile(io.BytesIO(kept)):
        return [kept]
    with zipfile.ZipFile(io.BytesIO(kept)) as whole:
        return [whole.read(part) for part in whole.namelist()]


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
    report = reports.claim(asking.ask(exercise, audience=audience, by=None).pk)
    assert report is not None
    assert reports.build(report)
    report = Report.objects.select_related("snapshot", "exercise").get(pk=report.pk)
    assert SECRET not in str(report.data)
    for name in ("csv", "html", "docx", "xlsx", "pdf"):
        target = tmp_path / f"report.{name}"
        formats.renderer(name)(Job(report, report.data, target))
        parts = parts_of(target.read_bytes())
        assert all(SECRET.encode() not in part for part in parts), name
        assert any(b"[redacted]" in part for part in parts), name


@pytest.fixture
def hidden(db: None) -> tuple[Exercise, User, Response]:
    """A published answer of an organisation and a meeting's, whose words, names, role and host hold what is hidden.

    One of the answers was corrected before it was hidden and once more after.
    """
    exercise = factories.northshire()
    by = member(exercise.organisation, Role.COMMUNICATIONS)
    council = {**factories.COUNCIL, "organisation_name": f"Friends of {SECRET}", "position_held": f"Aide to {SECRET}"}
    first = factories.sent(exercise, {"tasks-words": f"Cal {SECRET} now"}, **council)
    second = factories.sent(exercise, {"tasks-words": f"Ask {SECRET} too"}, may_publish="on")
    Response.objects.filter(pk=second.pk).update(kind="meeting", channel="meeting", entered_by=by)
    Meeting.objects.create(response=second, name=f"{SECRET}'s kitchen", host=SECRET, place=f"{SECRET} hall")
    for response in (first, Response.objects.get(pk=second.pk)):
        answer, marked = response.answers.get(), f"[[{SECRET}]]"
        correcting.correct(
            answer, answer.text.replace("Cal ", "Call ").replace("Ask", "Asked"), by=by, version=0, note="x"
        )
        text = answer.text.replace("Cal ", "Call ").replace("Ask", "Asked")
        redaction.redact(answer, text.replace(SECRET, marked), by=by, reason="personal_data", version=1)
        correcting.correct(answer, text.replace("now", "today").replace("too", "as well"), by=by, version=2, note="x")
        fields = naming.named(response)
        for version, one in enumerate(fields, start=3):
            said = one.text.replace(SECRET, marked)
            naming.redact(response, one.field, said, by=by, reason="personal_data", version=version)
        moderation.accept(response.pk, version=3 + len(fields), by=by)
    moderation.confirm_organisation(first.pk, version=6, by=by, note="Rang them")
    publishing.choose(exercise, when="rolling", seen="never", by=by, reason="To be open.")
    numbers.give(exercise)
    return exercise, by, first


def test_redacted_words_are_in_nothing_that_is_published(hidden: tuple[Exercise, User, Response]) -> None:
    exercise, _, _ = hidden
    addresses = [reverse(f"published:{name}", args=[exercise.slug]) for name in ("list", "download")]
    for given in exercise.responses.all():
        number = given.public_number.number
        addresses += [
            reverse(f"published:{name}", args=[exercise.slug, number]) for name in ("response", "download_one")
        ]
    for address in [*addresses, addresses[0] + f"?search={SECRET}"]:
        answer = Client().get(address)
        read = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200
        assert SECRET.encode() not in read.replace(f'value="{SECRET}"'.encode(), b""), address
        assert b"[redacted]" in read or "search" in address, address


def test_redacted_words_are_in_no_ledger_for_others_and_in_the_file_for_a_complaint_told_plainly(
    hidden: tuple[Exercise, User, Response],
) -> None:
    exercise, by, first = hidden
    workbook = io.BytesIO()
    foi.write_excel(exercise, Filters(), workbook)
    for kept in (b"".join(foi.lines(exercise, Filters())), workbook.getvalue()):
        parts = parts_of(kept)
        assert all(SECRET.encode() not in part for part in parts)
        assert any(b"Call [redacted] today" in part for part in parts)
    with casefile.make(first, by=by, reason="A complaint") as made:
        whole = parts_of(made.read())
    assert any(SECRET.encode() in part for part in whole)
    assert any(b"words that are hidden outside the team" in part for part in whole)


@pytest.mark.usefixtures("charts_drawn_once")
@pytest.mark.parametrize("audience", ["team", "steering", "public"])
def test_names_that_are_redacted_are_in_no_report(
    hidden: tuple[Exercise, User, Response], tmp_path: Path, audience: str
) -> None:
    exercise, _, _ = hidden
    report = reports.claim(asking.ask(exercise, audience=audience, by=None).pk)
    assert report is not None
    assert reports.build(report)
    report = Report.objects.select_related("snapshot", "exercise").get(pk=report.pk)
    for name in ("csv", "html", "docx", "xlsx", "pdf"):
        target = tmp_path / f"report.{name}"
        formats.renderer(name)(Job(report, report.data, target))
        parts = parts_of(target.read_bytes())
        assert all(SECRET.encode() not in part for part in parts), name
        assert any(b"[redacted]" in part for part in parts), name
