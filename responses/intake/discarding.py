"""What somebody began to key in by mistake is put aside, with the reason, and can be taken up again. Nothing is lost.

An email waits again as it did before; of a letter, form or note the files stay with what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q, QuerySet

from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from engagement.phases import DRAFT_LIFE_AFTER_CLOSE
from responses.drafts.models import Draft, DraftAnswer
from responses.intake.mail import acting
from responses.intake.mail.models import Message
from responses.intake.meetings.models import DraftPoint
from responses.intake.models import Discard, KeyingNote, SecondCheck
from responses.moderation import acts

if TYPE_CHECKING:
    from accounts.models import User

MEETING_KEPT = frozenset({"meeting_name", "held_on", "place"})


class NotBeingKeyed(DomainError):
    default_message = "A colleague has recorded or discarded this in the meantime, so nothing was changed."


class WaitsForCheck(DomainError):
    default_message = "This waits for a second person’s check. Take it back first, on the page ‘Key in’."


class NotDiscarded(DomainError):
    default_message = "A colleague has taken this up again in the meantime. Go on with it on the page ‘Key in’."


def discard(draft: Draft, *, by: User, reason: str) -> Discard:
    """Give up keying in; what was typed is kept.

    Raises NotBeingKeyed where it was recorded or discarded meanwhile, WaitsForCheck where it was handed over.
    """
    now = clock.now()
    with transaction.atomic():
        # Whoever records it, hands it over or types in it needs the same row while it is open.
        mine = Draft.objects.filter(being_keyed(), pk=draft.pk)
        if not mine.update(is_open=False, discarded_at=now, updated_at=now, revision=F("revision") + 1):
            raise NotBeingKeyed
        refuse_handed_over(draft)
        message = message_of(draft)
        row = Discard.objects.create(draft=draft, message=message, reason=acts.tidy(reason), by=by, at=now)
        if message and message.draft_id == draft.pk:
            acting.give_up(message, draft, by=by, note=row.reason)
        elif message:
            acting.give_up_further(message, by=by, note=row.reason)
    return row


def message_of(draft: Draft) -> Message | None:
    """Return the email that a draft is keyed in from, be it as the first or as a further answer."""
    return Message.objects.filter(Q(draft=draft) | Q(further__draft=draft)).first()


def refuse_unless_keyed(draft: Draft) -> None:
    """Raise NotBeingKeyed or WaitsForCheck where a draft as it is now would not be discarded."""
    if not Draft.objects.filter(being_keyed(), pk=draft.pk).exists():
        raise NotBeingKeyed
    refuse_handed_over(draft)


def being_keyed() -> Q:
    """Limit to drafts that staff key in and nobody has recorded or discarded."""
    return Q(origin=Draft.Origin.KEYED, is_open=True)


def refuse_handed_over(draft: Draft) -> None:
    """Leave what a second person is to check to them; asked once the draft is held, so that nobody hands it over."""
    if SecondCheck.objects.filter(draft=draft, state=SecondCheck.State.WAITING).exists():
        raise WaitsForCheck


def take_up(draft: Draft, *, by: User) -> None:
    """Key in after all what was discarded, with what was typed until then.

    Raises NotDiscarded where a colleague was faster, MovedOn or KeyedAlready where its email is keyed in anew.
    """
    now = clock.now()
    with transaction.atomic():
        held = Draft.objects.filter(pk=draft.pk, discarded_at__isnull=False)
        if not held.update(is_open=True, discarded_at=None, updated_at=now, revision=F("revision") + 1):
            raise NotDiscarded
        row = standing(draft)
        Discard.objects.filter(pk=row.pk).update(taken_up_by=by, taken_up_at=now)
        if row.message:
            acting.go_on(row.message, draft, by=by)


def standing(draft: Draft) -> Discard:
    """Return why a draft is discarded now; raises NotDiscarded."""
    related = Discard.objects.select_related("by", "message__original")
    row = related.filter(draft=draft, taken_up_at__isnull=True).first()
    if row is None:
        raise NotDiscarded
    return row


@transaction.atomic
def forget_typed(exercise: Exercise) -> None:
    """Drop what was typed from what was discarded, 30 days after the close and after that; the files that came stay.

    Of a meeting its name, day and place stay, as when a letter came: neither its host nor who attended.
    """
    long_ago = clock.now() - DRAFT_LIFE_AFTER_CLOSE
    if exercise.closes_at > long_ago:
        return
    due = Draft.objects.filter(exercise=exercise, discarded_at__lte=long_ago, updated_at__lte=long_ago)
    for draft in due.select_for_update():  # whoever takes it up comes before or after
        for model in (DraftAnswer, DraftPoint, KeyingNote):
            model.objects.filter(draft=draft).delete()
        SecondCheck.objects.filter(draft=draft).exclude(typed__still_sealed_as="").update(typed={})
        who = draft.who if draft.is_meeting else {}
        meeting = {name: said for name, said in draft.intake["meeting"].items() if name in MEETING_KEPT}
        intake = {**draft.intake, "meeting": meeting}
        if (who, intake) != (draft.who, draft.intake):
            Draft.objects.filter(pk=draft.pk).update(who=who, intake=intake, revision=F("revision") + 1)


def of_exercise(exercise: Exercise) -> QuerySet[Discard]:
    """Return what was discarded and is no email, latest first; emails wait on the page ‘Mail’."""
    rows = Discard.objects.filter(_still(), draft__exercise=exercise, message__isnull=True)
    return rows.select_related("by", "draft").order_by("-at", "-id")


def typed_from(message: Message) -> list[Discard]:
    """Return the keyings from a message that were given up after something was typed."""
    rows = Discard.objects.filter(_still(), message=message).select_related("by", "draft")
    with_words = {
        draft
        for model in (DraftAnswer, KeyingNote)
        for draft in model.objects.filter(draft__discards__in=rows).values_list("draft_id", flat=True)
    }
    return [row for row in rows if row.draft.who or row.draft_id in with_words]


def _still() -> Q:
    """Limit to what nobody has taken up again, and whose words were not erased."""
    return Q(taken_up_at__isnull=True, draft__discarded_at__isnull=False)
