"""What people do with a message: set it apart, put it back, have it read again, key it in. Each is one transition."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from common import clock
from common.errors import DomainError
from engagement.wording import day
from responses.drafts.models import Draft
from responses.intake import keying
from responses.intake.mail import further
from responses.intake.mail.models import FurtherAnswer, Message, MessageAct
from responses.intake.models import Original
from responses.submission.models import Response

State, Verb = Message.State, MessageAct.Verb
NOTE_LIMIT = 500
# A message that could not be read can be keyed in all the same, from its original.
FREE = (State.WAITING, State.SET_APART, State.POISON)
KEYED = (State.KEYING, State.ANSWERED)
# `keying` takes these of `said` for an email.
ARRIVED: dict[str, Any] = {"channel": Response.Channel.EMAIL.value, "may_publish": False, "originals": []}


class Erased(DomainError):
    default_message = "This email has been erased, so there is nothing left to key in."


class MovedOn(DomainError):
    default_message = "A colleague has done something with this message in the meantime. Look at it as it is now."


def set_apart(message: Message, *, by: User, note: str) -> None:
    """Put a message aside that is no answer to the exercise; it is kept, and can be put back."""
    _move(message, (State.WAITING, State.POISON), Verb.SET_APART, by=by, note=note, state=State.SET_APART)


def put_back(message: Message, *, by: User, note: str = "") -> None:
    """Put a message that was set apart back among those that wait."""
    back = State.POISON if message.fault else State.WAITING
    _move(message, (State.SET_APART,), Verb.PUT_BACK, by=by, note=note, state=back)


def try_again(message: Message, *, by: User) -> None:
    """Have a message read again that could not be read."""
    _move(message, (State.POISON,), Verb.TRY_AGAIN, by=by, state=State.ARRIVED, fault="", attempts=0)


def key_in(message: Message, *, by: User) -> Draft:
    """Begin to key a message in, with its original; who comes second is told, and Erased is raised once it is gone."""
    said = _said(message)
    opens_at = message.exercise.opens_at
    if opens_at and message.received_at < opens_at:
        raise DomainError(
            f"It reached us on {day(message.received_at)}, before the exercise opened on {day(opens_at)}, so it does "
            "not count as an answer. Set it apart and say so, or ask its sender to answer again."
        )
    with transaction.atomic():
        draft = keying.begin(message.exercise, by=by, said=said, originals_kept=[message.original])
        _move(message, FREE, Verb.KEY_IN, by=by, state=State.KEYING, draft=draft)
    return draft


def key_in_further(message: Message, *, by: User) -> Draft:
    """Begin a further answer from a message that holds those of several people; MovedOn before the first is begun.

    Whoever presses twice gets the one that they have begun and in which nothing is typed yet.
    """
    with transaction.atomic():
        if not _held(message, state__in=KEYED):
            raise MovedOn
        begun = further.untouched(message, by=by)
        if begun:
            return begun
        draft = keying.begin(message.exercise, by=by, said=_said(message))
        FurtherAnswer.objects.create(message=message, draft=draft, by=by, at=clock.now())
        MessageAct.objects.create(message=message, verb=Verb.KEY_MORE, by=by, at=clock.now())
    return draft


def _said(message: Message) -> dict[str, Any]:
    if message.original.erased_at:
        raise Erased
    return {**ARRIVED, "received_at": message.received_at, "received_time": _time_of(message)}


def give_up(message: Message, draft: Draft, *, by: User, note: str) -> None:
    """Let a message wait again as it did before its keying was begun; its original hangs on it alone.

    Where a further answer is keyed in from it, that one is the first from then on.
    """
    if not _held(message, state=State.KEYING, draft=draft):
        raise MovedOn
    following = further.following(message)
    first: dict[str, Any] = {"draft": None, "response": None}
    if following:
        first = {"draft": following.draft, "response": following.response}
        following.delete()
    Original.objects.filter(pk=message.original_id, draft=draft).update(**first)
    state = State.ANSWERED if first["response"] else State.KEYING if following else _stood(message)
    _move(message, (State.KEYING,), Verb.GIVE_UP, by=by, note=note, state=state, **first)


def give_up_further(message: Message, *, by: User, note: str) -> None:
    """Write down that a further answer was given up; the message stands by its others."""
    MessageAct.objects.create(message=message, verb=Verb.GIVE_UP, by=by, at=clock.now(), note=note)


def go_on(message: Message, draft: Draft, *, by: User) -> None:
    """Key a message in where keying was given up; MovedOn where a colleague has begun anew.

    What was a further answer stays one, or is the first where there is none any more.
    """
    row = FurtherAnswer.objects.filter(draft=draft).first()
    if row and _held(message, state__in=KEYED):
        MessageAct.objects.create(message=message, verb=Verb.KEY_MORE, by=by, at=clock.now())
        return
    if row:
        row.delete()
    message.refresh_from_db(fields=["state"])
    keying.take_over(draft, [message.original])
    _move(message, FREE, Verb.KEY_IN, by=by, state=State.KEYING, draft=draft)


def _held(message: Message, **as_it_is: Any) -> bool:
    """Keep others from moving a message until this is done; false where it is no longer as it was seen."""
    return bool(Message.objects.filter(pk=message.pk, **as_it_is).update(attempts=F("attempts")))


def _stood(message: Message) -> Message.State:
    """Return how a message stood before it was keyed in, which its acts tell."""
    told = message.acts.filter(verb__in=[Verb.SET_APART, Verb.PUT_BACK, Verb.TRY_AGAIN]).order_by("-id").first()
    if told and told.verb == Verb.SET_APART:
        return State.SET_APART
    return State.POISON if message.fault else State.WAITING


def _time_of(message: Message) -> Any:
    """Return the time of day that is known of a message; nothing where only its keeping is."""
    return message.received_at.time() if message.received_by != Message.Clock.KEPT else None


def _move(
    message: Message,
    states: Collection[Message.State],
    verb: MessageAct.Verb,
    *,
    by: User,
    note: str = "",
    **changes: Any,
) -> None:
    """Change a message that still stands as it was seen, and write down who did; MovedOn where it does not."""
    if message.state not in states:
        raise MovedOn
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, state=message.state).update(**changes):
            raise MovedOn
        MessageAct.objects.create(message=message, verb=verb, by=by, at=clock.now(), note=note)
