"""Who is on an exercise's list: invited, taken off it, put back."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from common import clock
from engagement.models import Exercise
from responses.register.errors import NotPossible
from responses.register.inviting.models import Invitation
from responses.register.inviting.reads import not_invited

if TYPE_CHECKING:
    from accounts.models import User

BATCH = 500


def chosen(exercise: Exercise, *, types: Collection[str] = (), areas: Collection[str] = ()) -> list[int]:
    """Return the ids of stakeholders not on the list yet, of any of the types and in any of the areas; none for all."""
    rows = not_invited(exercise)
    if types:
        rows = rows.filter(type_key__in=["" if key == "none" else key for key in types])
    if areas:
        rows = rows.filter(areas__key__in=areas).distinct()
    return list(rows.order_by("key", "id").values_list("pk", flat=True))


def invite(exercise: Exercise, stakeholders: Collection[int], *, by: User) -> int:
    """Put stakeholders on the list and return how many are new there; nothing is sent by this."""
    known = set(not_invited(exercise).values_list("pk", flat=True))
    now = clock.now()
    rows = [
        Invitation(exercise=exercise, stakeholder_id=pk, invited_at=now, invited_by=by)
        for pk in stakeholders
        if pk in known
    ]
    before = Invitation.objects.filter(exercise=exercise).count()
    Invitation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)  # a colleague may be as quick
    return Invitation.objects.filter(exercise=exercise).count() - before


def end(invitation: Invitation, *, by: User) -> None:
    """Expect no answer any more: nothing goes to them, and they are not among those not heard from."""
    open_ones = Invitation.objects.filter(pk=invitation.pk, ended_at__isnull=True)
    if not open_ones.update(ended_at=clock.now(), ended_by=by):
        raise NotPossible("No answer was expected from them already.")


def expect_again(invitation: Invitation) -> None:
    """Expect an answer again."""
    ended = Invitation.objects.filter(pk=invitation.pk, ended_at__isnull=False)
    if not ended.update(ended_at=None, ended_by=None):
        raise NotPossible("An answer is expected from them already.")
