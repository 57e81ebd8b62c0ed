"""What people decide about copies. Each decision is a conditional update, and the job leaves alone what was decided.

Each begins with `claims.decided`, whose row the job holds while it writes: whoever comes second waits there, and
neither waits for rows of the other.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, Replace

from common import clock
from common.errors import DomainError
from common.text import newlines
from responses.copies import claims, writing
from responses.copies.errors import DecidedMeanwhile, ReasonMissing
from responses.copies.models import Campaign, Copy, CopyGroup
from responses.copies.reads import CONFIRMED
from responses.moderation import acts
from responses.moderation.marks import BLOCK
from responses.moderation.models import Act, Revision
from responses.moderation.moderation import BulkResult
from responses.submission.models import Answer, Response

if TYPE_CHECKING:
    from accounts.models import User

State = CopyGroup.State
NAME_LIMIT = 120
MOST_AT_ONCE = 100  # responses accepted in one request: some seconds on a busy machine


@transaction.atomic
def name(group: CopyGroup, *, campaign: str, by: User, note: str = "", seen: int | None = None) -> Campaign:
    """Name a suggested group a campaign; a name that is there already joins the group to that campaign.

    Its copies up to the newest that was on the page are confirmed by it; what joined since is shown as new.
    """
    title = " ".join(campaign.split())[:NAME_LIMIT]
    if not title:
        raise DomainError("Give the campaign a name.")
    claims.decided(group.exercise_id)
    kept = _campaign(group.exercise_id, title, by)
    _decide(group, State.NAMED, by=by, note=note, campaign=kept)
    shown = Copy.objects.filter(group=group, state=Copy.State.SUGGESTED)
    shown = shown if seen is None else shown.filter(pk__lte=seen)
    shown.update(state=Copy.State.CONFIRMED, by=by, at=clock.now())
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
    claims.decided(group.exercise_id)
    _decide(group, State.TAKEN_APART, by=by, note=note, campaign=None)
    Copy.objects.filter(group=group, state=Copy.State.SUGGESTED).update(
        state=Copy.State.CONFIRMED, by=by, at=clock.now()
    )


@transaction.atomic
def suggest_again(group: CopyGroup, *, by: User) -> None:
    """Take a decision back: the job may put the group together anew. What was taken out of it stays out."""
    if group.state == State.SUGGESTED:
        raise DecidedMeanwhile
    claims.decided(group.exercise_id)
    if not _as_seen(group).update(state=State.SUGGESTED, campaign=None, by=None, at=None, note=""):
        raise DecidedMeanwhile
    Copy.objects.filter(group=group, state=Copy.State.CONFIRMED).update(
        state=Copy.State.SUGGESTED, by=None, at=None, note=""
    )


def _decide(group: CopyGroup, state: str, *, by: User, note: str, campaign: Campaign | None) -> None:
    """Decide about a group that is as its decider saw it, or raise DecidedMeanwhile."""
    if group.state == state:
        raise DecidedMeanwhile
    if not _as_seen(group).update(state=state, by=by, at=clock.now(), note=_tidy(note), campaign=campaign):
        raise DecidedMeanwhile


def _as_seen(group: CopyGroup) -> QuerySet[CopyGroup]:
    return CopyGroup.objects.filter(unchanged(group), pk=group.pk)


def unchanged(group: CopyGroup) -> Q:
    """Hold a decision back unless the group is as its decider saw it."""
    return Q(state=group.state, at=group.at, template=group.template_id)


def _tidy(note: str) -> str:
    return newlines(note).strip()[: acts.NOTE_LIMIT]


@transaction.atomic
def confirm_new(group: CopyGroup, *, by: User, seen: int) -> int:
    """Confirm the copies that joined a campaign since, up to the newest that was on the page; return how many."""
    claims.decided(group.exercise_id)
    joined = Copy.objects.filter(group=group, group__state=State.NAMED, state=Copy.State.SUGGESTED, pk__lte=seen)
    return joined.update(state=Copy.State.CONFIRMED, by=by, at=clock.now())


@transaction.atomic
def take_out(group: CopyGroup, answers: Collection[int], *, by: User, note: str) -> int:
    """Take answers out of a named group, for good; return how many were in it until now."""
    if not note.strip():
        raise ReasonMissing
    claims.decided(group.exercise_id)
    ours = Copy.objects.filter(group=group, group__state=State.NAMED, answer__in=answers)
    ours = ours.exclude(state=Copy.State.TAKEN_OUT)
    taken = ours.update(state=Copy.State.TAKEN_OUT, by=by, at=clock.now(), note=_tidy(note))
    if taken:
        writing.count(group.exercise_id, group.pk)
    return taken


@transaction.atomic
def put_back(group: CopyGroup, answers: Collection[int], *, by: User) -> int:
    """Put answers back that were taken out of a named group."""
    claims.decided(group.exercise_id)
    ours = Copy.objects.filter(group=group, group__state=State.NAMED, answer__in=answers, state=Copy.State.TAKEN_OUT)
    back = ours.update(state=Copy.State.CONFIRMED, by=by, at=clock.now(), note="")
    if back:
        writing.count(group.exercise_id, group.pk)
    return back


def acceptable(group: CopyGroup) -> Q:
    """Limit responses to those that wait and whose every word stands in texts that have the same words as a campaign.

    Where somebody redacted a copy of a text, the same words stand open in those copies in which less is hidden.
    """
    exact = Copy.objects.filter(CONFIRMED, answer=OuterRef("pk"), sort=Copy.Sort.EXACT)
    others = Answer.objects.filter(~Exists(exact), ~Q(text=""), response=OuterRef("pk"), says_nothing=False)
    in_group = Copy.objects.filter(CONFIRMED, group=group, response=OuterRef("pk"), sort=Copy.Sort.EXACT)
    of_texts = [When(group=of_text, then=Value(most)) for of_text, most in redacted(group.exercise_id).items()]
    most = Case(*of_texts, default=Value(0))
    open_words = Copy.objects.annotate(blocks=_blocks()).filter(CONFIRMED, blocks__lt=most, response=OuterRef("pk"))
    stands = ~Q(Exists(others)) & ~Q(Exists(open_words)) & Q(standing=Response.Standing.UNMODERATED)
    return Q(Exists(in_group)) & stands


def _blocks() -> Coalesce:
    """Return an expression over copies for how many stretches of words are hidden in the answer."""
    latest = Subquery(Revision.objects.filter(answer=OuterRef("answer")).order_by("-version").values("text")[:1])
    return Coalesce((Length(latest) - Length(Replace(latest, Value(BLOCK)))) / len(BLOCK), 0)


def redacted(exercise_id: int) -> dict[int, int]:
    """Return the groups of whose copies with the same words one is redacted, with the most blocks in any of them."""
    touched = Copy.objects.filter(
        sort=Copy.Sort.EXACT, group__exercise=exercise_id, answer__revisions__kind=Revision.Kind.REDACTED
    )
    most = touched.order_by().annotate(blocks=_blocks()).values("group").annotate(most=Max("blocks"))
    return {group: blocks for group, blocks in most.values_list("group", "most") if blocks}


def stands_open(group: CopyGroup) -> bool:
    """Whether words that are hidden in one copy of a group's text may stand open in another."""
    most = redacted(group.exercise_id).get(group.pk, 0)
    current = {"response__superseded_at__isnull": True, "response__withdrawn_at__isnull": True}
    exact = Copy.objects.filter(group=group, sort=Copy.Sort.EXACT, **current)
    return exact.annotate(blocks=_blocks()).filter(blocks__lt=most).exists()


def accept_exact(group: CopyGroup, *, by: User, note: str) -> BulkResult:
    """Accept responses that say nothing but the words of a campaign's text; each is an act of its own.

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
