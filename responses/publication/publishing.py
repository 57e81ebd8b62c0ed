"""Whether everybody may read the responses to an exercise, and which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q

from common import clock
from common.errors import DomainError
from engagement import lifecycle
from engagement.models import Exercise, ExerciseAct
from engagement.phases import Phase
from responses.publication.models import Publishing
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

When = Publishing.When


class SetMeanwhile(DomainError):
    default_message = "Somebody else changed this in the meantime. Look at it again before you change it."


def of(exercise: Exercise) -> str:
    """Return when the responses to an exercise are published."""
    found = Publishing.objects.filter(exercise=exercise).values_list("when", flat=True).first()
    return found or When.NEVER


def is_shown(when: str, phase: Phase) -> bool:
    """Whether responses can be read now. What may still be sent in time is not sent under the eyes of the others."""
    return when == When.ROLLING or (when == When.AFTER and phase in {Phase.LATE, Phase.OVER})


def published(prefix: str = "") -> Q:
    """Limit to responses that may be read by everybody: accepted, standing, and with their author's leave."""
    rules = {
        "standing": Response.Standing.ACCEPTED,
        "superseded_at__isnull": True,
        "withdrawn_at__isnull": True,
        "may_publish": True,
        "confidentiality_reason": "",
    }
    return Q(**{f"{prefix}{name}": value for name, value in rules.items()})


def would_show(exercise: Exercise) -> str:
    """Return in words how many responses may be read by everybody once they are published: one query."""
    kinds = Response.objects.filter(published(), exercise=exercise).order_by().values_list("kind")
    counts = dict(kinds.annotate(Count("pk")))
    kind = Response.Kind
    said = [
        f"{counts.get(kind.ORGANISATION, 0):,} of organisations",
        f"{counts.get(kind.INDIVIDUAL, 0):,} of individuals",
    ]
    said += [f"{counts[kind.MEETING]:,} of meetings"] if kind.MEETING in counts else []
    return f"{', '.join(said[:-1])} and {said[-1]}"


@transaction.atomic
def choose(exercise: Exercise, *, when: str, seen: str, by: User | None, reason: str) -> None:
    """Set when responses are published; of two people who choose at once one is told."""
    if when == seen:
        raise DomainError("That is how it is set already.")
    if not reason.strip():
        raise lifecycle.ReasonMissing
    now = clock.now()
    said = {"changed_at": now, "changed_by": by, "reason": reason.strip()}
    Publishing.objects.get_or_create(exercise=exercise, defaults={"when": When.NEVER, **said})
    if not Publishing.objects.filter(exercise=exercise, when=seen).update(when=when, **said):
        raise SetMeanwhile
    lifecycle.record(
        exercise,
        ExerciseAct.Verb.RESPONSES,
        by=by,
        reason=reason,
        detail={"publishing": str(When(when).label), "before": str(When(seen).label)},
    )
