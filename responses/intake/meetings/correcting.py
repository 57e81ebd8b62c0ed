"""Putting points right, by the host's word or our own: the first version stays beside the correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common import clock
from common.errors import DomainError
from responses.intake.meetings import splitting
from responses.intake.meetings.models import Point, PointPlace, Proposal
from responses.intake.meetings.reads import wordings_of
from responses.moderation import correcting
from responses.moderation.models import Revision

if TYPE_CHECKING:
    from accounts.models import User

State = Proposal.State


class CannotBeTold(DomainError):
    default_message = (
        "This answer was corrected as a whole, so its points cannot be told apart any more. "
        "Correct it on the page of the response."
    )


class DecidedAlready(DomainError):
    default_message = "A colleague has decided on this proposal already."


@transaction.atomic
def correct(point: Point, text: str, *, by: User, version: int, note: str) -> Revision:
    """Give a point another wording, as a correction of the answer that it belongs to.

    Raises what responses.moderation.correcting raises, and CannotBeTold where its place is not known any more.
    """
    siblings = list(Point.objects.filter(answer=point.answer_id).order_by("start"))
    wording = wordings_of(point.response, [point.answer], siblings)[point.answer_id]
    if any(one.pk not in wording.places for one in siblings):
        raise CannotBeTold
    in_order = sorted(siblings, key=lambda one: wording.places[one.pk])
    texts = [
        splitting.tidy(text) if one.pk == point.pk else wording.text[slice(*wording.places[one.pk])] for one in in_order
    ]
    if not all(texts):
        raise correcting.CorrectionRefused("A point cannot be empty. To hide its words, redact them.")
    revision = correcting.correct(point.answer, splitting.compose(texts), by=by, version=version, note=note)
    PointPlace.objects.bulk_create(
        PointPlace(point=one, revision=revision, start=start, end=end)
        for one, (start, end) in zip(in_order, splitting.places(texts), strict=True)
    )
    return revision


@transaction.atomic
def take(proposal: Proposal, text: str, *, by: User, version: int, note: str) -> Revision:
    """Put a point right as its host proposes, or nearly so; raises DecidedAlready where a colleague was faster."""
    revision = correct(proposal.point, text, by=by, version=version, note=note or "As the host of the meeting asked.")
    _decide(proposal, State.TAKEN, by, act=revision.act)
    return revision


def refuse(proposal: Proposal, *, by: User) -> None:
    """Leave a point as it is; the proposal is kept."""
    _decide(proposal, State.REFUSED, by)


def _decide(proposal: Proposal, state: State, by: User, **more: object) -> None:
    waiting = Proposal.objects.filter(pk=proposal.pk, state=State.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=clock.now(), **more):
        raise DecidedAlready
