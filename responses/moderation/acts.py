"""The one way in which an act on a response is written: a conditional update and a record, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q

from common import clock
from common.errors import DomainError
from common.text import newlines
from responses.moderation import policy
from responses.moderation.errors import ChangedMeanwhile, NotPossible, ReasonNeeded, ReasonUnknown
from responses.moderation.models import DECISIONS, Act
from responses.moments import stamp
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

Verb, Reason, Standing = Act.Verb, Act.Reason, Response.Standing
NEED_REASON = frozenset(DECISIONS)
NOTE_LIMIT = 2_000


@transaction.atomic
def perform(
    response_id: int,
    *,
    verb: Act.Verb,
    version: int,
    by: User | None,
    allowed: Collection[Response.Standing] = tuple(Standing),
    also: Q | None = None,
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Act:
    """Change a response that is still as it was seen, and record who did it and why; refuse otherwise.

    Zero rows mean that somebody came first or that the act does not fit; which of the two is found out afterwards,
    and only to tell it: the decision is the update's alone.
    """
    if verb in NEED_REASON and not reason:
        raise ReasonNeeded
    label = _label(response_id, verb, reason)
    as_seen = Response.objects.current().filter(unchanged(version), also or Q(), pk=response_id, standing__in=allowed)
    if not as_seen.update(version=F("version") + 1, **changes):
        raise why_not(response_id, version=version)
    return record(response_id, verb=verb, version=version + 1, by=by, reason=reason, label=label, note=note)


def _label(response_id: int, verb: Act.Verb, reason: str) -> str:
    """Return a reason in the words of the exercise's policy; empty for one of our own."""
    if not reason or reason == Reason.ORDINARY:
        return ""
    response = Response.objects.select_related("exercise").only("exercise").get(pk=response_id)
    found = policy.of(response.exercise)
    if found.allows(reason, verb):
        said = found.reason(reason)
        return said.label if said else ""
    if reason not in Reason.values:
        raise ReasonUnknown
    return ""


def unchanged(version: int) -> Q:
    """Hold an act back unless the response is as its moderator saw it."""
    return Q(version=version)


def record(
    response_id: int, *, verb: Act.Verb, version: int, by: User | None, reason: str, note: str, label: str = ""
) -> Act:
    """Write the record of an act; no two share a version."""
    return Act.objects.create(
        response_id=response_id,
        version=version,
        verb=verb,
        by=by,
        at=clock.now(),
        reason=reason,
        reason_label=label,
        note=tidy(note),
    )


def tidy(note: str) -> str:
    """Return a note as it is kept."""
    return newlines(note).strip()[:NOTE_LIMIT]


def why_not(response_id: int, *, version: int) -> DomainError:
    """Return what to tell whose act found no response to act on."""
    response = Response.objects.get(pk=response_id)
    if response.withdrawn_at:
        if response.acts.filter(verb=Verb.UNDO_IMPORT).exists():
            return NotPossible("This response was taken back with its import. It can be read, and nothing else.")
        return NotPossible("Its author has withdrawn this response. It can be read, and nothing else.")
    if response.superseded_at:
        return NotPossible("Its author has replaced this response by a newer one. Act on that one instead.")
    if response.version != version:
        since = response.acts.filter(version__gt=version).select_related("by").order_by("version")
        told = "; ".join(in_words(act) for act in since)
        return ChangedMeanwhile(
            f"Since you opened this response, something was done to it. {told}. "
            "Nothing of yours was done, and what you typed is still here. Look again, then decide."
        )
    return NotPossible(f"That cannot be done to a response that is now: {response.get_standing_display()}.")


def in_words(act: Act) -> str:
    """Return an act in one line: what, by whom, when, why."""
    when = stamp(act.at)
    nobody = {Verb.REJUDGE: "the command line", Verb.ERASE: "the site, at its time"}.get(Verb(act.verb), "its author")
    why = f" ({act.get_reason_display()})" if act.reason else ""
    return f"{act.get_verb_display()}{why} by {act.by or nobody}, {when}"
