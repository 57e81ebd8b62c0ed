"""Answers that came on paper, by email or at a meeting, keyed in on the public's own form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from engagement.wording import day
from responses.drafts.models import Draft
from responses.intake import checking, originals
from responses.intake.mail import answered
from responses.intake.meetings import attending, recording
from responses.intake.models import KeyingNote, Original
from responses.moments import stamp
from responses.submission.models import Response
from responses.submission.sending import Arrival

if TYPE_CHECKING:
    from django.db.models import QuerySet

MEETING_FIELDS = ("meeting_name", "held_on", "place", "host", "host_email", "attending")


class KeyedAlready(DomainError):
    default_message = "A colleague has begun to key this in already. Go on with it on the page ‘Key in’."


class SentAlready(DomainError):
    default_message = "This has been recorded or discarded already, so what was said about its arrival is fixed."


def begin(exercise: Exercise, *, by: User, said: Mapping[str, Any], originals_kept: Sequence[Original] = ()) -> Draft:
    """Start keying in: a draft with how and when it came, and the files as they came.

    `originals_kept` are files of the exercise that are kept already, e.g. a message of its mailbox; they come to hang
    on this draft. Raises KeyedAlready where one of them hangs on another.
    """
    if exercise.edition_id is None:
        raise DomainError("The exercise has not been published, so there is nothing to answer yet.")
    now = clock.now()
    draft = Draft(exercise=exercise, edition_id=exercise.edition_id, origin=Draft.Origin.KEYED, keyed_by=by)
    draft.created_at = draft.updated_at = now
    _save(draft, said, by=by, taken_over=originals_kept)
    return draft


def amend(draft: Draft, *, by: User, said: Mapping[str, Any]) -> None:
    """Put right what was said about an arrival, or add a file, as long as it has not been sent."""
    _save(draft, said, by=by)


def add_files(draft: Draft, uploads: Sequence[File], *, by: User) -> list[Original]:
    """Keep further files with an arrival, e.g. the note of a meeting; raises SentAlready once it is recorded."""
    with originals.stored(uploads, exercise=draft.exercise, by=by) as kept, transaction.atomic():
        _hold(draft)
        _hang(kept, draft)
        draft.refresh_from_db(fields=["intake"])
        draft.intake = {**draft.intake, **_files(draft)}
        draft.save(update_fields=["intake"])
    return kept


def _save(draft: Draft, said: Mapping[str, Any], *, by: User, taken_over: Sequence[Original] = ()) -> None:
    uploads = said.get("originals", ())
    with originals.stored(uploads, exercise=draft.exercise, by=by) as kept, transaction.atomic():
        if draft.pk is None:
            draft.save()
        else:
            _hold(draft)
        take_over(draft, taken_over)
        _hang(kept, draft)
        draft.who = _who(draft.who, said)
        draft.intake = _intake(draft, said)
        draft.save(update_fields=["who", "intake"])


def _hang(kept: Sequence[Original], draft: Draft) -> None:
    for original in kept:
        original.draft = draft
        original.save()


def take_over(draft: Draft, kept: Sequence[Original]) -> None:
    """Hang files on the draft that hang on none; where a colleague was faster, nothing is begun."""
    free = Original.objects.filter(exercise=draft.exercise, draft=None, response=None, pk__in=[one.pk for one in kept])
    if kept and free.update(draft=draft) != len(kept):
        raise KeyedAlready


def _hold(draft: Draft) -> None:
    """Keep others from writing or sending the draft until this is done, and look at it as it is now.

    The revision goes up, so that who was about to send it, or to say who answers, looks again as well.
    """
    unsent = Draft.objects.filter(pk=draft.pk, is_open=True)
    if not unsent.update(updated_at=clock.now(), revision=F("revision") + 1):
        raise SentAlready
    draft.refresh_from_db(fields=["who", "revision"])


def _who(who: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Points from a meeting have no respondent; whoever else wrote says so on the page about them."""
    if said["channel"] == Response.Channel.MEETING:
        return {"kind": Response.Kind.MEETING.value, "may_publish": said["may_publish"]}
    return {} if who.get("kind") == Response.Kind.MEETING else who


