import pytest
from django.db import IntegrityError, transaction

from accounts.models import Invitation, Membership, StaffAct, User
from common import clock
from tests.accounts.factories import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    """Whether the database itself refuses."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_an_address_has_one_account_whatever_case_it_is_typed_in():
    UserFactory(email="ada@example.org")
    assert refused(lambda: User.objects.create(email="ADA@example.org"))


def test_people_are_found_by_their_address_in_any_case():
    ada = UserFactory(email="ada@example.org")
    assert User.objects.get_by_natural_key(" Ada@Example.ORG ") == ada
    assert User.objects.create_user("Bea@Example.org").email == "bea@example.org"


def test_an_account_without_a_password_cannot_be_signed_in_to():
    assert not User.objects.create_user("bea@example.org").has_usable_password()


def test_a_role_is_held_once():
    membership = MembershipFactory()
    assert refused(
        lambda: Membership.objects.create(
            user=membership.user, organisation=membership.organisation, role=membership.role
        )
    )


def test_the_database_knows_the_roles():
    membership = MembershipFactory()
    assert refused(lambda: Membership.objects.filter(pk=membership.pk).update(role="emperor"))
    assert refused(lambda: InvitationFactory(role="emperor"))


def test_a_role_that_ended_says_who_ended_it():
    membership = MembershipFactory()
    assert refused(lambda: Membership.objects.filter(pk=membership.pk).update(ended_at=clock.now()))
    assert refused(lambda: Membership.objects.filter(pk=membership.pk).update(ended_by=membership.user))


def test_an_accepted_invitation_says_who_accepted_it():
    invitation = InvitationFactory()
    assert refused(lambda: Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now()))
    assert refused(lambda: Invitation.objects.filter(pk=invitation.pk).update(accepted_by=UserFactory()))


def test_an_invitation_is_not_both_accepted_and_withdrawn():
    invitation = InvitationFactory()
    now = clock.now()
    assert refused(
        lambda: Invitation.objects.filter(pk=invitation.pk).update(
            accepted_at=now, accepted_by=UserFactory(), revoked_at=now
        )
    )


def test_one_invitation_is_pending_for_an_address_and_a_role():
    first = InvitationFactory(email="bea@example.org")
    again = {"organisation": first.organisation, "role": first.role}
    assert refused(lambda: InvitationFactory(email="BEA@example.org", **again))
    Invitation.objects.update(revoked_at=clock.now())
    assert not refused(lambda: InvitationFactory(email="bea@example.org", **again))


def test_an_act_on_record_is_neither_changed_nor_deleted():
    act = StaffAct.objects.create(
        organisation=OrganisationFactory(), by=None, verb=StaffAct.Verb.GRANTED, email="a@example.org"
    )
    act.note = "never happened"
    with pytest.raises(TypeError, match="another act"):
        act.save()
    with pytest.raises(TypeError, match="never deleted"):
        act.delete()
    with pytest.raises(TypeError, match="another act"):
        StaffAct.objects.update(note="never happened")
    with pytest.raises(TypeError, match="never deleted"):
        StaffAct.objects.all().delete()
