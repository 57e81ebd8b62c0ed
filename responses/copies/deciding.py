"""What people decide about copies. Each decision is a conditional update, and the job leaves alone what was decided."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock
from common.errors import DomainError
from common.text import newlines
from responses.copies import claims, writing
from responses.copies.errors import DecidedMeanwhile, ReasonMissing
from responses.copies.models import Campaign, Copy, CopyGroup
from responses.copies.reads import CONFIRMED
from responses.moderation import acts
from responses.moderation.models import Act
from responses.moderation.moderation import BulkResult
from responses.submission.models import Answer, Response

if TYPE_CHECKING:
    from accounts.models import User

State = CopyGroup.State
NAME_LIMIT = 120
MOST_AT_ONCE = 1_000  # responses accepted in one request


@transaction.atomic
def name(group: CopyGroup, *, campaign: str, by: User, note: str = "") -> Campaign:
    """Name a suggested group a campaign; a name that is there already joins the group to that campaign."""
    title = " ".join(campaign.split())[:NAME_LIMIT]
    if not title:
        raise DomainError("Give the campaign a name.")
    kept = _campaign(group.exercise_id, title, by)
    _decide(group, State.NAMED, by=by, note=note, campaign=kept)
    Copy.objects.filter(group=group, state=Copy.State.SUGGESTED).update(
        state=Copy.State.CONFIRMED, by=by, at=clock.now()
    )
    return kept


def _campaign(exercise_id: int, title: str, by: User) -> Campaign:
    try:
        with transaction.atomic():
            return Campaign.objects.get_or_create(
                exercise_id=exercise_id, name=title, defaults={"by": by, "at": clock.now()}
            )[0]
    except IntegrityError:
        return Campaign.objects.get(exercise_id=exercise_id, name=title)


@transaction.atomic
def take_apart(group: CopyGroup, *, by: User, note: str) -> None:
    """Say that the responses of a group have nothing to do with each other, or no longer count as a campaign."""
    if not note.strip():
        raise ReasonMissing
    _decide(group, State.TAKEN_APART, by=by, note=note, campaign=None)
    Copy.objects.filter(group=group, state=Copy.State.SUGGESTED).update(
        state=Copy.State.CONFIRMED, by=by, at=clock.now()
    )


@transaction.atomic
def suggest_again(group: CopyGroup, *, by: User) -> None:
    """Take a decision back: the job may put the group together anew."""
    if group.state == State.SUGGESTED:
        raise DecidedMeanwhile
    if not _as_seen(group).update(state=State.SUGGESTED, campaign=None, by=None, at=None, note=""):
        raise DecidedMeanwhile
    Copy.objects.filter(group=group).update(state=Copy.State.SUGGESTED, by=None, at=None, note="")
    claims.decided(group.exercise_id)


def _decide(group: CopyGroup, state: str, *, by: User, note: str, campaign: Campaign | None) -> None:
    """Decide about a group that is as its decider saw it, or raise DecidedMeanwhile."""
    if group.state == state:
        raise DecidedMeanwhile
    if not _as_seen(group).update(state=state, by=by, at=clock.now(), note=_tidy(note), campaign=campaign):
        raise DecidedMeanwhile
    claims.decided(group.exercise_id)


def _as_seen(group: CopyGroup) -> QuerySet[CopyGroup]:
    return CopyGroup.objects.filter(unchanged(group), pk=group.pk)


def unchanged(group: CopyGroup) -> Q:
    """Hold a decision back unless the group is as its decider saw it."""
    return Q(state=group.state, at=group.at)


def _tidy(note: str) -> str:
    return newlines(note).strip()[: acts.NOTE_LIMIT]


@transaction.atomic
def confirm_new(group: CopyGroup, *, by: User, seen: int) -> int:
    """Confirm the copies that joined a campaign since, up to the newest that was on the page; return how many."""
    joined = Copy.objects.filter(group=group, group__state=State.NAMED, state=Copy.State.SUGGESTED, pk__lte=seen)
    confirmed = joined.update(state=Copy.State.CONFIRMED, by=by, at=clock.now())
    if confirmed:
        claims.decided(group.exercise_id)
    return confirmed


@transaction.atomic
def take_out(group: CopyGroup, answers: Collection[int], *, by: User, note: str) -> int:
    """Take answers out of a group, for good; return how many were in it until now."""
    if not note.strip():
        raise ReasonMissing
    ours = Copy.objects.filter(group=group, answer__in=answers).exclude(state=Copy.State.TAKEN_OUT)
    taken = ours.update(state=Copy.State.TAKEN_OUT, by=by, at=clock.now(), note=_tidy(note))
    if taken:
        claims.decided(group.exercise_id)
        writing.count(group.exercise_id, group.pk)
    return taken


@transaction.atomic
def put_back(group: CopyGroup, answers: Collection[int], *, by: User) -> int:
    """Put answers back that were taken out."""
    ours = Copy.objects.filter(group=group, answer__in=answers, state=Copy.State.TAKEN_OUT)
    back = ours.update(state=Copy.State.CONFIRMED, by=by, at=clock.now(), note="")
    if back:
        claims.decided(group.exercise_id)
        writing.count(group.exercise_id, group.pk)
    return back


def acceptable(group: CopyGroup) -> Q:
    """Limit responses to those that wait and whose every word stands in campaigns, word for word."""
    exact = Copy.objects.filter(CONFIRMED, answer=OuterRef("pk"), sort=Copy.Sort.EXACT)
    others = Answer.objects.filter(~Exists(exact), ~Q(text=""), response=OuterRef("pk"), says_nothing=False)
    in_group = Copy.objects.filter(CONFIRMED, group=group, response=OuterRef("pk"), sort=Copy.Sort.EXACT)
    return Q(Exists(in_group)) & ~Q(Exists(others)) & Q(standing=Response.Standing.UNMODERATED)


def accept_exact(group: CopyGroup, *, by: User, note: str) -> BulkResult:
    """Accept responses that say nothing but a campaign's text, word for word; each is an act of its own.

    The text was read once, by whoever named the campaign. What was changed in the meantime is passed over and counted.
    """
    if not note.strip():
        raise ReasonMissing
    waiting = Response.objects.current().filter(acceptable(group), exercise=group.exercise_id).order_by("pk")
    accepted = passed_over = 0
    for response_id, version in list(waiting.values_list("pk", "version")[:MOST_AT_ONCE]):
        try:
            acts.perform(
                response_id,
                verb=Act.Verb.ACCEPT,
                version=version,
                by=by,
                allowed=[Response.Standing.UNMODERATED],
                also=acceptable(group),
                reason=Act.Reason.ORDINARY,
                note=note,
                standing=Response.Standing.ACCEPTED,
            )
            accepted += 1
        except DomainError:
            passed_over += 1
    return BulkResult(accepted, passed_over)
