"""The one transaction that turns a draft into a response."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common import clock, outbox
from common.errors import DomainError
from engagement.models import Exercise
from engagement.phases import Phase
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.kinds.base import Raw, Value, clashes
from responses.moderation import author
from responses.respondent import respondent
from responses.submission import references, suspicion
from responses.submission.models import Contact, Response
from responses.submission.timing import in_phase
from responses.submission.writing import write_answers
from responses.survey import Survey, survey_of

if TYPE_CHECKING:
    from accounts.models import User

REFERENCE_TRIES = 5


CHANGED_SINCE_READ = (
    "Somebody has changed the answer since you opened this page, so it was not sent. Read it again, then send it."
)


class NotReady(DomainError):
    """The draft cannot be sent as it stands; `errors` says per item what is wrong."""

    def __init__(self, message: str, errors: dict[int, list[str]] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or {}


class TooLate(DomainError):
    """The exercise takes no answers now."""


@dataclass(frozen=True)
class Arrival:
    """How and when a response reached us; keyed responses say who keyed them."""

    received_at: dt.datetime
    channel: str = Response.Channel.ONLINE
    entered_by: User | None = None
    signs: tuple[str, ...] = ()
    time_known: bool = True  # false for a letter of which only the day is known
    may_mail: Callable[[str], bool] = lambda email: True  # whether the mailbox has room today; asking counts
    attach: Callable[[Response], None] | None = None  # what else belongs to the response, in the same transaction


def checked_answers(survey: Survey, raws: dict[int, Raw]) -> tuple[dict[int, Value], dict[int, list[str]]]:
    """Return the values of a draft's boxes by item, and what is wrong with the invalid ones."""
    values: dict[int, Value] = {}
    errors: dict[int, list[str]] = {}
    cleaned: dict[str, Any] = {}
    fields = survey.field_by_item
    for item_id, raw in raws.items():
        box = survey.boxes.get(item_id)
        if box is None:
            continue
        try:
            cleaned[box.item.key] = fields[item_id].clean(raw)
        except ValidationError as error:
            errors[item_id] = error.messages
        else:
            value = box.kind.value(box.part, cleaned[box.item.key])
            if value is not None:
                values[item_id] = value
    for item, message in clashes(survey.content.parts, cleaned):
        errors[item.id] = [message]
    return values, errors


def timing_of(exercise: Exercise, arrival: Arrival) -> str:
    """Judge an arrival by the exercise's dates; online answers are refused where other channels are only late."""
    phase = exercise.phase(arrival.received_at)
    if phase is Phase.COMING or (phase is Phase.OVER and arrival.channel == Response.Channel.ONLINE):
        raise TooLate("This exercise takes no answers at present.")
    return in_phase(phase)


def submit(draft: Draft, *, key: uuid.UUID, arrival: Arrival, seen: str | None = None) -> Response:
    """Make one response of a draft, however often it is asked for; the draft's `exercise` must be loaded.

    Where several people write it, `seen` is the mark of what its sender has read: nobody signs other words than those.
    Raises NotReady when 'who you are' is incomplete or a box is invalid, TooLate when no answers are taken.
    """
    already = None if draft.is_open and draft.submission_key == key else _sent_with(draft, key)
    if already is not None:
        return already
    timing = timing_of(draft.exercise, arrival)
    if comes_too_late_to_replace(draft, draft.exercise.phase(arrival.received_at)):
        raise NotReady("The deadline has passed, so what you sent before stands. It cannot be replaced any more.")
    try:
        with transaction.atomic():
            _claim(draft, key)
            return _write(draft, arrival, timing, seen)
    except _NotClaimed:
        return _sent_meanwhile(draft, key)


def comes_too_late_to_replace(draft: Draft, phase: Phase) -> bool:
    """Whether sending would put a late answer in the place of one that came in time."""
    if draft.replaces_id is None or phase is not Phase.LATE:
        return False
    return Response.objects.current().filter(pk=draft.replaces_id).exclude(timing=Response.Timing.LATE).exists()


class _NotClaimed(Exception):
    pass


def _sent_with(draft: Draft, key: uuid.UUID) -> Response | None:
    return Response.objects.filter(draft=draft, submission_key=key).first()


