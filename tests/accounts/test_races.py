"""Two people at the same moment. Each test has its control: the guard off, and the race shows."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import connection, transaction

from accounts import people
from accounts.errors import InvitationGone, LastAdministrator
from accounts.managers import InvitationQuerySet
from accounts.models import Membership, Role, StaffAct
from common import clock
from tests.accounts.factories import InvitationFactory, OrganisationFactory, UserFactory, member


def administrators(organisation):
    return Membership.objects.active().filter(organisation=organisation, role=Role.ADMINISTRATOR)


def at_once(*calls):
    """Make the calls in threads of their own and return what each answered or raised."""
    answers = [None] * len(calls)

    def answer(position, call):
        try:
            answers[position] = call()
        except Exception as error:
            answers[position] = error
        finally:
            connection.close()

    threads = [Thread(target=answer, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def remove_without_guard(*, person, organisation, by, meet):
    """Look first, then act: what people.remove would be without its lock and its condition."""
    if not administrators(organisation).exclude(user=person).exists():
        raise LastAdministrator
    meet()
    with transaction.atomic():
        administrators(organisation).filter(user=person).update(ended_at=clock.now(), ended_by=by)


def two_administrators_remove_each_other(remove):
    organisation = OrganisationFactory()
    ada, bea = (member(organisation, Role.ADMINISTRATOR) for _ in range(2))
    answers = at_once(
        lambda: remove(person=ada, organisation=organisation, by=bea),
        lambda: remove(person=bea, organisation=organisation, by=ada),
    )
    return administrators(organisation).count(), answers


def meeting_point(seconds=20):
    """Return a call that waits for the other thread to get there as well."""
    barrier = Barrier(2)

    def meet():
        with suppress(BrokenBarrierError):  # where a guard holds the other one back
            barrier.wait(timeout=seconds)

    return meet


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one(monkeypatch):
    meet, take = meeting_point(seconds=1), people._take
    monkeypatch.setattr(people, "_take", lambda *args, **kwargs: (meet(), take(*args, **kwargs)))
    left, answers = two_administrators_remove_each_other(people.remove)
    assert left == 1
    assert sorted(type(answer).__name__ for answer in answers) == ["LastAdministrator", "NoneType"]


@pytest.mark.django_db(transaction=True)
def test_control_without_the_guard_two_administrators_leave_none():
    meet = meeting_point()
    left, _ = two_administrators_remove_each_other(lambda **kwargs: remove_without_guard(**kwargs, meet=meet))
    assert left == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_the_condition_alone_is_not_enough_on_postgresql(monkeypatch):
    record, meet = people._record, meeting_point()
    monkeypatch.setattr(people, "_hold", lambda organisation: None)
    monkeypatch.setattr(people, "_record", lambda *args, **kwargs: (record(*args, **kwargs), meet()))
    left, _ = two_administrators_remove_each_other(people.remove)
    assert left == 0


def accept_in_two_tabs():
    """Both tabs have read the open invitation before either accepts it."""
    invited = UserFactory(email="new@example.org")
    first = InvitationFactory(email=invited.email)
    second = type(first).objects.get(pk=first.pk)
    people.accept(invitation=first)
    people.accept(invitation=second)


@pytest.mark.django_db
def test_an_invitation_is_accepted_once():
    with pytest.raises(InvitationGone):
        accept_in_two_tabs()


@pytest.mark.django_db
def test_control_without_the_condition_an_invitation_is_accepted_twice(monkeypatch):
    monkeypatch.setattr(InvitationQuerySet, "open", lambda self: self)
    accept_in_two_tabs()
    assert StaffAct.objects.filter(verb=StaffAct.Verb.JOINED).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_with_one_link_make_one_account():
    invitation = InvitationFactory(email="new@example.org")
    answers = at_once(
        lambda: people.accept(invitation=invitation, name="One", password="correct horse battery"),
        lambda: people.accept(invitation=invitation, name="Two", password="staple horse battery"),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["InvitationGone", "User"]
