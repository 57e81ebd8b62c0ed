"""What the people page reads: a fixed number of queries, however many people there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.models import Invitation, Membership, Organisation, Role, StaffAct, User

ACTS_SHOWN = 20


@dataclass
class Member:
    """One person as the people page shows them."""

    user: User
    has_second_factor: bool
    roles: list[Role] = field(default_factory=list)


@dataclass
class Team:
    """One organisation's people, and those who are invited."""

    organisation: Organisation
    members: list[Member]
    invitations: list[Invitation]


def teams_of(organisations: Iterable[Organisation]) -> list[Team]:
    """Return the organisations with their people in order of name, and what invitations are pending."""
    organisations = list(organisations)
    members: dict[int, dict[int, Member]] = defaultdict(dict)
    memberships = Membership.objects.active().filter(organisation__in=organisations).select_related("user")
    protected = _with_second_factor(memberships)
    for membership in memberships.order_by("user__name", "user__email"):
        people, user = members[membership.organisation_id], membership.user
        people.setdefault(user.pk, Member(user, user.pk in protected)).roles.append(Role(membership.role))
    invitations = defaultdict(list)
    pending = Invitation.objects.pending().filter(organisation__in=organisations)
    for invitation in pending.select_related("organisation", "invited_by"):
        invitations[invitation.organisation_id].append(invitation)
    return [
        Team(organisation, list(members[organisation.pk].values()), invitations[organisation.pk])
        for organisation in organisations
    ]


def member_of(organisation: Organisation, user_id: int) -> Member | None:
    """Return one person of the organisation, or None when they hold no role in it."""
    memberships = Membership.objects.active().filter(organisation=organisation, user_id=user_id).select_related("user")
    rows = list(memberships)
    if not rows:
        return None
    return Member(rows[0].user, user_id in _with_second_factor(memberships), [Role(row.role) for row in rows])


def latest_acts(organisation: Organisation, *, subject: User | None = None) -> QuerySet[StaffAct]:
    """Return the latest acts on the organisation's people, or on one of them."""
    acts = StaffAct.objects.filter(organisation=organisation).select_related("by", "subject")
    return (acts.filter(email=subject.email) if subject else acts)[:ACTS_SHOWN]


def _with_second_factor(memberships: QuerySet[Membership]) -> set[int]:
    """Return the ids of those who have set up an authenticator app."""
    apps = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user_id__in=memberships.order_by().values("user_id")
    )
    return set(apps.values_list("user_id", flat=True))