def _claim(draft: Draft, key: uuid.UUID) -> None:
    """Close the draft, as far as it is as it was read: 'who you are' and how it came are counted by its revision.

    Boxes are written into an open draft alone and under the same lock, so what is read from here on is all there is.
    """
    as_read = Draft.objects.filter(pk=draft.pk, submission_key=key, revision=draft.revision, is_open=True)
    if not as_read.update(is_open=False, updated_at=clock.now()):
        raise _NotClaimed


def _sent_meanwhile(draft: Draft, key: uuid.UUID) -> Response:
    """Return what another window has sent; otherwise say why this one may not."""
    sent = _sent_with(draft, key)
    if sent is not None:
        return sent
    draft.refresh_from_db(fields=["who", "intake", "revision", "is_open", "submission_key", "replaces"])
    if draft.submission_key != key or not draft.is_open:
        raise NotReady("Your answers were opened again in another window. Check them there and send them.")
    raise NotReady("Who you are was changed in another window. Check what is here now, and send it.")


def _write(draft: Draft, arrival: Arrival, timing: str, seen: str | None) -> Response:
    """Read a claimed draft, then write the response and all that belongs to it."""
    survey = survey_of(draft.edition_id)
    who = respondent(survey.content, draft.who)
    if who is None:
        raise NotReady("Tell us who you are before you send your answers.")
    stored = saving.all_boxes(draft)
    if seen is not None and seen != saving.mark_of(draft, stored):
        raise NotReady(CHANGED_SINCE_READ)
    values, errors = checked_answers(survey, {item_id: box.raw for item_id, box in stored.items()})
    if errors:
        raise NotReady("Some answers need to be put right before you can send them.", errors)
    if not values:
        raise NotReady("You have not answered any question yet. Answer at least one.")
    wants_copy = bool(who.contact.get("wants_copy"))
    gets_copy = wants_copy and arrival.may_mail(who.contact["email"])
    response = record(
        survey,
        values,
        contact={**who.contact, Contact.HELD_BACK: True} if wants_copy and not gets_copy else who.contact,
        exercise_id=draft.exercise_id,
        draft=draft,
        submission_key=draft.submission_key,
        channel=arrival.channel,
        received_at=arrival.received_at,
        received_time_known=arrival.time_known,
        entered_by=arrival.entered_by,
        timing=timing,
        suspicion=suspicion.signs(draft, arrival.received_at, who, arrival.signs),
        supersedes_id=_supersede(draft),
        **who.columns,
    )
    if arrival.attach:
        arrival.attach(response)
    if gets_copy:
        outbox.put("responses.receipt", {"response": response.pk, "email": who.contact["email"]})
    return response


def _supersede(draft: Draft) -> int | None:
    """Take the earlier response out; where its author has withdrawn it meanwhile, the new one stands by itself."""
    if draft.replaces_id is None:
        return None
    try:
        author.supersede(draft.replaces_id, at=clock.now())
    except DomainError:
        return None
    return draft.replaces_id


def record(survey: Survey, values: dict[int, Value], *, contact: dict[str, Any], **columns: Any) -> Response:
    """Insert a response with its answers and contact, in the caller's transaction."""
    response = _insert_response(
        edition_id=survey.content.id,
        entered_at=max(clock.now(), columns["received_at"]),
        has_free_text=has_free_text(survey, values),
        **columns,
    )
    write_answers([(response, values)])
    if contact:
        Contact.objects.create(response=response, details=contact)
    return response


def has_free_text(survey: Survey, values: dict[int, Value]) -> bool:
    """Whether anything was answered in words, so that somebody has to read it."""
    return any(survey.boxes[item_id].kind.is_text for item_id in values)


def _insert_response(**columns: Any) -> Response:
    """Insert with a reference that nobody has yet."""
    for _ in range(REFERENCE_TRIES):
        reference = references.mint()
        try:
            with transaction.atomic():
                return Response.objects.create(reference=reference, **columns)
        except IntegrityError:
            if not Response.objects.filter(reference=reference).exists():
                raise
    raise IntegrityError("No free reference was found.")
