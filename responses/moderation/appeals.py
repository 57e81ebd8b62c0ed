"""Appeals: an author asks to look again, and somebody who did not decide answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from common import clock
from common.text import newlines
from responses.moderation import acts, telling
from responses.moderation.author_models import Appeal
from responses.moderation.errors import ChangedMeanwhile, NoteNeeded, NotPossible, OtherPersonNeeded
from responses.moderation.models import AGAINST, Act
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

Verb, Reason, Standing = Act.Verb, Act.Reason, Response.Standing
ASIDE = [Standing.HELD, Standing.LEAVING_OUT, Standing.LEFT_OUT]
LIMIT = 5_000


def waiting(prefix: str = "pk") -> Exists:
    """Return whether an appeal waits for an answer, as an expression over responses."""
    return Exists(Appeal.objects.filter(response=OuterRef(prefix), answered=None))


def can_appeal(response: Response) -> bool:
    """Tell whether there is a decision to appeal against, and no appeal that waits already."""
    if not response.is_current or response.appeals.filter(answered=None).exists():
        return False
    return response.acts.filter(verb__in=AGAINST).exists()


@transaction.atomic
def appeal(response: Response, *, text: str) -> Appeal:
    """Keep what the author of a response has against a decision; one appeal waits at a time."""
    said = newlines(text).strip()[:LIMIT]
    if not said:
        raise NoteNeeded("Say what you think we got wrong.")
    if not response.acts.filter(verb__in=AGAINST).exists():
        raise NotPossible("Nothing has been decided about this response that you could appeal against.")
    changed = Response.objects.current().filter(pk=response.pk).update(version=F("version") + 1)
    if not changed:
        raise NotPossible("This response has been withdrawn or replaced, so there is nothing to appeal against.")
    version = Response.objects.values_list("version", flat=True).get(pk=response.pk)
    act = Act.objects.create(response=response, version=version, verb=Verb.APPEAL, at=clock.now())
    try:
        with transaction.atomic():
            return Appeal.objects.create(response=response, act=act, text=said)
    except IntegrityError:
        raise NotPossible("You have asked us to look again already. We are going to answer that first.") from None


def decided_by(user: User) -> Q:
    """Limit responses to those about which somebody took part in a decision."""
    return Q(Exists(Act.objects.filter(response=OuterRef("pk"), verb__in=AGAINST, by=user)))


@transaction.atomic
def answer(response_id: int, *, version: int, by: User, outcome: str, text: str) -> Act:
    """Answer the appeal that waits; where the decision is changed, what was put aside is looked at afresh."""
    said = newlines(text).strip()
    if not said:
        raise NoteNeeded("Write an answer.")
    if outcome not in (Reason.STANDS, Reason.CHANGED):
        raise NotPossible("An appeal is answered in one of two ways: the decision stands, or it is changed.")
    afresh = Case(When(standing__in=ASIDE, then=Value(Standing.UNMODERATED.value)), default=F("standing"))
    changes: dict[str, Any] = {"standing": afresh} if outcome == Reason.CHANGED else {}
    try:
        act = acts.perform(
            response_id,
            verb=Verb.ANSWER_APPEAL,
            version=version,
            by=by,
            also=Q(waiting()) & ~decided_by(by),
            reason=outcome,
            **changes,
        )
    except NotPossible:
        raise _why_not(response_id, by, version) from None
    open_one = Appeal.objects.get(response=response_id, answered=None)
    open_one.answered, open_one.answer = act, said
    open_one.save(update_fields=["answered", "answer"])
    telling.tell_of_answer(open_one)
    return act


def _why_not(response_id: int, by: User, version: int) -> NotPossible | OtherPersonNeeded | ChangedMeanwhile:
    response = Response.objects.filter(pk=response_id)
    if response.get().is_current and not response.filter(waiting()).exists():
        return NotPossible("No appeal waits for an answer.")
    if response.filter(decided_by(by)).exists():
        return OtherPersonNeeded()
    return acts.why_not(response_id, version=version)  # type: ignore[return-value]
