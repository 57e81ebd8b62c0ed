"""A double click, a retry, four windows or a failing database: one response or none, and never half of one."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, models

from common import clock
from common.models import OutboxMessage
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.submission import references, sending
from responses.submission.models import Answer, Contact, Response
from responses.submission.sending import Arrival
from tests import factories
from tests.responses.visiting import ANSWERS
from tests.support.threads import at_once, meet_after


def arrival() -> Arrival:
    return Arrival(received_at=clock.now())


def test_a_reference_that_is_taken_is_drawn_again(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = factories.sent(exercise).reference
    drawn = iter([taken, taken, references.mint()])
    monkeypatch.setattr(references, "mint", lambda: next(drawn))
    assert factories.sent(exercise).reference != taken


def test_when_no_reference_is_free_nothing_is_half_sent(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = factories.sent(exercise).reference
    monkeypatch.setattr(references, "mint", lambda: taken)
    draft = factories.draft(exercise, ANSWERS)
    with pytest.raises(IntegrityError):
        factories.send(draft)
    draft.refresh_from_db()
    assert draft.is_open
    assert Response.objects.count() == 1


def test_another_fault_of_the_database_is_not_taken_for_a_reference(exercise: Exercise) -> None:
    first = factories.sent(exercise)
    draft = factories.draft(exercise, ANSWERS)
    Draft.objects.filter(pk=draft.pk).update(submission_key=first.submission_key)
    draft.refresh_from_db()
    with pytest.raises(IntegrityError):
        factories.send(draft)
    assert Response.objects.count() == 1


def test_when_anything_fails_all_is_as_before(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    who = {**factories.INDIVIDUAL, "email": "ann@example.org", "wants_copy": "on"}
    draft = factories.draft(exercise, ANSWERS, who=who)

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(sending.outbox, "put", fail)
    with pytest.raises(RuntimeError):
        factories.send(draft)
    draft.refresh_from_db()
    assert draft.is_open
    for model in (Response, Answer, Contact, OutboxMessage):
        assert not model.objects.exists()


def send_all_at_once(exercise: Exercise, *, windows: int = 4) -> list[object]:
    made = factories.draft(exercise, ANSWERS)
    seen = [Draft.objects.select_related("exercise").get(pk=made.pk) for _ in range(windows)]
    key = made.submission_key
    return at_once(*[lambda each=each: sending.submit(each, key=key, arrival=arrival()) for each in seen])


@pytest.mark.django_db(transaction=True)
def test_four_windows_that_send_at_once_give_one_response(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, sending, "timing_of", parties=4)
    results = send_all_at_once(exercise)
    assert {type(result) for result in results} == {Response}
    assert len({result.reference for result in results}) == 1
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_unique_key_still_keeps_one(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    _never_refuse_a_claim(monkeypatch)
    meet_after(monkeypatch, sending, "timing_of", parties=4)
    results = send_all_at_once(exercise)
    assert sum(isinstance(result, Response) for result in results) == 1
    assert sum(isinstance(result, IntegrityError) for result in results) == 3
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_claim_and_unique_key_there_would_be_four(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    _never_refuse_a_claim(monkeypatch)
    meet_after(monkeypatch, sending, "timing_of", parties=4)
    original = sending._insert_response
    monkeypatch.setattr(
        sending, "_insert_response", lambda **columns: original(**{**columns, "submission_key": uuid.uuid4()})
    )
    send_all_at_once(exercise)
    assert Response.objects.count() == 4


def _never_refuse_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    original = models.QuerySet.update

    def update(self: models.QuerySet, **values: object) -> int:
        done = original(self, **values)
        return 1 if self.model is Draft and values.get("is_open") is False else done

    monkeypatch.setattr(models.QuerySet, "update", update)
