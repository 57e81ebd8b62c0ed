"""An erasure reaches what every room keeps beside a response: messages, checks, notes, appeals, copies, seals."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from common import clock
from responses.intake.mail.models import Message, MessagePart
from responses.intake.models import KeyingNote, Original, SecondCheck
from responses.ledger import sealing
from responses.moderation import acts
from responses.moderation.author_models import Appeal, Told
from responses.moderation.models import Act, Revision
from responses.submission.models import Response
from tests import factories
from tests.responses.privacy.conftest import BY, command, where

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"  # a word that stands nowhere else
ADDRESS = "zanzibar@example.org"


@pytest.fixture
def keyed(exercise: Any, officer: Any) -> Response:
    """A response that came as an email, was keyed in, checked, told and appealed."""
    draft = factories.draft(exercise, {"tasks-words": f"Words of {SECRET}"}, who={"kind": "individual"})
    response = factories.send(draft)
    original = Original(exercise=exercise, draft=draft, response=response, name=f"{SECRET}.eml", size=9)
    original.content_type, original.sha256, original.added_at = "message/rfc822", "0" * 64, clock.now()
    original.file.save("mail", ContentFile(f"From: {ADDRESS}".encode()), save=True)
    message = Message.objects.create(
        exercise=exercise,
        original=original,
        identity="1" * 64,
        kept_at=clock.now(),
        received_at=clock.now(),
        sender=f"A resident of {SECRET}",
        sender_address=ADDRESS,
        subject=f"From {SECRET}",
        headers={"From": ADDRESS},
        body=f"Words of {SECRET}",
        response=response,
        draft=draft,
        state="answered",
    )
    MessagePart.objects.create(message=message, number=1, kind="text", text=f"Words of {SECRET}")
    KeyingNote.objects.create(draft=draft, response=response, text=f"Says {SECRET}", by=officer, at=clock.now())
    SecondCheck.objects.create(
        draft=draft, response=response, typed={"who": SECRET}, handed_by=officer, handed_at=clock.now()
    )
    told = acts.perform(response.pk, verb=Act.Verb.HOLD, version=0, by=officer, reason="query", note=f"Is it {SECRET}?")
    Told.objects.create(response=response, act=told, about=told, text=f"We ask about {SECRET}", by_email=False)
    appeal = acts.record(response.pk, verb=Act.Verb.APPEAL, version=9, by=None, reason="", note="")
    Appeal.objects.create(response=response, act=appeal, text=f"I am {SECRET}")
    return response


def test_no_room_keeps_a_word(
    keyed: Response, officer: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(where(SECRET)) > 10
    with django_capture_on_commit_callbacks(execute=True):
        command(capsys, "erase_subject", "northshire", "--reference", keyed.reference, *BY)
    assert where(SECRET, ADDRESS) == []


def test_every_page_about_the_response_still_opens(
    keyed: Response, officer: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    answer = keyed.answers.get()
    act = acts.record(keyed.pk, verb=Act.Verb.REDACT, version=12, by=officer, reason="personal_data", note="")
    Revision.objects.create(
        answer=answer, act=act, version=12, kind="redacted", text="Words of [redacted]", spans=[[9, 17]]
    )
    original = keyed.originals.get()
    with django_capture_on_commit_callbacks(execute=True):
        command(capsys, "erase_subject", "northshire", "--reference", keyed.reference, *BY)
    client = Client()
    client.force_login(officer)
    pages = {
        f"/staff/northshire/{page}": 200
        for page in (
            "queue/?q=" + keyed.reference,
            f"responses/{keyed.reference}/",
            "ledger/",
            f"ledger/{keyed.reference}/",
            "mail/",
            f"mail/{Message.objects.get().pk}/",
            "key-in/",
        )
    } | {f"/staff/northshire/originals/{original.pk}/": 404}
    assert {page: client.get(page).status_code for page in pages} == pages
    assert "[erased]" in client.get(f"/staff/northshire/responses/{keyed.reference}/").content.decode()


def test_a_person_is_found_by_the_address_that_they_wrote_from(keyed: Response, officer: Any, capsys: Any) -> None:
    said = command(capsys, "erase_subject", "northshire", "--email", ADDRESS, *BY, "--dry-run")
    assert "responses.Response: 1" in said
    assert "responses.MessagePart: 1" in said


def test_the_ledger_is_in_order_after_an_erasure(
    exercise: Any, officer: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    response = factories.sent(exercise, {"tasks-words": f"Words of {SECRET}"})
    with clock.held(clock.now() + 2 * sealing.LAG):
        sealing.seal_all()
    with django_capture_on_commit_callbacks(execute=True):
        command(capsys, "erase_subject", "northshire", "--reference", response.reference, *BY)
    call_command("verify_ledger", "northshire")
    with clock.held(clock.now() + 4 * sealing.LAG):
        sealing.seal_all()
        call_command("verify_ledger", "northshire")
