"""All words of answers and what of them is hidden: to be compared by the first, and shown without the second."""

from __future__ import annotations

from collections.abc import Collection

from common.text import newlines
from responses.moderation.models import Revision
from responses.submission.models import Answer
from responses.text.diffs import Wording


def wordings(answers: Collection[int]) -> dict[int, Wording]:
    """Return answers as corrected last, else as sent, each with what is hidden of it now: two queries."""
    texts = dict(Answer.objects.filter(pk__in=answers).values_list("pk", "text"))
    revisions = Revision.objects.filter(answer__in=answers).order_by("answer", "version")
    hidden: dict[int, list[tuple[int, int]]] = {}
    for answer, kind, spans, whole in revisions.values_list("answer", "kind", "spans", "whole"):
        hidden[answer] = [(start, end) for start, end in spans]
        if kind == Revision.Kind.CORRECTED:
            texts[answer] = whole
    return {answer: Wording(newlines(text), hidden.get(answer, [])) for answer, text in texts.items()}
