"""Hiding words in what says who answered: the name of an organisation or meeting, somebody's role, a host."""

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


@dataclass(frozen=True)
class Named:
    """One field as it was sent, and how it is shown outside the team where words of it are hidden."""

    field: str
    label: str
    text: str
    spans: list[Span]

    @property
    def shown(self) -> str:
        return marks.redacted(self.text, self.spans) if self.spans else ""


def named(response: Response) -> list[Named]:
    """Return the fields that say who answered and hold any words: one query, and one for a meeting."""
    latest: dict[str, list[Span]] = {}
    for one in response.field_revisions.order_by("version"):
        latest[one.field] = [(start, end) for start, end in one.spans]
    texts = {field: text_of(response, field) for field in Field.values}
    return [Named(field, Field(field).label, text, latest.get(field, [])) for field, text in texts.items() if text]


def text_of(response: Response, field: str) -> str:
    """Return a field as it was sent; empty where it does not apply."""
    if field in (Field.MEETING_NAME, Field.MEETING_HOST):
        meeting = getattr(response, "meeting", None) if response.kind == Response.Kind.MEETING else None
        return str(getattr(meeting, field.removeprefix("meeting_"), "") or "")
    return str(getattr(response, field)) if response.kind == Response.Kind.ORGANISATION else ""


@transaction.atomic
def redact(
    response: Response, field: str, marked: str, *, by: User, reason: str, version: int, note: str = ""
) -> FieldRevision:
    """Hide exactly the marked words of a field; without any marks all of it is shown again."""
    text = text_of(response, field)
    if not text:
        raise NotPossible("There is nothing in that field.")
    spans = marks.parse(text, marked)
    before = next((one.spans for one in named(response) if one.field == field), [])
    if spans == before:
        raise RedactionRefused("Nothing is marked otherwise than before.")
    verb = Act.Verb.REDACT if spans else Act.Verb.UNREDACT
    act = acts.perform(response.pk, verb=verb, version=version, by=by, reason=reason, note=note)
    return FieldRevision.objects.create(
        response=response, act=act, version=act.version, field=field, text=marks.redacted(text, spans), spans=spans
    )
