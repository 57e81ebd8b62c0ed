"""Every act on who may sign in and do what. Each is one transaction together with its record in StaffAct."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import Exists, Q

from accounts import mail
from accounts.errors import AlreadyHasRole, InvitationGone, LastAdministrator, NotAMember
from accounts.managers import tidy_email
from accounts.models import Invitation, Membership, Organisation, Role, StaffAct, User
from common import clock

INVITATION_DAYS = 7
DEMO_ACCOUNTS = {
    "communications": Role.COMMUNICATIONS,
    "communications-2": Role.COMMUNICATIONS,  # some acts need two people
    "analyst": Role.ANALYST,
    "steering": Role.STEERING,
    "administrator": Role.ADMINISTRATOR,
}
Verb = StaffAct.Verb


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: Role, by: User) -> Invitation:
    """Offer a role by email; a new offer of the same role takes the place of one that is still open."""
    email = tidy_email(email)
    if Membership.objects.active().filter(user__email=email, organisation=organisation, role=role).exists():
        raise AlreadyHasRole(f"{email} already has this role.")
    now = clock.now()
    _hold(organisation)
    Invitation.objects.pending().filter(organisation=organisation, email=email, role=role).update(revoked_at=now)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        invited_by=by,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    _record(Verb.INVITED, organisation=organisation, by=by, email=email, note=Role(role).label)
    mail.post_invitation(invitation)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> None:
    """Withdraw an invitation; its link stops working."""
    if not Invitation.objects.pending().filter(pk=invitation.pk).update(revoked_at=clock.now()):
        raise InvitationGone
    _record(
        Verb.REVOKED,
        organisation=invitation.organisation,
        by=by,
        email=invitation.email,
        note=invitation.get_role_display(),
    )


@transaction.atomic
def accept(*, invitation: Invitation, name: str = "", password: str | None = None) -> User:
    """Take up an invitation, once. Name and password count only where the address has no account yet."""
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = _create(invitation.email, name=name, password=password)
    if not user.is_active or not _claim(invitation, user):
        raise InvitationGone
    _give(user, invitation.organisation, Role(invitation.role))
    _record(
        Verb.JOINED,
        organisation=invitation.organisation,
        by=user,
        subject=user,
        email=user.email,
        note=invitation.get_role_display(),
    )
    return user


@transaction.atomic
def set_roles(*, person: User, organisation: Organisation, roles: Collection[Role], by: User) -> None:
    """Make these the person's roles in the organisation: at least one, and never without an administrator left."""
    if not roles:
        raise ValueError("Somebody without a role is removed, by people.remove.")
    _hold(organisation)
    held = _roles_held(person, organisation)
    if not held:
        raise NotAMember
    for role in (role for role in Role if role in roles and role not in held):
        _give(person, organisation, role)
        _record(Verb.GRANTED, organisation=organisation, by=by, subject=person, email=person.email, note=role.label)
    taken = [role for role in Role if role in held and role not in roles]
    _take(person, organisation, taken, by=by)
    for role in taken:
        _record(Verb.ENDED, organisation=organisation, by=by, subject=person, email=person.email, note=role.label)


@transaction.atomic
def remove(*, person: User, organisation: Organisation, by: User, note: str = "") -> None:
    """End all the person's roles in the organisation. What they did stays on record under their name."""
    _hold(organisation)
    held = _roles_held(person, organisation)
    if not held:
        raise NotAMember
    _take(person, organisation, held, by=by)
    # An invitation still open would be a way back in.
    Invitation.objects.pending().filter(organisation=organisation, email=person.email).update(revoked_at=clock.now())
    _record(Verb.REMOVED, organisation=organisation, by=by, subject=person, email=person.email, note=note)


@transaction.atomic
def reset(*, person: User, organisation: Organisation, by: User, note: str = "") -> None:
    """Close the person's sign-in until they choose a new password from the email sent to them.

    The old password goes together with the second factor: alone, it would let whoever knows it set up a second
    factor of their own. A changed password also ends every open session.
    """
    if not _roles_held(person, organisation):
        raise NotAMember
    person.set_unusable_password()
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user=person).delete()
    _record(Verb.RESET, organisation=organisation, by=by, subject=person, email=person.email, note=note)
    mail.post_password_reset(person)


@transaction.atomic
def create_staff(*, email: str, organisation: Organisation, role: Role, password: str | None, name: str = "") -> User:
    """Give somebody a role without an invitation, from the command line: the first administrator, for one."""
    email = tidy_email(email)
    user = User.objects.filter(email=email).first() or _create(email, name=name, password=password)
    if role in _roles_held(user, organisation):
        raise AlreadyHasRole(f"{email} already has this role.")
    _give(user, organisation, role)
    _record(Verb.GRANTED, organisation=organisation, by=None, subject=user, email=email, note=Role(role).label)
    return user


def create_demo_accounts(organisation: Organisation, *, new_passwords: bool = False) -> list[tuple[Role, str, str]]:
    """Make the demonstration's example.org accounts and return what a person needs to sign in with those made just now.

    A second run returns nothing and leaves the passwords as they are, unless it is asked for new ones.
    """
    made = []
    for name, role in DEMO_ACCOUNTS.items():
        email, password = f"{name}@example.org", secrets.token_urlsafe(12)
        user = User.objects.filter(email=email).first()
        if user is None or role not in _roles_held(user, organisation):
            called = f"Demo {name.replace('-', ' ')}"
            create_staff(email=email, organisation=organisation, role=role, password=password, name=called)
        if user is not None:
            if not new_passwords:
                continue
            user.set_password(password)
            user.save(update_fields=["password"])
        made.append((role, email, password))
    return made


def _create(email: str, *, name: str, password: str | None) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
    except IntegrityError as taken:  # somebody else took up an invitation to the same address a moment ago
        raise InvitationGone from taken
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user


def _claim(invitation: Invitation, user: User) -> bool:
    """Mark an open invitation as taken up; of two people who hold the link, one gets True."""
    taken = Invitation.objects.open().filter(pk=invitation.pk)
    return bool(taken.update(accepted_at=clock.now(), accepted_by=user))


def _roles_held(person: User, organisation: Organisation) -> set[Role]:
    held = Membership.objects.active().filter(user=person, organisation=organisation)
    return {Role(role) for role in held.order_by().values_list("role", flat=True)}


def _give(person: User, organisation: Organisation, role: Role) -> None:
    Membership.objects.update_or_create(
        user=person,
        organisation=organisation,
        role=role,
        defaults={"since": clock.now(), "ended_at": None, "ended_by": None},
    )


def _take(person: User, organisation: Organisation, roles: Collection[Role], *, by: User) -> None:
    """End these roles in one conditional update, which passes over the last administrator."""
    administrators = Membership.objects.active().filter(
        organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True
    )
    ending = Membership.objects.active().filter(user=person, organisation=organisation, role__in=roles)
    ending = ending.filter(~Q(role=Role.ADMINISTRATOR) | Exists(administrators.exclude(user=person)))
    if ending.update(ended_at=clock.now(), ended_by=by) != len(roles):
        raise LastAdministrator


def _hold(organisation: Organisation) -> None:
    """Let acts on one organisation's people happen one after the other, until the transaction ends.

    Two administrators who remove each other at the same moment would each still see the other one. PostgreSQL
    locks the row; SQLite lets in one writer at a time and ignores this.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _record(
    verb: StaffAct.Verb,
    *,
    organisation: Organisation,
    by: User | None,
    email: str,
    subject: User | None = None,
    note: str = "",
) -> None:
    StaffAct.objects.create(organisation=organisation, by=by, verb=verb, subject=subject, email=email, note=note)
