"""Hiding words of an answer from everybody outside the team, and undoing it. The text as sent is never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from responses.moderation import acts, marks
from responses.moderation.errors import RedactionRefused
from responses.moderation.marks import Span, parse
from responses.moderation.models import Act, Revision
from responses.submission.models import Answer

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["parse", "redact", "spans_in_force", "unredact"]


def spans_in_force(answer: Answer) -> list[Span]:
    """Return what is redacted of an answer now."""
    latest = answer.revisions.order_by("-version").first()
    return [(start, end) for start, end in latest.spans] if latest else []


@transaction.atomic
def redact(answer: Answer, marked_text: str, *, by: User, reason: str, version: int, note: str = "") -> Revision:
    """Hide exactly the marked words; marks take the place of those of an earlier redaction."""
    spans = parse(answer.text, marked_text)
    if not spans:
        raise RedactionRefused("No words are marked. Put [[ and ]] around what is to be hidden.")
    act = acts.perform(answer.response_id, verb=Act.Verb.REDACT, version=version, by=by, reason=reason, note=note)
    if spans == spans_in_force(answer):
        raise RedactionRefused("These words are redacted already, and nothing else is marked.")
    return _revise(answer, act, Revision.Kind.REDACTED, marks.redacted(answer.text, spans), spans)


@transaction.atomic
def unredact(answer: Answer, *, by: User, version: int, reason: str = "", note: str = "") -> Revision:
    """Show the answer as sent again; that it was redacted stays on record."""
    act = acts.perform(answer.response_id, verb=Act.Verb.UNREDACT, version=version, by=by, reason=reason, note=note)
    if not spans_in_force(answer):
        raise RedactionRefused("Nothing in this answer is redacted.")
    return _revise(answer, act, Revision.Kind.RESTORED, answer.text, [])


def _revise(answer: Answer, act: Act, kind: Revision.Kind, text: str, spans: list[Span]) -> Revision:
    return Revision.objects.create(answer=answer, act=act, version=act.version, kind=kind, text=text, spans=spans)
