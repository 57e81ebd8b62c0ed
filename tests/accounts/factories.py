"""Staff for tests: `member(organisation, Role.ANALYST)` is somebody who can sign in and has a second factor."""

from __future__ import annotations

from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from factory.django import DjangoModelFactory

from accounts.models import Invitation, Membership, Organisation, Role, User
from accounts.people import INVITATION_DAYS
from common import clock

PASSWORD = "correct horse battery staple"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    controller = factory.SelfAttribute("name")
    contact_email = "engagement@example.org"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.COMMUNICATIONS


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"invited-{n}@example.org")
    role = Role.COMMUNICATIONS
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=INVITATION_DAYS))


def give_second_factor(user: User) -> str:
    """Set up an authenticator app and recovery codes for a person, and return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def member(organisation: Organisation, *roles: Role, second_factor: bool = True, **fields: object) -> User:
    """Return a new person with these roles in the organisation."""
    user = UserFactory(**fields)
    for role in roles:
        MembershipFactory(user=user, organisation=organisation, role=role)
    if second_factor:
        give_second_factor(user)
    return user


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()
