"""Which stakeholder a response is from: suggested by what was typed, decided by a person, on record as an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from common import clock
from engagement.models import Exercise
from responses.moderation import acts
from responses.moderation.models import Act
from responses.register import addresses, likeness, stakeholders
from responses.register.inviting.models import InvitedDraft
from responses.register.likeness import Known, Likeness
from responses.register.models import Stakeholder, StakeholderContact, StakeholderMatch, StakeholderName
from responses.submission.models import Contact, Response

if TYPE_CHECKING:
    from accounts.models import User

NOBODY = "From nobody on the register"
FROM_LINK, EARLIER, BY_EMAIL = 105, 104, 103


@transaction.atomic
def match(response: Response, stakeholder: Stakeholder, *, by: User, version: int, remember: bool = False) -> Act:
    """Tie a response to a stakeholder of the register, and keep the typed name as one of its names if asked to."""
    if stakeholder.organisation_id != response.exercise.organisation_id:
        raise Stakeholder.DoesNotExist
    act = acts.perform(
        response.pk, verb=Act.Verb.MATCH, version=version, by=by, also=_of_organisation(), note=stakeholder.name
    )
    _decide(response, stakeholder, by)
    if remember and response.organisation_name:
        stakeholders.remember(stakeholder, response.organisation_name)
    return act


@transaction.atomic
def set_apart(response: Response, *, by: User, version: int) -> Act:
    """Decide that a response is from nobody on the register."""
    act = acts.perform(response.pk, verb=Act.Verb.UNMATCH, version=version, by=by, also=_of_organisation(), note=NOBODY)
    _decide(response, None, by)
    return act


@transaction.atomic
def unmatch(response: Response, *, by: User, version: int) -> Act:
    """Take a decision back: the response is among those to be decided again."""
    act = acts.perform(
        response.pk, verb=Act.Verb.UNMATCH, version=version, by=by, also=Q(stakeholder_match__isnull=False)
    )
    StakeholderMatch.objects.filter(response=response).delete()
    return act


def _of_organisation() -> Q:
    return Q(kind=Response.Kind.ORGANISATION)


def _decide(response: Response, stakeholder: Stakeholder | None, by: User) -> None:
    decided = {"stakeholder": stakeholder, "by": by, "at": clock.now()}
    StakeholderMatch.objects.update_or_create(response=response, defaults=decided)


@dataclass(frozen=True)
class Suggestion:
    """A stakeholder that a response may be from, and why."""

    stakeholder: Stakeholder
    reason: str


@dataclass(frozen=True)
class Undecided:
    """A response of an organisation, and whom it may be from."""

    response: Response
    suggestions: list[Suggestion]
    is_known: bool  # whether the typed name is one of the first suggestion's already


def undecided(exercise: Exercise) -> QuerySet[Response]:
    """Return the responses for organisations that stand and that nobody has decided on, the oldest first."""
    rows = Response.objects.current().filter(
        exercise=exercise, kind=Response.Kind.ORGANISATION, stakeholder_match__isnull=True
    )
    return rows.order_by("received_at", "id")


def suggested(exercise: Exercise, responses: Sequence[Response]) -> list[Undecided]:
    """Return whom each response may be from: a fixed number of queries, however many responses."""
    known = _known(exercise.organisation_id)
    hints = _hints(exercise, responses)
    likely = {response.pk: _likely(response, known, hints.get(response.pk, [])) for response in responses}
    ids = {one.stakeholder for found in likely.values() for one in found}
    stakeholders = Stakeholder.objects.active().in_bulk(ids)
    keys = {(one.stakeholder, one.key) for one in known}
    return [
        Undecided(
            response,
            suggestions=[
                Suggestion(stakeholders[one.stakeholder], one.reason)
                for one in likely[response.pk]
                if one.stakeholder in stakeholders
            ],
            is_known=any(
                (one.stakeholder, likeness.key_of(response.organisation_name)) in keys for one in likely[response.pk]
            ),
        )
        for response in responses
    ]


def _likely(response: Response, known: Sequence[Known], hints: Sequence[Likeness]) -> list[Likeness]:
    """Return hints other than the name, then the names that are alike; each stakeholder once."""
    found: dict[int, Likeness] = {}
    for one in [*hints, *likeness.like(response.organisation_name, known)]:
        before = found.get(one.stakeholder)
        if before:
            score = max(one.score, before.score)
            found[one.stakeholder] = Likeness(one.stakeholder, score, f"{before.reason}. {one.reason}")
        else:
            found[one.stakeholder] = one
    return sorted(found.values(), key=lambda one: (-one.score, one.stakeholder))[: likeness.FEW]


def _known(organisation_id: int) -> list[Known]:
    names = StakeholderName.objects.filter(organisation=organisation_id, stakeholder__retired_at__isnull=True)
    return [Known(*row) for row in names.order_by("id").values_list("stakeholder_id", "text", "key", "is_alias")]


def _hints(exercise: Exercise, responses: Sequence[Response]) -> dict[int, list[Likeness]]:
    """Return what says more than a name: the link, an earlier answer, the address of a contact."""
    hints: dict[int, list[Likeness]] = {response.pk: [] for response in responses}
    by_draft = {response.draft_id: response.pk for response in responses if response.draft_id}
    linked = InvitedDraft.objects.filter(draft__in=by_draft)
    for draft, stakeholder in linked.values_list("draft_id", "invitation__stakeholder_id"):
        hints[by_draft[draft]].append(Likeness(stakeholder, FROM_LINK, "It was begun from the link of its invitation"))
    earlier = StakeholderMatch.objects.filter(
        response__draft__in=by_draft, response__exercise=exercise, stakeholder__isnull=False
    )
    for draft, stakeholder in earlier.values_list("response__draft_id", "stakeholder_id").distinct():
        hints[by_draft[draft]].append(Likeness(stakeholder, EARLIER, "The answer that this one replaces was from it"))
    for response, stakeholder in _by_email(exercise, responses):
        hints[response].append(Likeness(stakeholder, BY_EMAIL, "The email address given is that of its contact"))
    return hints


def _by_email(exercise: Exercise, responses: Sequence[Response]) -> set[tuple[int, int]]:
    hashes: dict[str, list[int]] = {}
    for contact in Contact.objects.filter(response__in=responses):
        for hashed in addresses.hashes_of(contact.email):
            hashes.setdefault(hashed, []).append(contact.response_id)
    found = StakeholderContact.objects.filter(email_hash__in=hashes, stakeholder__organisation=exercise.organisation_id)
    pairs = found.values_list("email_hash", "stakeholder_id")
    return {(response, stakeholder) for hashed, stakeholder in pairs for response in hashes[hashed]}
