"""Hiding words of an answer from everybody outside the team, and undoing it. The text as sent is never rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from responses.moderation import acts, marks
from responses.moderation.errors import RedactionRefused
from responses.moderation.marks import Span, parse
from responses.moderation.models import Act, Revision
from responses.moderation.wording import base_of, spans_in_force
from responses.submission.models import Answer

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["hide", "parse", "redact", "spans_in_force", "unredact"]


def redact(answer: Answer, marked_text: str, *, by: User, reason: str, version: int, note: str = "") -> Revision:
    """Hide exactly the marked words; marks take the place of those of an earlier redaction."""
    spans = parse(base_of(answer), marked_text)
    if not spans:
        raise RedactionRefused("No words are marked. Put [[ and ]] around what is to be hidden.")
    return _redact(answer, spans, by=by, reason=reason, version=version, note=note)


def hide(answer: Answer, spans: Iterable[Span], *, by: User, reason: str, version: int, note: str = "") -> Revision:
    """Hide further words of an answer, beside those that are hidden already."""
    text = base_of(answer)
    wanted = list(spans)
    if any(not 0 <= start < end <= len(text) for start, end in wanted):
        raise RedactionRefused("The words have changed since the page was shown. Look again.")
    together = marks.joined([*spans_in_force(answer), *wanted])
    return _redact(answer, together, by=by, reason=reason, version=version, note=note)


@transaction.atomic
def _redact(answer: Answer, spans: list[Span], *, by: User, reason: str, version: int, note: str) -> Revision:
    act = acts.perform(answer.response_id, verb=Act.Verb.REDACT, version=version, by=by, reason=reason, note=note)
    if spans == spans_in_force(answer):
        raise RedactionRefused("These words are redacted already, and nothing else is marked.")
    return _revise(answer, act, Revision.Kind.REDACTED, marks.redacted(base_of(answer), spans), spans)


@transaction.atomic
def unredact(answer: Answer, *, by: User, version: int, reason: str, note: str = "") -> Revision:
    """Show all words of the answer again; that it was redacted stays on record."""
    act = acts.perform(answer.response_id, verb=Act.Verb.UNREDACT, version=version, by=by, reason=reason, note=note)
    if not spans_in_force(answer):
        raise RedactionRefused("Nothing in this answer is redacted.")
    return _revise(answer, act, Revision.Kind.RESTORED, base_of(answer), [])


def _revise(answer: Answer, act: Act, kind: Revision.Kind, text: str, spans: list[Span]) -> Revision:
    return Revision.objects.create(answer=answer, act=act, version=act.version, kind=kind, text=text, spans=spans)
