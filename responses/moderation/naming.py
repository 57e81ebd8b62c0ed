"""Hiding words in what says who answered: an organisation, somebody's role; a meeting, its host and place, who came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from responses.moderation import acts, marks
from responses.moderation.errors import NotPossible, RedactionRefused
from responses.moderation.marks import Span
from responses.moderation.models import Act, FieldRevision
from responses.submission.models import Response

if TYPE_CHECKING:
    from accounts.models import User

Field = FieldRevision.Field
OF_MEETING = {Field.MEETING_NAME: "name", Field.MEETING_HOST: "host", Field.MEETING_PLACE: "place"}


@dataclass(frozen=True)
class Named:
    """One field as it was sent, and how it is shown outside the team where words of it are hidden."""

    field: str  # its key: see FieldRevision.key
    label: str
    text: str
    spans: list[Span]

    @property
    def shown(self) -> str:
        return marks.redacted(self.text, self.spans) if self.spans else ""


def named(response: Response) -> list[Named]:
    """Return the fields that say who answered and hold any words: one query, and two for a meeting."""
    latest: dict[str, list[Span]] = {}
    for one in response.field_revisions.order_by("version"):
        latest[one.key] = [(start, end) for start, end in one.spans]
    return [Named(key, label, text, latest.get(key, [])) for key, (label, text) in texts_of(response).items() if text]


def texts_of(response: Response) -> dict[str, tuple[str, str]]:
    """Return what each field that says who answered is called, and how it was sent; whom it applies to alone."""
    if response.kind == Response.Kind.ORGANISATION:
        fields = (Field.ORGANISATION_NAME, Field.POSITION_HELD)
        return {str(field): (str(field.label), str(getattr(response, field))) for field in fields}
    meeting = getattr(response, "meeting", None) if response.kind == Response.Kind.MEETING else None
    if meeting is None:
        return {}
    found = {str(field): (str(field.label), str(getattr(meeting, name) or "")) for field, name in OF_MEETING.items()}
    for one in meeting.attendance.all():
        found[f"{Field.ATTENDED}-{one.pk}"] = (f"Attended: {one.organisation}", one.organisation)
    return found


@transaction.atomic
def redact(
    response: Response, field: str, marked: str, *, by: User, reason: str, version: int, note: str = ""
) -> FieldRevision:
    """Hide exactly the marked words of a field; without any marks all of it is shown again."""
    text = texts_of(response).get(field, ("", ""))[1]
    if not text:
        raise NotPossible("There is nothing in that field.")
    spans = marks.parse(text, marked)
    before = next((one.spans for one in named(response) if one.field == field), [])
    if spans == before:
        raise RedactionRefused("Nothing is marked otherwise than before.")
    verb = Act.Verb.REDACT if spans else Act.Verb.UNREDACT
    act = acts.perform(response.pk, verb=verb, version=version, by=by, reason=reason, note=note)
    name, _, attendance = field.partition("-")
    return FieldRevision.objects.create(
        response=response,
        act=act,
        version=act.version,
        field=name,
        attendance_id=int(attendance) if attendance else None,
        text=marks.redacted(text, spans),
        spans=spans,
    )
