"""Two sealers at once, and people who act while the ledger is sealed or checked; with controls."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from common import clock
from responses.intake.models import Original
from responses.ledger import canonical, sealing, verifying
from responses.ledger.models import Seal
from responses.moderation import moderation
from responses.privacy import erasing
from responses.privacy.models import Erasure
from responses.submission.models import Answer, Response
from tests import factories
from tests.responses.ledger import making
from tests.support.threads import at_once, meet_after

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_sealers_one_seals_and_the_other_is_let_go(transactional_db, monkeypatch):
    ledger = making.ledger()
    factories.sent(ledger.exercise)
    until = making.later()
    with monkeypatch.context() as patch:
        meet_after(patch, sealing, "marks")
        results = at_once(lambda: sealing.seal_next(until), lambda: sealing.seal_next(until))
    assert sorted(str(type(each).__name__) for each in results) == ["IntegrityError", "int"]
    assert Seal.objects.count() == 2
    assert ledger.findings() == []


def test_without_the_guards_the_same_would_be_sealed_twice(transactional_db, monkeypatch):
    ledger = making.ledger()
    factories.sent(ledger.exercise)
    until, looked = making.later(), sealing.marks()
    assert sealing.seal_next(until) == 1
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "marks", lambda: looked)  # somebody who looked before that
        with pytest.raises(IntegrityError):
            sealing.seal_next(until)
        assert Seal.objects.count() == 2
        patch.setattr(sealing, "_fingerprints", lambda name, rows: {})
        patch.setattr(sealing, "_previous", lambda *_: Seal.objects.order_by("-number").first())
        assert sealing.seal_next(until) == 1
    assert Seal.objects.count() == 3
    assert ledger.findings() != []


@pytest.mark.parametrize("guarded", [True, False])
def test_what_is_done_while_the_ledger_is_checked_is_no_finding(transactional_db, monkeypatch, guarded: bool):
    ledger = making.ledger()
    by_act = verifying.Act.objects.filter

    def acted_on_meanwhile(**limits):
        monkeypatch.setattr(verifying.Act.objects, "filter", by_act)
        moderation.accept(ledger.keyed.pk, version=ledger.keyed.version, by=ledger.cora)
        return by_act(**limits)

    monkeypatch.setattr(verifying.Act.objects, "filter", acted_on_meanwhile)
    if not guarded:
        monkeypatch.setattr(verifying, "_of_piece", verifying._in_piece)
    assert bool(ledger.findings()) is not guarded


def test_a_file_that_is_erased_while_files_are_read_is_no_finding(transactional_db):
    ledger = making.ledger()
    read = Original.objects.get()
    read.file.storage.delete(str(read.file.name))
    Original.objects.update(erased_at=clock.now(), file="")
    assert [str(found) for found in verifying.in_original(read)] != []
    assert list(verifying._in_file(read)) == []
    assert ledger.findings() == []


@pytest.mark.parametrize("guarded", [True, False])
def test_words_that_are_erased_while_they_are_sealed_leave_no_fingerprint(transactional_db, monkeypatch, guarded: bool):
    ledger = making.ledger()
    response, until = factories.sent(ledger.exercise), making.later()
    said_in = canonical.said_in

    def erased_once_read(rows):
        said = said_in(rows)
        monkeypatch.setattr(canonical, "said_in", said_in)
        erasing.erase(ledger.exercise, {Response: {response.pk}}, by=None, cause=Erasure.Cause.ASKED)
        Answer.objects.filter(response=response).update(text="")
        return said

    monkeypatch.setattr(canonical, "said_in", erased_once_read)
    if not guarded:
        monkeypatch.setattr(sealing, "_refuse_changed", lambda seen: None)
        assert sealing.seal_next(until) == 1
        assert "what was sent is not what it was when it was sealed" in str(ledger.findings())
        return
    with pytest.raises(IntegrityError):
        sealing.seal_next(until)
    assert sealing.seal_next(until) == 1
    assert ledger.findings() == []


def test_nothing_is_sealed_that_is_hardly_older_than_what_somebody_still_writes(monkeypatch):
    began = clock.now() - dt.timedelta(hours=1)
    monkeypatch.setattr(sealing, "oldest_transaction", lambda: began)
    assert sealing.settled_until() == began - sealing.LAG
