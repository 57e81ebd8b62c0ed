"""The written-out responses of a pack, sent and moderated as real ones would be."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Any

from django.db import transaction

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.intake.meetings import attending, recording
from responses.moderation import moderation
from responses.moderation.models import Act
from responses.submission import sending
from responses.submission.models import Response
from responses.survey import survey_of
from responses.synthetic.book import book_of, values_of

Reason = Act.Reason
AFTER_GRACE = dt.timedelta(hours=9)
NOT_LATE_YET = (
    "Demonstration: this is the email that came late. While the exercise is open nothing can be late, so it counts as "
    "on time here; in an exercise whose grace has ended it is marked as late."
)


def seed(exercise: Exercise, *, staff: User) -> int:
    """Add the responses that are not there yet and return how many were added."""
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, exercise.slug)
    added = 0
    book = book_of(exercise.slug)
    for entry in [*book.responses, *book.copies]:
        key = uuid.uuid5(namespace, entry["key"])
        if not Response.objects.filter(submission_key=key).exists():
            _add(exercise, entry, key, staff)
            added += 1
    return added


@transaction.atomic
def _add(exercise: Exercise, entry: dict[str, Any], key: uuid.UUID, staff: User) -> None:
    assert exercise.edition_id is not None
    survey = survey_of(exercise.edition_id)
    content, who = survey.content, entry["who"]
    received_at = _received_at(exercise, entry)
    arrival = sending.Arrival(received_at=received_at, channel=entry["channel"])
    is_organisation = who["kind"] == Response.Kind.ORGANISATION
    response = sending.record(
        survey,
        values_of(survey, entry["answers"]),
        contact={},
        exercise_id=exercise.pk,
        submission_key=key,
        channel=entry["channel"],
        received_at=received_at,
        entered_by=None if entry["channel"] == Response.Channel.ONLINE else staff,
        timing=sending.timing_of(exercise, arrival),
        kind=who["kind"],
        organisation_name=who.get("name", "") if is_organisation else "",
        organisation_type_id=content.category_id("organisation_type", who.get("type")) if is_organisation else None,
        position_held=who.get("role", "") if is_organisation else "",
        area_id=content.category_id("area", who.get("area")),
        role_id=None if is_organisation else content.category_id("role", who.get("role")),
        may_publish=bool(entry.get("publish")),
        synthetic=True,
    )
    if who["kind"] == Response.Kind.MEETING:
        meeting = who.get("meeting", {})
        said = {
            "meeting_name": meeting.get("name", who["name"]),
            "held_on": received_at.date(),
            "place": meeting.get("place", ""),
            "host": who["name"],
            "attending": [asdict(one) for one in attending.parse(meeting.get("attended", ""))],
        }
        recording.record(response, said)
        recording.record_points(response)
    _moderate(response, entry, staff)


def _received_at(exercise: Exercise, entry: dict[str, Any]) -> dt.datetime:
    """Return the moment that the entry names, or a little while ago where that is still to come.

    What is there to show lateness came the morning after grace ended. While that is still to come nothing is late.
    """
    assert exercise.opens_at is not None
    if entry["timing"] == "late" and exercise.grace_ends_at + AFTER_GRACE <= clock.now():
        return exercise.grace_ends_at + AFTER_GRACE
    moment = exercise.opens_at + dt.timedelta(days=entry["day"], minutes=entry["minute"])
    return max(exercise.opens_at, min(moment, clock.now() - dt.timedelta(minutes=1 + entry["minute"] % 50)))


def _moderate(response: Response, entry: dict[str, Any], staff: User) -> None:
    version = response.version
    match entry["moderation"]:
        case "accepted":
            is_early = entry["timing"] == "late" and response.timing != Response.Timing.LATE
            moderation.accept(response.pk, version=version, by=staff, note=NOT_LATE_YET if is_early else "")
            version += 1
        case "held":
            moderation.hold(
                response.pk, version=version, by=staff, reason=Reason.QUERY, note="Demonstration: a question"
            )
            version += 1
        case "to_set_aside":
            reason = Reason.TEST if "test" in entry["key"] else Reason.SPAM
            moderation.propose_leaving_out(response.pk, version=version, by=staff, reason=reason, note="Demonstration")
            version += 1
    if entry["who"].get("confirmed"):
        moderation.confirm_organisation(
            response.pk, version=version, by=staff, note="Demonstration: checked by telephone"
        )
