"""Writing meeting, attendance and points with the response, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from responses.drafts.models import Draft
from responses.intake.meetings import points, splitting
from responses.intake.meetings.models import DraftPoint, Point
from responses.intake.models import Meeting, MeetingAttendance
from responses.submission.models import Answer, Response
from responses.submission.sending import NotReady


def record(response: Response, said: Mapping[str, Any]) -> Meeting:
    """Write the meeting that a response comes from, and who attended."""
    columns = {name: said[name] for name in ("held_on", "place", "host", "host_email") if said.get(name)}
    meeting = Meeting.objects.create(response=response, name=said["meeting_name"], **columns)
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(meeting=meeting, organisation=one["organisation"], number=one.get("number"))
        for one in said.get("attending", ())
    )
    return meeting


def record_points(response: Response, draft: Draft | None = None) -> int:
    """Write the points of a meeting's response, and return how many there are.

    They are where the draft's points stand in the answers. An answer that did not come of points (an import, an
    invented response) is split at its paragraphs, each of which is a point of the meeting's. Raises NotReady while
    points of the note are neither tied to a question nor left out.
    """
    noted = points.of(draft) if draft else []
    open_ = sum(not point.is_settled for point in noted)
    if open_:
        raise NotReady(
            f"{open_} of the note's points are not tied to a question yet. Do that on the page of its points."
        )
    answers = {answer.item_id: answer for answer in Answer.objects.filter(response=response).exclude(text="")}
    found = _placed(noted, answers)
    rest = [answer for answer in answers.values() if answer.pk not in {answer.pk for _, answer, *_ in found}]
    found += [
        (len(noted) + 1, answer, start, end, "") for answer in rest for start, end in splitting.places_in(answer.text)
    ]
    found.sort(key=lambda one: one[0])
    attending = {one.organisation: one for one in MeetingAttendance.objects.filter(meeting__response=response)}
    made = Point.objects.bulk_create(
        Point(response=response, answer=answer, position=number, start=start, end=end, said_by=attending.get(by))
        for number, (_, answer, start, end, by) in enumerate(found, start=1)
    )
    if draft:
        DraftPoint.objects.filter(draft=draft).delete()
    return len(made)


def _placed(noted: list[points.Noted], answers: dict[int, Answer]) -> list[tuple[int, Answer, int, int, str]]:
    """Return where points stand, with their number in the note, as far as answers are made of them to the letter."""
    found = []
    for item_id, text in points.composed(noted).items():
        answer = answers.get(item_id)
        if answer is None or answer.text != text:
            continue
        own = [(number, point) for number, point in enumerate(noted) if point.item_id == item_id]
        stretches = splitting.places([point.text for _, point in own])
        found += [
            (number, answer, start, end, point.said_by)
            for (number, point), (start, end) in zip(own, stretches, strict=True)
        ]
    return found
