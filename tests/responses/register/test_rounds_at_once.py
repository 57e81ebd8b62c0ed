"""Two schedulers and two workers at once: a round is started once and goes to each address once."""

from __future__ import annotations

import pytest
from django.db.models import Q

from common import outbox
from common.models import OutboxMessage
from responses.register.inviting import rounds
from responses.register.inviting.models import Delivery, Mailing
from tests.responses.register.making import Register
from tests.support.threads import at_once, meet_after


@pytest.fixture
def planned(register):
    """A round that is due, to three organisations."""
    for number in range(3):
        register.invited(f"Organisation {number}", f"{number}@example.org")
    return register.plan("invitation")


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_start_a_round_once(planned):
    for _ in range(4):
        Mailing.objects.update(state="planned")
        OutboxMessage.objects.all().delete()
        assert sorted(at_once(rounds.start_due, rounds.start_due)) == [0, 1]
        assert OutboxMessage.objects.filter(kind=rounds.PUT_DOWN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_two_schedulers_would_start_it_twice(planned, monkeypatch):
    monkeypatch.setattr(rounds, "still_planned", lambda: Q())
    meet_after(monkeypatch, rounds, "due")
    assert at_once(rounds.start_due, rounds.start_due) == [1, 1]
    assert OutboxMessage.objects.filter(kind=rounds.PUT_DOWN).count() == 2


@pytest.mark.django_db(transaction=True)
def test_even_a_round_that_was_started_twice_goes_to_each_address_once(planned, monkeypatch):
    monkeypatch.setattr(rounds, "still_planned", lambda: Q())
    rounds.start_due()
    Mailing.objects.update(state="planned")
    rounds.start_due()
    batches = list(OutboxMessage.objects.filter(kind=rounds.PUT_DOWN))
    meet_after(monkeypatch, rounds, "recipients")
    results = at_once(*[lambda message=message: rounds.put_down(message) for message in batches])
    assert {type(one).__name__ for one in results} <= {"NoneType", "IntegrityError"}
    assert Delivery.objects.count() == 3
    assert OutboxMessage.objects.filter(kind=rounds.SEND).count() == 3


def test_without_the_constraint_it_would_have_been_put_down_twice(register: Register, planned):
    """The control: what holds the second batch back is the row that the first has written, and nothing else."""
    rounds.start_due()
    outbox.drain()
    first = list(Delivery.objects.all())
    assert len(first) == 3
    Delivery.objects.all().delete()
    message = OutboxMessage(kind=rounds.PUT_DOWN, payload={"mailing": planned.pk, "after": 0})
    rounds.put_down(message)
    assert OutboxMessage.objects.filter(kind=rounds.SEND).count() == 6
