"""Putting right what was keyed in wrongly. The answer as sent stays; what is redacted of it stays hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common.errors import DomainError
from common.text import newlines
from responses.moderation import acts, marks
from responses.moderation.errors import NoteNeeded
from responses.moderation.models import Act, Revision
from responses.moderation.refinding import Lost, refind
from responses.moderation.wording import base_of, spans_in_force
from responses.submission.models import Answer

if TYPE_CHECKING:
    from accounts.models import User


class CorrectionRefused(DomainError):
    default_message = "The correction would show words that are hidden."


@transaction.atomic
def correct(answer: Answer, text: str, *, by: User, version: int, note: str) -> Revision:
    """Put another wording in the place of an answer's, on record; words that are redacted are hidden in it as well.

    Where they cannot be told with certainty in the new wording, nothing is done: a correction never uncovers.
    """
    if not note.strip():
        raise NoteNeeded("Say in a few words what was wrong.")
    text = newlines(text).strip()
    if not text:
        raise CorrectionRefused("A correction cannot be empty. Leave the response out, or redact the words.")
    act = acts.perform(answer.response_id, verb=Act.Verb.CORRECT, version=version, by=by, note=note)
    before = base_of(answer)
    if text == newlines(before):
        raise CorrectionRefused("The wording is the same as before.")
    try:
        spans = refind(before, text, spans_in_force(answer))
    except Lost as lost:
        raise CorrectionRefused(str(lost)) from None
    return Revision.objects.create(
        answer=answer,
        act=act,
        version=act.version,
        kind=Revision.Kind.CORRECTED,
        text=marks.redacted(text, spans),
        spans=spans,
        whole=text,
    )
