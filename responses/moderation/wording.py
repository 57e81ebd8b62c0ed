"""Which wording of an answer counts: for readers outside the team, and for the marks of a redaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from responses.moderation.marks import Span
from responses.moderation.models import FieldRevision, Revision
from responses.submission.models import Answer

FIELDS = {
    FieldRevision.Field.ORGANISATION_NAME: "organisation_name",
    FieldRevision.Field.POSITION_HELD: "position_held",
    FieldRevision.Field.MEETING_NAME: "meeting__name",
    FieldRevision.Field.MEETING_HOST: "meeting__host",
    FieldRevision.Field.MEETING_PLACE: "meeting__place",
}


@dataclass(frozen=True)
class Base:
    """The words that a redaction's spans count in: as corrected last, else as sent."""

    text: str
    version: int  # of the correction; 0 for the answer as sent


def base(answer: Answer) -> Base:
    """Return the words that spans of an answer count in, and since which version they do."""
    corrected = answer.revisions.filter(kind=Revision.Kind.CORRECTED).order_by("-version").first()
    return Base(corrected.whole, corrected.version) if corrected else Base(answer.text, 0)


def base_of(answer: Answer) -> str:
    """Return an answer as corrected last, else as sent: for the team alone."""
    return base(answer).text


def spans_in_force(answer: Answer) -> list[Span]:
    """Return what is redacted of an answer now."""
    latest = answer.revisions.order_by("-version").first()
    return [(start, end) for start, end in latest.spans] if latest else []


def in_force() -> Coalesce:
    """Return an expression over answers for the words that readers outside the team may see."""
    latest = Revision.objects.filter(answer=OuterRef("pk")).order_by("-version")
    return Coalesce(Subquery(latest.values("text")[:1]), F("text"))


def who_in_force(field: str) -> Coalesce:
    """Return an expression over responses for a field on who answered, as readers outside the team may see it."""
    latest = FieldRevision.objects.filter(response=OuterRef("pk"), field=field).order_by("-version")
    known = F(FIELDS[FieldRevision.Field(field)])
    return Coalesce(Subquery(latest.values("text")[:1]), known, output_field=CharField())
