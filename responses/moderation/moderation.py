"""What moderators do to the standing of a response. Nothing is deleted; each act is kept with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact

from common.errors import DomainError
from responses.moderation import acts
from responses.moderation.errors import NoteNeeded, NotPossible, SecondPersonNeeded
from responses.moderation.models import Act
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

Verb, Reason, Standing = Act.Verb, Act.Reason, Response.Standing


def accept(response_id: int, *, version: int, by: User, reason: str = Reason.ORDINARY, note: str = "") -> Act:
    """Let a response count and be quoted."""
    return acts.perform(
        response_id,
        verb=Verb.ACCEPT,
        version=version,
        by=by,
        allowed=[Standing.UNMODERATED, Standing.HELD, Standing.LEAVING_OUT],
        reason=reason,
        note=note,
        standing=Standing.ACCEPTED,
    )


def hold(response_id: int, *, version: int, by: User, reason: str, note: str = "") -> Act:
    """Put a response aside until something is cleared up; it is not quoted meanwhile."""
    return acts.perform(
        response_id,
        verb=Verb.HOLD,
        version=version,
        by=by,
        allowed=[Standing.UNMODERATED, Standing.ACCEPTED],
        reason=reason,
        note=note,
        standing=Standing.HELD,
    )


def propose_leaving_out(response_id: int, *, version: int, by: User, reason: str, note: str = "") -> Act:
    """Ask a second person to agree that a response is left out of the analysis."""
    return acts.perform(
        response_id,
        verb=Verb.PROPOSE_LEAVING_OUT,
        version=version,
        by=by,
        allowed=[Standing.UNMODERATED, Standing.ACCEPTED, Standing.HELD],
        reason=reason,
        note=note,
        standing=Standing.LEAVING_OUT,
    )


def leave_out(response_id: int, *, version: int, by: User, reason: str = "", note: str = "") -> Act:
    """Agree, as a second person, that a response is left out; without a reason of one's own the proposer's holds."""
    proposal = Act.objects.filter(response=response_id, verb=Verb.PROPOSE_LEAVING_OUT).order_by("-version").first()
    try:
        return acts.perform(
            response_id,
            verb=Verb.LEAVE_OUT,
            version=version,
            by=by,
            allowed=[Standing.LEAVING_OUT],
            also=not_proposed_by(by),
            reason=reason or (proposal.reason if proposal else ""),
            note=note,
            standing=Standing.LEFT_OUT,
        )
    except NotPossible:
        now = Response.objects.get(pk=response_id)
        if now.is_current and (now.version, now.standing) == (version, Standing.LEAVING_OUT):
            raise SecondPersonNeeded from None
        raise acts.why_not(response_id, version=version) from None


def not_proposed_by(user: User) -> Q:
    """Limit responses to those whose latest proposal to leave them out came from somebody else."""
    return ~Q(Exact(Subquery(_latest_proposal().values("by_id")[:1]), user.pk))


def _latest_proposal() -> QuerySet[Act]:
    return Act.objects.filter(response=OuterRef("pk"), verb=Verb.PROPOSE_LEAVING_OUT).order_by("-version")


def return_to_queue(response_id: int, *, version: int, by: User, reason: str, note: str) -> Act:
    """Take back a decision, so that the response is looked at afresh."""
    if not note.strip():
        raise NoteNeeded
    return acts.perform(
        response_id,
        verb=Verb.RETURN,
        version=version,
        by=by,
        allowed=[Standing.ACCEPTED, Standing.HELD, Standing.LEAVING_OUT, Standing.LEFT_OUT],
        reason=reason,
        note=note,
        standing=Standing.UNMODERATED,
    )


def confirm_organisation(response_id: int, *, version: int, by: User, note: str) -> Act:
    """Record that the respondent does speak for the organisation, and how that was checked."""
    return _set_confirmed(response_id, Verb.CONFIRM_ORGANISATION, version=version, by=by, note=note)


def unconfirm_organisation(response_id: int, *, version: int, by: User, note: str) -> Act:
    """Take back a confirmation."""
    return _set_confirmed(response_id, Verb.UNCONFIRM_ORGANISATION, version=version, by=by, note=note)


def _set_confirmed(response_id: int, verb: Act.Verb, *, version: int, by: User, note: str) -> Act:
    if not note.strip():
        raise NoteNeeded("Say in a few words how you know.")
    confirmed = verb == Verb.CONFIRM_ORGANISATION
    claims = Q(kind=Response.Kind.ORGANISATION, organisation_confirmed=not confirmed)
    return acts.perform(
        response_id, verb=verb, version=version, by=by, also=claims, note=note, organisation_confirmed=confirmed
    )


@dataclass(frozen=True)
class BulkResult:
    accepted: int
    passed_over: int


def bulk_accept(seen: Iterable[tuple[int, int]], *, by: User, note: str = "") -> BulkResult:
    """Accept responses (id and version as seen) that hold no words of anybody's; each is an act of its own.

    Whatever has words, or was changed in the meantime, is passed over and counted.
    """
    accepted = passed_over = 0
    for response_id, version in seen:
        try:
            acts.perform(
                response_id,
                verb=Verb.ACCEPT,
                version=version,
                by=by,
                allowed=[Standing.UNMODERATED],
                also=Q(has_free_text=False),
                reason=Reason.ORDINARY,
                note=note,
                standing=Standing.ACCEPTED,
            )
            accepted += 1
        except DomainError:
            passed_over += 1
    return BulkResult(accepted, passed_over)
