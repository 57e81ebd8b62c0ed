"""The pages on one person: found and chosen, handed out on record, erased by two, and nothing typed in an address."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Role, User
from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.copies import job
from responses.copies.voice_models import SameVoice
from responses.moderation import redaction
from responses.privacy import asking, finding, holds, people, seeking
from responses.privacy.models import Erasure
from responses.privacy.person_models import SubjectErasure, SubjectExport
from responses.submission.models import Contact, Response
from tests.accounts.factories import member
from tests.responses.privacy.conftest import where
from tests.responses.privacy.test_erasing import ADDRESS, OTHER, WORDS, answered, going
from tests.responses.register.making import Register

__all__ = ["going"]
pytestmark = pytest.mark.django_db
BASE = "/staff/northshire/personal-data/"
PERSON = f"{BASE}person/"


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def page(officer: User) -> Client:
    return _client(officer)


def look(page: Client, by: str, text: str) -> str:
    answer = page.post(PERSON, {"by": by, "text": text})
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    return answer.content.decode()


def keys(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('name="found" value="')[1:]]


def asked(exercise: Any, by: User, *, address: str = ADDRESS) -> SubjectErasure:
    subject = finding.find(exercise, seeking.sought("email", address))
    return asking.ask(subject, by=by, reason="Request 7, by telephone.")


@pytest.mark.parametrize(
    ("by", "typed"), [("email", ADDRESS), ("telephone", "+44 1632 960555"), ("name", "a resident")]
)
def test_a_person_is_found_by_what_they_give_with_where_it_stands(
    exercise: Any, going: Response, page: Client, by: str, typed: str
) -> None:
    Contact.objects.exclude(response=going).update(details={"email": OTHER, "contact_name": "Somebody else"})
    text = look(page, by, typed)
    assert f"{going.reference[:4]} {going.reference[4:]}" in text
    assert "Contact details: 1" in text
    assert "Answers: 1" in text
    assert "Files as they came: 1" in text
    assert len(keys(text)) == 1
    assert ("checked" in text.split('name="found"')[1].split(">")[0]) is (by == "email")


def test_people_who_share_a_name_are_told_apart_and_only_who_is_chosen_is_handed_out(
    exercise: Any, going: Response, page: Client
) -> None:
    """Even where the job took the two for one voice, since they have one telephone."""
    shared = {"contact_name": "A resident", "telephone": "01632 960555"}
    Contact.objects.exclude(response=going).update(details={**shared, "email": OTHER})
    job.run(exercise.pk)
    assert SameVoice.objects.exists()
    found = keys(look(page, "name", "A resident"))
    assert len(found) == 2
    answer = page.post(f"{PERSON}download/", {"by": "name", "text": "A resident", "found": found[:1]})
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as made:  # type: ignore[attr-defined]
        held = made.read("held/held.json").decode()
        told = made.read("held/read-me-first.txt").decode()
        assert [name for name in made.namelist() if name.startswith("held/files/") and name[-1] != "/"] != []
    assert (WORDS in told, OTHER in held) in {(True, False), (False, True)}
    assert len(json.loads(held)["held"]["responses.Response"]) == 1
    kept = SubjectExport.objects.get()
    assert (kept.by.email, kept.files, kept.sought_by) == ("officer@example.org", 1, "name")
    assert kept.person[:12] in page.get(BASE).content.decode()
    assert "Handed out by" in look(page, "name", "A RESIDENT")


def test_what_was_not_found_is_not_handed_out_whoever_names_it(exercise: Any, going: Response, page: Client) -> None:
    other = Response.objects.exclude(pk=going.pk).get()
    said = {
        "by": "email",
        "text": ADDRESS,
        "found": [f"responses.Response:{other.pk}", "accounts.User:1", "x.y:1", "!"],
    }
    answer = page.post(f"{PERSON}download/", said)
    assert answer.status_code == 422
    assert "Choose what is theirs" in answer.content.decode()
    assert not SubjectExport.objects.exists()


@pytest.mark.parametrize(
    ("by", "text", "told"),
    [
        ("email", "", "Enter what to look for"),
        ("email", "nobody@example.org", "Nothing is held on this address"),
        ("telephone", "12", "not a whole telephone number"),
        ("reference", "AB23CD45", "No response of this exercise"),
        ("colour", "red", "Choose what to look by"),
    ],
)
def test_what_was_typed_is_kept_where_nobody_is_found(
    page: Client, exercise: Any, by: str, text: str, told: str
) -> None:
    answer = page.post(PERSON, {"by": by, "text": text})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'value="{text}"' in answer.content.decode() or not text


def test_an_erasure_takes_a_reason_and_somebody_else(
    exercise: Any, going: Response, page: Client, administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    chosen = {"by": "email", "text": ADDRESS, "found": keys(look(page, "email", ADDRESS))}
    confirm = page.post(f"{PERSON}erase/", chosen).content.decode()
    assert "What goes" in confirm
    assert "What stays" in confirm
    assert not SubjectErasure.objects.exists()
    assert page.post(f"{PERSON}erase/", {**chosen, "reason": " "}).status_code == 422
    there = page.post(f"{PERSON}erase/", {**chosen, "reason": "Request 7."})["Location"]
    again = page.post(f"{PERSON}erase/", {**chosen, "reason": "Request 7."})
    assert "waits for a second person already" in again.content.decode()
    assert "You asked for this" in page.get(there).content.decode()
    assert page.post(there, {"act": "agree"}).status_code == 422
    assert where("broken lift") != []
    other = _client(administrator)
    assert there in other.get(BASE).content.decode()
    shown = other.get(there).content.decode()
    assert ADDRESS not in shown
    assert "broken lift" not in shown
    with django_capture_on_commit_callbacks(execute=True):
        assert other.post(there, {"act": "agree"}).status_code == 302
    assert where(ADDRESS, "broken lift", "01632 960555") == []
    assert where(OTHER) != []
    assert Erasure.objects.get().response == going
    assert "What went" in other.get(there).content.decode()
    assert there in page.get(BASE).content.decode()


def test_it_is_refused_or_taken_back_with_a_reason_and_then_nothing_goes(
    exercise: Any, going: Response, page: Client, officer: User, administrator: User
) -> None:
    for who in (officer, administrator):
        there = f"{BASE}erasures/{asked(exercise, officer).pk}/"
        assert _client(who).post(there, {"act": "refuse", "because": ""}).status_code == 422
        assert _client(who).post(there, {"act": "refuse", "because": "Not theirs."}).status_code == 302
        assert "Not theirs." in page.get(there).content.decode()
        assert _client(administrator).post(there, {"act": "agree"}).status_code == 422
    assert where("broken lift") != []


def test_a_legal_hold_stops_both_steps_and_is_named(
    exercise: Any, going: Response, page: Client, officer: User, administrator: User
) -> None:
    waits = asked(exercise, officer)
    chosen = {"by": "email", "text": OTHER, "found": keys(look(page, "email", OTHER))}
    holds.place(exercise, by=officer, reason="A judicial review.")
    answer = page.post(f"{PERSON}erase/", {**chosen, "reason": "Request 8."})
    assert answer.status_code == 422
    assert "A judicial review." in answer.content.decode()
    agreed = _client(administrator).post(f"{BASE}erasures/{waits.pk}/", {"act": "agree"})
    assert agreed.status_code == 422
    assert "A judicial review." in agreed.content.decode()
    waits.refresh_from_db()
    assert waits.state == "waiting"
    assert where("broken lift") != []


def test_what_several_exercises_share_stays_while_one_of_them_is_under_a_legal_hold(
    exercise: Any, officer: User, administrator: User
) -> None:
    Register(exercise).invited("Northshire Council", "clerk@example.org")
    subject = finding.find(exercise, seeking.sought("email", "clerk@example.org"))
    waits = asking.ask(subject, by=officer, reason="Request 9.")
    other = Exercise.objects.get(pk=exercise.pk)
    other.pk, other.slug = None, "another"
    other.save()
    holds.place(other, by=officer, reason="A judicial review.")
    with pytest.raises(holds.OnHold, match="another is under a legal hold"):
        asking.agree(waits, by=administrator)
    assert where("clerk@example.org") != []
    own = answered(exercise, "own@example.org")
    asking.agree(asked(exercise, officer, address="own@example.org"), by=administrator)
    assert Contact.objects.get(response=own).details == {}


def test_what_a_colleague_writes_while_an_erasure_is_gathered_goes_with_it(
    exercise: Any, going: Response, officer: User, administrator: User, monkeypatch: Any
) -> None:
    waits, of_roots, acted = asked(exercise, officer), finding.of_roots, []

    def meanwhile(*args: Any) -> Any:
        rows = of_roots(*args)
        if not acted:
            answer = going.answers.exclude(text="").first()
            assert answer is not None
            marked = f"[[{answer.text[0]}]]{answer.text[1:]}"
            version = Response.objects.get(pk=going.pk).version
            acted.append(redaction.redact(answer, marked, by=officer, reason="personal_data", version=version))
        return rows

    monkeypatch.setattr(finding, "of_roots", meanwhile)
    asking.agree(waits, by=administrator)
    assert acted
    acted[0].refresh_from_db()
    assert acted[0].text == "[erased]"


def test_who_comes_back_to_the_address_of_a_button_finds_the_page_with_it(exercise: Any, page: Client) -> None:
    for address in (f"{PERSON}download/", f"{PERSON}erase/"):
        assert page.get(address)["Location"] == PERSON


def test_nobody_else_looks_for_people_or_agrees(exercise: Any, going: Response, officer: User) -> None:
    there = f"{BASE}erasures/{asked(exercise, officer).pk}/"
    for role in (Role.ANALYST, Role.STEERING):
        client = _client(member(exercise.organisation, role))
        for address in (PERSON, f"{PERSON}download/", f"{PERSON}erase/", there):
            assert client.post(address, {"by": "email", "text": ADDRESS, "act": "agree"}).status_code == 403
    administrator = _client(User.objects.get(email="administrator@example.org"))
    assert administrator.post(PERSON, {"by": "email", "text": ADDRESS}).status_code == 403
    assert administrator.get(there).status_code == 200


@pytest.mark.parametrize("guarded", [True, False])
def test_two_who_decide_at_once_decide_once(
    exercise: Any, going: Response, officer: User, administrator: User, monkeypatch: Any, guarded: bool
) -> None:
    """The second holds the row as it was before the first decided; the control decides whatever state it is in."""
    waits = asked(exercise, officer)
    asking.refuse(waits, by=officer, because="A mistake.")
    if not guarded:
        everything = SubjectErasure.objects.filter
        monkeypatch.setattr(SubjectErasure.objects, "filter", lambda pk, state="": everything(pk=pk))
        asking.refuse(waits, by=administrator, because="Mine.")
    else:
        with pytest.raises(DomainError, match="decided this already"):
            asking.agree(waits, by=administrator)
    waits.refresh_from_db()
    assert (waits.decided_by == officer) is guarded
    assert not Erasure.objects.exists()


def test_the_database_itself_wants_two(exercise: Any, going: Response, officer: User) -> None:
    waits = asked(exercise, officer)
    alone = SubjectErasure.objects.filter(pk=waits.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        alone.update(state="done", decided_by=officer, decided_at=clock.now())


def test_a_name_that_half_the_county_has_is_refused_rather_than_shown_in_part(
    exercise: Any, officer: User, page: Client, monkeypatch: Any
) -> None:
    for number in range(3):
        answered(exercise, f"{number}@example.org")
    monkeypatch.setattr(people, "MOST", 2)
    text = look(page, "name", "A resident")
    assert "More than" in text
    assert keys(text) == []
