from datetime import timedelta

import pytest
from django.core import mail as mailbox

from accounts import people
from accounts.errors import AlreadyHasRole, InvitationGone, LastAdministrator, NotAMember
from accounts.models import Invitation, Membership, Role, StaffAct, User
from accounts.permissions import roles_of
from common import clock, outbox
from common.models import OutboxMessage
from tests.accounts.factories import PASSWORD, InvitationFactory, has_second_factor, member

Verb = StaffAct.Verb


def roles(user, organisation):
    return roles_of(User.objects.get(pk=user.pk), organisation.pk)


def last_act():
    return StaffAct.objects.first()


def test_an_invitation_is_recorded_and_emailed_once_it_is_committed(cast):
    invitation = people.invite(
        organisation=cast.northshire, email=" New@Example.org", role=Role.ANALYST, by=cast.administrator
    )
    assert invitation.email == "new@example.org"
    act = last_act()
    assert (act.verb, act.by, act.email, act.note) == (Verb.INVITED, cast.administrator, "new@example.org", "Analyst")
    assert not mailbox.outbox
    outbox.drain()
    [email] = mailbox.outbox
    assert email.to == ["new@example.org"]
    assert "Ada Administrator has invited you to join NHS Northshire" in email.body
    assert "as: Analyst" in email.body


def test_the_database_keeps_no_secret_of_the_link(cast):
    invitation = people.invite(
        organisation=cast.northshire, email="new@example.org", role=Role.ANALYST, by=cast.administrator
    )
    assert invitation.token_hash is None
    assert OutboxMessage.objects.get().payload == {"invitation": invitation.pk}
    outbox.drain()
    token = mailbox.outbox[0].body.partition("/invitations/")[2].partition("/")[0]
    invitation.refresh_from_db()
    assert len(token) == 64
    assert token not in str(vars(invitation))


def test_an_email_that_goes_out_twice_carries_the_same_link_both_times(cast):
    people.invite(organisation=cast.northshire, email="new@example.org", role=Role.ANALYST, by=cast.administrator)
    outbox.drain()
    OutboxMessage.objects.update(
        done_at=None, available_at=clock.now(), payload={"invitation": Invitation.objects.get().pk}
    )
    outbox.drain()
    first, second = mailbox.outbox
    assert first.body == second.body
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_second_invitation_to_the_same_role_takes_the_place_of_the_first(cast):
    details = {"organisation": cast.northshire, "email": "new@example.org", "role": Role.ANALYST}
    first = people.invite(**details, by=cast.administrator)
    second = people.invite(**details, by=cast.administrator)
    assert Invitation.objects.open().get() == second
    with pytest.raises(InvitationGone):
        people.accept(invitation=first, name="New Person", password=PASSWORD)


def test_nobody_is_invited_to_a_role_they_have(cast):
    with pytest.raises(AlreadyHasRole):
        people.invite(organisation=cast.northshire, email="ANIL@example.org", role=Role.ANALYST, by=cast.administrator)


def test_a_withdrawn_invitation_is_not_emailed_and_not_accepted(cast):
    invitation = people.invite(
        organisation=cast.northshire, email="new@example.org", role=Role.ANALYST, by=cast.administrator
    )
    people.revoke(invitation=invitation, by=cast.administrator)
    assert last_act().verb == Verb.REVOKED
    outbox.drain()
    assert not mailbox.outbox
    with pytest.raises(InvitationGone):
        people.accept(invitation=invitation, name="New Person", password=PASSWORD)
    with pytest.raises(InvitationGone):
        people.revoke(invitation=invitation, by=cast.administrator)


def test_accepting_makes_an_account_with_the_role(cast):
    invitation = InvitationFactory(organisation=cast.northshire, role=Role.ANALYST, email="new@example.org")
    new = people.accept(invitation=invitation, name="New Person", password=PASSWORD)
    assert new.check_password(PASSWORD)
    assert roles(new, cast.northshire) == {Role.ANALYST}
    assert (last_act().verb, last_act().by, last_act().subject) == (Verb.JOINED, new, new)
    assert not new.is_staff


def test_accepting_adds_the_role_to_the_account_there_is_and_leaves_its_password_alone(cast):
    invitation = InvitationFactory(organisation=cast.northshire, role=Role.STEERING, email=cast.outsider.email)
    people.accept(invitation=invitation, name="Mallory", password="another password altogether")
    cast.outsider.refresh_from_db()
    assert cast.outsider.check_password(PASSWORD)
    assert cast.outsider.name == "Otto Outsider"
    assert has_second_factor(cast.outsider)
    assert roles(cast.outsider, cast.northshire) == {Role.STEERING}
    assert roles(cast.outsider, cast.elsewhere) == {Role.ADMINISTRATOR}