def _intake(draft: Draft, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the draft's pages show about the arrival, and what sending it takes from here."""
    received_at: dt.datetime = said["received_at"]
    label = Response.Channel(said["channel"]).label
    when = stamp(received_at) if said.get("received_time") else day(received_at)
    meeting = {name: said[name] for name in MEETING_FIELDS if said.get(name)}
    return {
        "channel": said["channel"],
        "received_at": received_at.astimezone(dt.UTC).isoformat(),
        "time_known": bool(said.get("received_time")),
        "label": f"{label}, received {when}",
        "meeting": meeting if said["channel"] == Response.Channel.MEETING else {},
        "second_check": bool(said.get("second_check")),
        **_files(draft),
    }


def _files(draft: Draft) -> dict[str, Any]:
    """Return the files of an arrival, and earlier ones that are the same."""
    files = list(draft.originals.all())
    return {
        "files": [{"id": original.pk, "name": original.name} for original in files],
        "same": [_told(original) for original in originals.same_as(files, draft.exercise)] if files else [],
    }


def _told(earlier: Original) -> dict[str, str]:
    """Return which response or unsent draft an identical file came with."""
    if earlier.response:
        return {"name": earlier.name, "reference": earlier.response.reference}
    if earlier.draft is None:  # an email that nobody keys in
        return {"name": earlier.name, "stands": "waits"}
    stands = "discarded" if earlier.draft.discarded_at else "keyed"
    return {"name": earlier.name, "keyed_by": str(earlier.draft.keyed_by), "stands": stands}


def typed(draft: Draft) -> dict[str, Any]:
    """Return what was said about an arrival, for the form to show again."""
    intake = draft.intake
    received_at = timezone.localtime(dt.datetime.fromisoformat(intake["received_at"]))
    meeting = dict(intake["meeting"])
    if meeting.get("held_on"):
        meeting["held_on"] = dt.date.fromisoformat(str(meeting["held_on"]))
    if meeting.get("attending"):
        meeting["attending"] = attending.written(meeting["attending"])
    return {
        "channel": intake["channel"],
        "received_on": received_at.date(),
        "received_time": f"{received_at:%H:%M}" if intake["time_known"] else "",
        "may_publish": bool(draft.who.get("may_publish")) if meeting else False,
        "second_check": bool(intake.get("second_check")),
        **meeting,
    }


def unsent(exercise: Exercise) -> QuerySet[Draft]:
    """Return what is being keyed in and has not been recorded, newest first, with the check that it waits for."""
    drafts = Draft.objects.filter(exercise=exercise, origin=Draft.Origin.KEYED, is_open=True)
    return drafts.select_related("keyed_by", "second_check__handed_by").order_by("-updated_at", "-id")


def arrival(draft: Draft, *, by: User) -> Arrival:
    """Return how a keyed response came to us; the deadline is judged by when it came, not by when it was keyed.

    Recording it raises NotReady where a second person has to check it first.
    """
    return _arrival(draft, entered_by=by, settle=checking.refuse_unchecked)


def checked_arrival(draft: Draft, *, by: User, seen: str) -> Arrival:
    """Return the same for a draft that somebody else has keyed in, and that this person has compared as it was `seen`.

    Recording it raises NotReady where it no longer waits, was changed since, or was keyed in by the same person.
    """
    keyed_by = checking.waiting(draft).handed_by
    return _arrival(draft, entered_by=keyed_by, settle=partial(checking.settle, by=by, seen=seen))


def _arrival(draft: Draft, *, entered_by: User, settle: Callable[[Draft, Response], None]) -> Arrival:
    return Arrival(
        received_at=dt.datetime.fromisoformat(draft.intake["received_at"]),
        time_known=bool(draft.intake["time_known"]),
        channel=draft.intake["channel"],
        entered_by=entered_by,
        attach=partial(_attach, draft, settle),
    )


def _attach(draft: Draft, settle: Callable[[Draft, Response], None], response: Response) -> None:
    """Tie files, notes and meeting to the response, in the transaction that writes it."""
    settle(draft, response)
    Original.objects.filter(draft=draft).update(response=response)
    answered.note(draft, response)
    KeyingNote.objects.filter(draft=draft).update(response=response, draft=None)
    meeting = dict(draft.intake.get("meeting") or {})
    if meeting:
        recording.record(response, meeting)
        recording.record_points(response, draft)
