"""Two sealers at the same moment, on the database that the run is on; with the control."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from responses.ledger import sealing
from responses.ledger.models import Seal
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
