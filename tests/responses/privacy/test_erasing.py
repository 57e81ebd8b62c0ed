"""One person asks to be erased: nothing of them is left anywhere, and no figure changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from analysis import frames, snapshots
from common import clock, outbox
from common.models import OutboxMessage
from responses.drafts.models import DraftAnswer, PrivateLink
from responses.intake.models import Original
from responses.moderation import telling
from responses.moderation.models import Act, Revision
from responses.privacy import holds
from responses.privacy.models import Disposal, Erasure
from responses.privacy.person_models import SubjectErasure
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from tests import factories
from tests.responses.privacy.conftest import BY, command, where

pytestmark = pytest.mark.django_db
ADDRESS = "going@example.org"
OTHER = "staying@example.org"
WORDS = "The surgery in my street has a broken lift"
NOTE = "Rang about the lift"
GONE = (ADDRESS, "broken lift", "01632 960555", NOTE, "lift.pdf", "bad leg")


def answered(exercise: Any, email: str, words: str = WORDS, *, telephone: str = "", file: str = "a.pdf") -> Response:
    """Return a response with everything that can hang on one."""
    who = {"contact_name": "A resident", "email": email, "telephone": telephone, "may_contact": "on"}
    draft = factories.draft(
        exercise, {"tasks-words": words}, who={"kind": "individual", "email": email, "wants_copy": "on"}
    )
    factories.link_to(draft)
    response = factories.send(draft)
    details = {key: value for key, value in who.items() if key != "may_contact"}
    Contact.objects.filter(response=response).update(details=details)
    original = Original(
        exercise=exercise, draft=draft, response=response, name=file, content_type="application/pdf", size=9
    )
    original.sha256, original.added_at = "0" * 64, clock.now()
    original.file.save("letter", ContentFile(f"{words}, from {email}".encode()), save=True)
    return response


@pytest.fixture
def going(exercise: Any, officer: Any) -> Response:
    response = answered(exercise, ADDRESS, telephone="01632 960555", file="lift.pdf")
    answered(exercise, OTHER, "Longer hours at the surgery")
    Response.objects.filter(pk=response.pk).update(confidentiality_reason="I have a bad leg", version=1)
    act = Act.objects.create(
        response=response, version=1, verb="redact", reason="personal_data", note=NOTE, by=officer, at=clock.now()
    )
    answer = response.answers.get()
    Revision.objects.create(answer=answer, act=act, version=1, kind="redacted", text="The surgery has a broken lift")
    response.refresh_from_db()
    return response


def erase(capsys: Any, *more: str, email: str = ADDRESS) -> str:
    return command(capsys, "erase_subject", "northshire", "--email", email, *BY, *more)


def test_nothing_of_the_person_is_left_in_any_table_or_file(
    exercise: Any, going: Response, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert set(GONE) - {word for word in GONE if where(word)} == set()
    with django_capture_on_commit_callbacks(execute=True):
        erase(capsys)
    assert where(*GONE) == []
    assert where(OTHER) != []
    assert where("Longer hours at the surgery") != []


def test_the_row_the_choices_and_the_figures_stay(exercise: Any, going: Response, capsys: Any) -> None:
    before = frames.of(snapshots.take(exercise))
    erase(capsys)
    after = frames.of(snapshots.take(exercise))
    assert (before.words, before.picked, before.choices) == (after.words, after.picked, after.choices)
    assert before.members.equals(after.members)
    assert Answer.objects.get(response=going).text == "[erased]"
    assert going.acts.get(verb="erase").version == 2
    assert Erasure.objects.get(response=going).cause == "asked"
    assert AnswerChoice.objects.filter(answer__response=going).count() == 0


def test_the_private_link_opens_nothing_and_no_email_is_sent_any_more(
    going: Response, officer: Any, capsys: Any
) -> None:
    outbox.put("responses.receipt", {"response": going.pk, "email": ADDRESS})
    telling.tell(going.pk, version=going.version, by=officer, text="We have held your response.")
    assert OutboxMessage.objects.filter(kind=telling.TOLD, payload__isnull=False).exists()
    erase(capsys)
    assert not DraftAnswer.objects.filter(draft=going.draft_id).exists()
    assert PrivateLink.objects.get(draft=going.draft_id).revoked_at is not None
    assert [message.payload for message in OutboxMessage.objects.filter(done_at=None)] in ([], [{**_of(OTHER)}])


def _of(email: str) -> dict[str, Any]:
    return {"response": Response.objects.exclude(erasure__isnull=False).get().pk, "email": email}


def test_a_dry_run_changes_nothing_and_says_what_would_go(going: Response, capsys: Any) -> None:
    said = erase(capsys, "--dry-run")
    assert "responses.Answer: 1" in said
    assert not Erasure.objects.exists()
    assert where("broken lift") != []


def test_it_is_refused_under_a_legal_hold(exercise: Any, going: Response, officer: Any) -> None:
    holds.place(exercise, by=officer, reason="A judicial review is under way.")
    with pytest.raises(CommandError, match="under a legal hold"):
        call_command("erase_subject", "northshire", "--email", ADDRESS, *BY)
    assert where("broken lift") != []


def test_it_can_be_asked_twice_and_by_reference(
    going: Response, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            command(capsys, "erase_subject", "northshire", "--reference", going.reference, *BY)
    assert going.acts.filter(verb="erase").count() == 1
    assert where("broken lift") == []


def test_what_was_replaced_goes_with_what_replaced_it(exercise: Any, capsys: Any, visitor: Any, officer: Any) -> None:
    first = answered(exercise, ADDRESS)
    second = answered(exercise, "another@example.org", "I moved away, the lift is mended")
    Response.objects.filter(pk=second.pk).update(supersedes=first)
    erase(capsys)
    assert set(Erasure.objects.values_list("response", flat=True)) == {first.pk, second.pk}


def test_the_record_of_it_says_nothing_of_the_person(going: Response, capsys: Any) -> None:
    erase(capsys)
    found = {(row.what, row.count, row.rule) for row in Disposal.objects.all()}
    assert ("responses.Answer", 1, "A person's request") in found
    assert ("responses.Original", 1, "A person's request") in found
    kept = SubjectErasure.objects.get()
    assert (kept.state, kept.asked_by.email, kept.decided_by.email) == ("done", BY[1], BY[3])  # type: ignore[union-attr]
    assert kept.counts["responses.Answer"] == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--email", "nobody@example.org"), "Nothing is held"),
        (("--reference", "ABCD"), "No response"),
        ((), "Give either"),
        (("--email", "no address"), "not an email address"),
    ],
)
def test_who_is_not_found_is_told_so(going: Response, args: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("erase_subject", "northshire", *args, *BY)


@pytest.mark.parametrize(
    ("by", "agreed_by", "told"),
    [
        (ADDRESS, "administrator@example.org", "--by is not"),
        ("officer@example.org", "", "--agreed-by is not"),
        ("officer@example.org", "officer@example.org", "Somebody else has to agree"),
    ],
)
def test_it_takes_two_staff_of_the_organisation(going: Response, by: str, agreed_by: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("erase_subject", "northshire", "--email", ADDRESS, "--by", by, "--agreed-by", agreed_by)
    assert where("broken lift") != []
    assert not SubjectErasure.objects.exists()


def test_an_address_that_only_begins_alike_is_somebody_else(exercise: Any, officer: Any, capsys: Any) -> None:
    answered(exercise, f"very.{ADDRESS}")
    answered(exercise, f"{ADDRESS}.uk")
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("erase_subject", "northshire", "--email", ADDRESS, *BY)
