"""A legal hold: from the moment it is placed nothing of the exercise is deleted or erased, until it is lifted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from common import clock
from common.errors import DomainError
from engagement import lifecycle
from engagement.models import Exercise, ExerciseAct
from responses.privacy import ties
from responses.privacy.models import LegalHold

if TYPE_CHECKING:
    from accounts.models import User


class OnHold(DomainError):
    """Something was to be deleted of an exercise that is under a legal hold."""


def in_force(exercise: Exercise) -> LegalHold | None:
    """Return the hold that an exercise is under now."""
    return LegalHold.objects.filter(exercise=exercise, lifted_at=None).select_related("placed_by").first()


def under_hold() -> QuerySet[LegalHold, int]:
    """Return the ids of the exercises that are under a hold now, to be left out of what is deleted."""
    return LegalHold.objects.filter(lifted_at=None).values_list("exercise_id", flat=True)


def refuse_while_held(exercise: Exercise) -> None:
    """Raise OnHold where nothing may be deleted; in a transaction, so that a hold comes before all of it or after."""
    one_at_a_time(exercise)
    hold = in_force(exercise)
    if hold:
        raise OnHold(
            f"{exercise.slug} is under a legal hold, placed by {hold.placed_by} on {hold.placed_at:%d %B %Y}: "
            f"{hold.reason} Nothing of it is deleted until the hold is lifted."
        )


def refuse_while_any_is_held(exercise: Exercise, models: Iterable[ties.Model]) -> None:
    """Raise OnHold where some tables are the organisation's, such as its register, and any of its exercises is held."""
    shared = any(ties.path_to(model, Exercise) is None for model in models)
    among = Q(organisation=exercise.organisation_id) if shared else Q(pk=exercise.pk)
    for one in Exercise.objects.filter(among).order_by("pk"):  # in one order, so that no two wait for each other
        refuse_while_held(one)


def is_held(exercise: Exercise) -> bool:
    """Whether a hold is in force; in a transaction, at whose end whoever places one may go on."""
    one_at_a_time(exercise)
    return in_force(exercise) is not None


def one_at_a_time(exercise: Exercise) -> None:
    """Let whoever deletes and whoever says what may be deleted wait for each other."""
    Exercise.objects.select_for_update().get(pk=exercise.pk)


def place(exercise: Exercise, *, by: User, reason: str) -> LegalHold:
    """Stop all deletion in an exercise; one person is enough, since nothing is lost by it."""
    if not reason.strip():
        raise DomainError("Say why everything has to be kept.")
    try:
        with transaction.atomic():
            one_at_a_time(exercise)
            lifecycle.record(exercise, ExerciseAct.Verb.HOLD, by=by, reason=reason, detail={})
            return LegalHold.objects.create(
                exercise=exercise, placed_by=by, placed_at=clock.now(), reason=reason.strip()
            )
    except IntegrityError:
        raise DomainError("The exercise is under a legal hold already.") from None


def lift(hold: LegalHold, *, by: User, because: str) -> None:
    """Let deletion go on; somebody else than who placed the hold has to do it, since what goes then is gone."""
    if not because.strip():
        raise DomainError("Say why it need not be kept any longer.")
    if by.pk == hold.placed_by_id:
        raise DomainError("You placed this hold. Somebody else has to lift it.")
    with transaction.atomic():
        _lift(hold, by=by, because=because)
        lifecycle.record(hold.exercise, ExerciseAct.Verb.LIFT_HOLD, by=by, reason=because, detail={})


def _lift(hold: LegalHold, *, by: User, because: str) -> None:
    standing = LegalHold.objects.filter(pk=hold.pk, lifted_at=None)
    if not standing.update(lifted_at=clock.now(), lifted_by=by, lifted_because=because.strip()):
        raise DomainError("Somebody else has lifted this hold already.")