def test_an_invitation_runs_out_after_seven_days(cast):
    invitation = people.invite(
        organisation=cast.northshire, email="new@example.org", role=Role.ANALYST, by=cast.administrator
    )
    with clock.held(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(InvitationGone):
        people.accept(invitation=invitation, name="New Person", password=PASSWORD)
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_closed_account_accepts_nothing(cast):
    User.objects.filter(pk=cast.outsider.pk).update(is_active=False)
    invitation = InvitationFactory(organisation=cast.northshire, email=cast.outsider.email)
    with pytest.raises(InvitationGone):
        people.accept(invitation=invitation)


def test_roles_are_given_and_taken_and_each_is_on_record(cast):
    people.set_roles(
        person=cast.analyst,
        organisation=cast.northshire,
        roles=[Role.COMMUNICATIONS, Role.STEERING],
        by=cast.administrator,
    )
    assert roles(cast.analyst, cast.northshire) == {Role.COMMUNICATIONS, Role.STEERING}
    acts = StaffAct.objects.values_list("verb", "note", "by__email")
    assert set(acts) == {
        ("granted", "Communications", "ada@example.org"),
        ("granted", "Steering group", "ada@example.org"),
        ("ended", "Analyst", "ada@example.org"),
    }


def test_roles_saved_as_they_were_leave_no_record(cast):
    people.set_roles(person=cast.analyst, organisation=cast.northshire, roles=[Role.ANALYST], by=cast.administrator)
    assert not StaffAct.objects.exists()


def test_a_role_can_be_given_again(cast):
    for wanted in ([Role.STEERING], [Role.ANALYST]):
        people.set_roles(person=cast.analyst, organisation=cast.northshire, roles=wanted, by=cast.administrator)
    assert roles(cast.analyst, cast.northshire) == {Role.ANALYST}
    assert Membership.objects.active().get(user=cast.analyst).ended_by is None


def test_removing_ends_all_roles_and_keeps_the_person_on_record(cast):
    people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator, note="Left in May")
    assert roles(cast.analyst, cast.northshire) == frozenset()
    membership = Membership.objects.get(user=cast.analyst)
    assert membership.ended_by == cast.administrator
    assert (last_act().verb, last_act().subject, last_act().note) == (Verb.REMOVED, cast.analyst, "Left in May")
    with pytest.raises(NotAMember):
        people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator)


def test_removing_from_one_organisation_leaves_the_other(cast):
    people.accept(invitation=InvitationFactory(organisation=cast.northshire, email=cast.outsider.email))
    people.remove(person=cast.outsider, organisation=cast.northshire, by=cast.administrator)
    assert roles(cast.outsider, cast.elsewhere) == {Role.ADMINISTRATOR}


def test_somebody_removed_does_not_come_back_by_an_invitation_still_open(cast):
    offer = {"email": cast.analyst.email, "role": Role.STEERING, "by": cast.administrator}
    here = people.invite(organisation=cast.northshire, **offer)
    elsewhere = people.invite(organisation=cast.elsewhere, **offer)
    people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator)
    assert list(Invitation.objects.open()) == [elsewhere]
    with pytest.raises(InvitationGone):
        people.accept(invitation=here)


def test_the_last_administrator_can_neither_be_removed_nor_step_down(cast):
    with pytest.raises(LastAdministrator):
        people.remove(person=cast.administrator, organisation=cast.northshire, by=cast.administrator)
    with pytest.raises(LastAdministrator):
        people.set_roles(
            person=cast.administrator, organisation=cast.northshire, roles=[Role.ANALYST], by=cast.administrator
        )
    assert roles(cast.administrator, cast.northshire) == {Role.ADMINISTRATOR}
    assert not StaffAct.objects.exists()


def test_a_colleague_whose_account_is_closed_does_not_count_as_an_administrator(cast):
    member(cast.northshire, Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(LastAdministrator):
        people.remove(person=cast.administrator, organisation=cast.northshire, by=cast.administrator)


def test_one_of_two_administrators_can_be_removed(cast):
    second = member(cast.northshire, Role.ADMINISTRATOR)
    people.remove(person=cast.administrator, organisation=cast.northshire, by=second)
    assert roles(second, cast.northshire) == {Role.ADMINISTRATOR}


def test_a_reset_takes_password_and_second_factor_and_emails_a_link(cast):
    people.reset(person=cast.analyst, organisation=cast.northshire, by=cast.administrator, note="Lost phone")
    cast.analyst.refresh_from_db()
    assert not cast.analyst.has_usable_password()
    assert not has_second_factor(cast.analyst)
    assert (last_act().verb, last_act().note) == (Verb.RESET, "Lost phone")
    outbox.drain()
    [email] = mailbox.outbox
    assert email.to == ["anil@example.org"]
    assert "http://testserver/account/password/reset/key/" in email.body


def test_nobody_of_another_organisation_is_reset(cast):
    with pytest.raises(NotAMember):
        people.reset(person=cast.outsider, organisation=cast.northshire, by=cast.administrator)
    assert has_second_factor(cast.outsider)


def test_an_act_that_fails_leaves_nothing_behind(cast, monkeypatch):
    monkeypatch.setattr(people, "_record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.remove(person=cast.analyst, organisation=cast.northshire, by=cast.administrator)
    assert roles(cast.analyst, cast.northshire) == {Role.ANALYST}


def test_demo_accounts_are_made_once(cast):
    made = people.create_demo_accounts(cast.northshire)
    assert {role for role, _, _ in made} == set(Role)
    assert [role for role, _, _ in made].count(Role.COMMUNICATIONS) == 2
    for role, email, password in made:
        user = User.objects.get(email=email)
        assert email.endswith("@example.org")
        assert user.check_password(password)
        assert roles(user, cast.northshire) == {role}
    assert people.create_demo_accounts(cast.northshire) == []
    assert User.objects.get(email=made[0][1]).check_password(made[0][2])


def test_demo_accounts_get_new_passwords_when_asked(cast):
    first = people.create_demo_accounts(cast.northshire)
    again = people.create_demo_accounts(cast.northshire, new_passwords=True)
    assert [email for _, email, _ in again] == [email for _, email, _ in first]
    assert {password for _, _, password in again}.isdisjoint({password for _, _, password in first})
    assert User.objects.get(email=again[0][1]).check_password(again[0][2])
