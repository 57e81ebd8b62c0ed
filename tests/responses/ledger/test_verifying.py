"""Whoever changes the ledger behind the application's back is found out, in each way that it can be done."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction

from common import clock
from common.permission import erasing
from responses.ledger import sealing, verifying
from responses.ledger.findings import Chain, in_chain
from responses.ledger.models import LedgerCheck, Seal
from responses.moderation import author
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer, Response
from tests import factories
from tests.responses.ledger.making import Ledger, seal, sql

Tamper = Callable[[Ledger], object]


def test_a_ledger_in_good_order_has_no_findings(ledger: Ledger):
    assert ledger.findings() == []
    assert Seal.objects.get().counts == {"response": 4, "act": 6, "original": 1, "exercise_act": 4}
    assert seal() == 0, "There is nothing new to seal."
    factories.sent(ledger.exercise)
    assert (seal(), Seal.objects.count()) == (1, 2)
    assert ledger.findings() == []


def test_authors_who_change_their_mind_about_publishing_leave_it_in_order(ledger: Ledger):
    for wanted in (True, False, True):
        author.change_consent(Response.objects.get(pk=ledger.keyed.pk), may_publish=wanted)
        assert ledger.findings() == []
    seal()
    assert ledger.findings() == []


def of_response(response: Response) -> str:
    return f"Response {response.reference[:4]} {response.reference[4:]}"


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda on: sql("UPDATE responses_act SET version = 7 WHERE response_id = %s AND version = 1", on.quoted.pk),
         "act 1 of 2 is missing"),
        (lambda on: sql("DELETE FROM responses_act WHERE response_id = %s", on.withdrawn.pk), "act 1 of 1 is missing"),
        (lambda on: sql("UPDATE responses_response SET version = 3 WHERE id = %s", on.keyed.pk),
         "act 3 of 3 is missing"),
        (lambda on: put_in_an_act(on), "there is an act 3, and the response knows of 2"),
        (lambda on: sql("UPDATE responses_response SET standing = 'accepted' WHERE id = %s", on.left_out.pk),
         "it stands as 'accepted', and its acts lead to 'left out of the analysis'"),
        (lambda on: sql("UPDATE responses_response SET may_publish = NOT may_publish WHERE id = %s", on.keyed.pk),
         "what was sent is not what it was when it was sealed"),
        (lambda on: sql("UPDATE responses_response SET withdrawn_at = NULL WHERE id = %s", on.withdrawn.pk),
         "its acts lead to 'not yet moderated, withdrawn'"),
        (lambda on: sql("UPDATE responses_act SET by_id = %s WHERE verb = 'leave_out'", on.cora.pk),
         "it was left out without a second person"),
        (lambda on: sql("UPDATE responses_revision SET text = %s WHERE kind = 'redacted'", "Call Brambleworth."),
         "the wording of version 1 is not what its marks make of the answer"),
        (lambda on: sql("UPDATE responses_revision SET spans = '[[0, 4]]' WHERE kind = 'redacted'"),
         "the wording of version 1 is not what its marks make of the answer"),
        (lambda on: sql("UPDATE responses_revision SET kind = 'restored' WHERE kind = 'redacted'"),
         "the wording of version 1 is 'as sent', and its act is not"),
        (lambda on: sql("UPDATE responses_revision SET version = 2 WHERE kind = 'redacted'"),
         "a wording of version 2 belongs to no act"),
        (lambda on: sql("DELETE FROM responses_revision WHERE kind = 'redacted'"), "act 1 (redacted) has no wording"),
        (lambda on: sql("UPDATE responses_answer SET text = 'Fewer nurses.' WHERE response_id = %s", on.left_out.pk),
         "what was sent is not what it was when it was sealed"),
        (lambda on: sql("UPDATE responses_response SET organisation_name = 'X' WHERE id = %s", on.left_out.pk),
         "what was sent is not what it was when it was sealed"),
        (lambda on: sql("UPDATE responses_act SET note = 'Nothing.' WHERE verb = 'propose_leaving_out'"),
         "the words of act 1 is not what it was"),
        (lambda on: sql("UPDATE responses_fingerprint SET salt = '' WHERE response_id = %s", on.quoted.pk),
         "no act says that it was erased"),
        (lambda on: sql("UPDATE responses_act SET reason = 'test' WHERE verb = 'leave_out'"), "was changed since"),
        (lambda on: sql("UPDATE responses_act SET at = %s WHERE verb = 'accept'", clock.now()), "was changed since"),
        (lambda on: sql("UPDATE responses_response SET received_at = '2021-05-10' WHERE id = %s", on.keyed.pk),
         "was changed since"),
        (lambda on: sql("UPDATE responses_response SET channel = 'letter', entered_by_id = %s WHERE id = %s",
                        on.cora.pk, on.keyed.pk), "was changed since"),
        (lambda on: sql("UPDATE engagement_exerciseact SET reason = 'Because.' WHERE verb = 'notice'"),
         "was changed since"),
        (lambda on: sql("DELETE FROM engagement_exerciseact WHERE verb = 'notice'"), "exercise acts: 2 removed since"),
        (lambda on: remove(on.withdrawn), "responses: 1 removed since"),
        (lambda on: sql("UPDATE responses_original SET sha256 = %s", "0" * 64), "the hash differs"),
        (lambda on: sql("DELETE FROM responses_original"), "originals: 1 removed since"),
        (lambda on: sql("UPDATE responses_original SET erased_at = %s", clock.now()),
         "it says that it was erased, and its file is still there"),
        (lambda on: overwrite(on, b"%PDF-1.4 another letter"), "its file is not the one that came in"),
        (lambda on: on.original.file.storage.delete(on.original.file.name), "its file is missing"),
        (lambda on: sql("UPDATE responses_seal SET digest = %s", "0" * 64), "something that it covers was changed"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_found(ledger: Ledger, tamper: Tamper, expected: str):
    tamper(ledger)
    found = ledger.findings()
    assert any(expected in told for told in found), found


def put_in_an_act(ledger: Ledger) -> None:
    columns = "response_id, version, verb, reason, reason_label, note, by_id, at"
    values = (ledger.quoted.pk, 3, "check", "", "", "", ledger.cora.pk, clock.now())
    sql(f"INSERT INTO responses_act ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", *values)


def remove(response: Response) -> None:
    """Take a response away so that no foreign key tells of it."""
    sql("DELETE FROM responses_fingerprint WHERE response_id = %s", response.pk)
    sql("DELETE FROM responses_act WHERE response_id = %s", response.pk)
    sql("DELETE FROM responses_answer WHERE response_id = %s", response.pk)
    sql("DELETE FROM responses_response WHERE id = %s", response.pk)


def overwrite(ledger: Ledger, data: bytes) -> None:
    storage, name = ledger.original.file.storage, ledger.original.file.name
    storage.delete(name)
    assert storage.save(name, ContentFile(data)) == name


def test_an_act_without_its_author_is_found_even_where_no_constraint_keeps_it_out(ledger: Ledger):
    act = Act.objects.filter(verb="accept").get()
    act.by_id = act.by = None  # type: ignore[assignment]
    told = [found.told for found in in_chain(Chain(ledger.quoted, [act], [], [], []))]
    assert "act 2 (accepted) does not say who did it" in told


def test_a_seal_that_is_gone_is_found_and_so_is_a_chain_that_was_forged_whole(ledger: Ledger):
    for _ in range(2):
        factories.sent(ledger.exercise)
        seal()
    head = Seal.objects.order_by("number").last()
    assert head is not None
    assert head.number == 3
    noted = {3: head.digest}
    sql("DELETE FROM responses_seal WHERE number = 2")
    assert any("the seals between 1 and 3 are missing" in told for told in ledger.findings())
    # Somebody takes a response away and seals everything afresh: only what was noted elsewhere tells.
    sql("DELETE FROM responses_seal")
    sql("DELETE FROM responses_fingerprint")
    remove(ledger.withdrawn)
    seal()
    assert ledger.findings() == []
    told = [str(found) for found in verifying.verify(ledger.exercise, verifying.Looked(known=noted))]
    assert told == ["Seal 3: it was noted, and it is not there"]


def test_what_is_erased_leaves_the_ledger_in_order(ledger: Ledger):
    with transaction.atomic(), erasing():
        Answer.objects.filter(response=ledger.quoted).update(text="")
        Revision.objects.filter(answer__response=ledger.quoted).update(text="", spans=[])
        Act.objects.filter(response=ledger.quoted).update(note="")
        sealing.forget([ledger.quoted.pk])
    assert any("no act says that it was erased" in told for told in ledger.findings())
    Act.objects.create(response=ledger.quoted, version=3, verb="erase", at=clock.now())
    Response.objects.filter(pk=ledger.quoted.pk).update(version=3)
    assert ledger.findings() == []


def test_a_worker_that_stopped_sealing_is_told(ledger: Ledger):
    factories.sent(ledger.exercise)
    with clock.held(clock.now() + verifying.LATE_SEAL * 2):
        assert any("responses of more than a day ago are not sealed" in told for told in ledger.findings())


def test_the_command_says_what_it_found_and_answers_with_it(ledger: Ledger):
    out = io.StringIO()
    call_command("verify_ledger", "northshire", stdout=out)
    head = out.getvalue().splitlines()[-1].removeprefix("northshire: last seal ")
    assert "4 responses, 1 originals, 1 seals; nothing is wrong" in out.getvalue()
    call_command("verify_ledger", "northshire", "--known", head, stdout=out)
    sql("UPDATE responses_response SET standing = 'held' WHERE id = %s", ledger.quoted.pk)
    with pytest.raises(CommandError, match=r"1 finding\.") as failed:
        call_command("verify_ledger", "northshire", "--no-files", stdout=out)
    assert failed.value.returncode == 1
    assert f"{of_response(ledger.quoted)}: it stands as 'held'" in out.getvalue()
    record = LedgerCheck.objects.filter(exercise=ledger.exercise).first()
    assert record is not None
    assert (record.found, record.responses, record.files) == (1, 4, 0)
    for wrong in (["nowhere"], ["northshire", "--known", "3:abc"], ["--known", head]):
        with pytest.raises(CommandError) as misused:
            call_command("verify_ledger", *wrong, stdout=out)
        assert misused.value.returncode == 2
