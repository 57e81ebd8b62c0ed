"""A second person compares what was keyed in with the original, before it is recorded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.intake.models import CheckRule, KeyingNote, SecondCheck
from responses.kinds.base import Raw
from responses.moderation import acts
from responses.moderation.models import Act
from responses.respondent import respondent
from responses.submission.models import Response
from responses.submission.sending import NotReady, checked_answers
from responses.survey import Box, shown, survey_of

if TYPE_CHECKING:
    from accounts.models import User

State = SecondCheck.State
NEEDS_ANOTHER = "Somebody else has to check this: who keyed it in cannot. Ask a colleague."


class NotWaiting(DomainError):
    default_message = "This does not wait for a check any more: a colleague has recorded it or taken it back."


def rule_of(exercise: Exercise) -> CheckRule | None:
    """Return the rule in force; none, as long as nobody has made one."""
    return CheckRule.objects.filter(exercise=exercise).select_related("by").order_by("-id").first()


def set_rule(exercise: Exercise, channels: Sequence[str], *, by: User, reason: str) -> CheckRule:
    """Say of which channels everything is checked by a second person from now on; the earlier rule stays on record."""
    return CheckRule.objects.create(
        exercise=exercise, channels=list(channels), by=by, reason=acts.tidy(reason), at=clock.now()
    )


def is_wanted(draft: Draft) -> bool:
    """Whether a second person has to check a draft: by the rule in force, or as whoever keys it in has said."""
    if draft.intake.get("second_check"):
        return True
    rule = rule_of(draft.exercise)
    return rule is not None and draft.intake.get("channel") in rule.channels


def of(draft: Draft) -> SecondCheck | None:
    """Return the check of a draft, however it stands."""
    return SecondCheck.objects.filter(draft=draft).select_related("handed_by", "checked_by").first()


def waiting(draft: Draft) -> SecondCheck:
    """Return the check that a draft waits for; raises NotWaiting."""
    check = of(draft)
    if check is None or check.state != State.WAITING:
        raise NotWaiting
    return check


def hand_over(draft: Draft, *, by: User) -> SecondCheck:
    """Let a draft wait for its check, with all that was typed kept as it is now.

    Raises NotReady where it could not be recorded as it stands, or waits already.
    """
    _refuse_unready(draft)
    handed = {"state": State.WAITING, "typed": _typed(draft), "handed_by": by, "handed_at": clock.now()}
    try:
        with transaction.atomic():
            if not Draft.objects.filter(pk=draft.pk, is_open=True).update(updated_at=clock.now()):
                raise NotReady("A colleague has recorded or discarded this already.")
            again = SecondCheck.objects.filter(draft=draft, state=State.TAKEN_BACK)
            if not again.update(**handed):
                SecondCheck.objects.create(draft=draft, **handed)
    except IntegrityError:
        raise NotReady("This waits for a check already.") from None
    return waiting(draft)


def _refuse_unready(draft: Draft) -> None:
    survey = survey_of(draft.edition_id)
    values, errors = checked_answers(survey, {item: box.raw for item, box in saving.all_boxes(draft).items()})
    if respondent(survey.content, draft.who) is None:
        raise NotReady("Say who it is from before it is checked.")
    if errors:
        raise NotReady("Some answers need to be put right before they can be checked.", errors)
    if not values:
        raise NotReady("No question is answered yet. Key in at least one answer.")


def take_back(draft: Draft) -> None:
    """Let a draft wait no longer, so that it can be keyed on; raises NotWaiting where it was recorded."""
    if not SecondCheck.objects.filter(draft=draft, state=State.WAITING).update(state=State.TAKEN_BACK):
        raise NotWaiting


def mark_of(draft: Draft) -> str:
    """Return a mark of all that a checker compares: it changes with whatever is changed."""
    notes = list(KeyingNote.objects.filter(draft=draft).values_list("id", flat=True))
    everything = json.dumps([_typed(draft), draft.intake, notes], sort_keys=True, default=str)
    return hashlib.sha256(everything.encode("utf-8", "surrogatepass")).hexdigest()


def _typed(draft: Draft) -> dict[str, Any]:
    boxes = {str(item_id): box.raw for item_id, box in sorted(saving.all_boxes(draft).items()) if box.raw}
    return {"who": draft.who, "boxes": boxes}


def refuse_unchecked(draft: Draft, response: Response) -> None:
    """Hold back the recording of what a second person has to check."""
    if SecondCheck.objects.filter(draft=draft, state=State.WAITING).exists():
        raise NotReady("This waits for a second person's check. It is recorded from the page of that check.")
    if is_wanted(draft):
        raise NotReady("A second person has to check this before it is recorded. Hand it over for a check.")


def settle(draft: Draft, response: Response, *, by: User, seen: str) -> None:
    """Record who checked, in the transaction that writes the response, if it still stands as the checker saw it."""
    if seen != mark_of(draft):
        raise NotReady("This was changed since you opened the page. Compare what is here now, and record it.")
    waits = SecondCheck.objects.filter(by_somebody_else(by), draft=draft, state=State.WAITING)
    done = waits.update(state=State.CHECKED, checked_by=by, checked_at=clock.now(), response=response)
    if not done:
        still = SecondCheck.objects.filter(draft=draft, state=State.WAITING).exists()
        raise NotReady(NEEDS_ANOTHER if still else NotWaiting.default_message)
    acts.perform(response.pk, verb=Act.Verb.CHECK, version=response.version, by=by)


def by_somebody_else(user: User) -> Q:
    """Limit checks to those of what other people began and keyed in."""
    mine = Draft.objects.filter(keyed_by=user).values("pk")
    return ~Q(handed_by=user) & ~Q(draft__in=mine)


def may_check(check: SecondCheck, user: User) -> bool:
    """Whether this person is another than those who keyed the draft in."""
    return SecondCheck.objects.filter(by_somebody_else(user), pk=check.pk).exists()


@dataclass(frozen=True)
class PutRight:
    """A box that the checker put right: its label, and its words as they were handed over."""

    label: str
    first: str


def put_right(check: SecondCheck, now: Mapping[int, Raw]) -> list[PutRight]:
    """Return the boxes that say something else `now` than when they were handed over, in the order of the survey."""
    first = {int(item_id): raw for item_id, raw in check.typed.get("boxes", {}).items()}
    survey = survey_of(check.draft.edition_id)
    changed = [box for box in survey.boxes.values() if (first.get(box.item.id) or "") != (now.get(box.item.id) or "")]
    return [
        PutRight(name_of(box), shown(box, was) if (was := first.get(box.item.id)) else "(empty)") for box in changed
    ]


def name_of(box: Box) -> str:
    """Return what a box is called where it stands by itself."""
    option = f"Option {box.item.option.number}, " if box.item.option else ""
    return f"{option}{box.label[:1].lower()}{box.label[1:]}" if option else box.label
