"""Suggestions of personal data in a response: found in its words, and decided one by one by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from common import clock
from common.text import newlines
from responses.moderation import acts, redaction, wording
from responses.moderation.errors import RedactionRefused
from responses.moderation.marks import Span
from responses.moderation.models import RefusedSuggestion
from responses.moderation.policy import PolicyInForce
from responses.submission.models import Answer, Response
from responses.text import personal

if TYPE_CHECKING:
    from accounts.models import User

HIDE, LEAVE = "hide", "leave"
FIELD = "suggestion-"  # before a suggestion's key, in what is posted
USUAL = "personal_data"


@dataclass(frozen=True)
class Suggestion:
    """Words that may be personal data, in an answer as corrected last or as sent."""

    answer_id: int
    wording: int
    start: int
    end: int
    sort: personal.Sort
    words: str

    @property
    def key(self) -> str:
        return f"{self.answer_id}-{self.wording}-{self.start}-{self.end}"

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def label(self) -> str:
        return self.sort.label


def find(answer_id: int, base: wording.Base, spans: Iterable[Span], refused: Iterable[Span]) -> list[Suggestion]:
    """Return what is suggested of one answer: neither hidden already nor refused."""
    text = newlines(base.text)
    gone, hidden = set(refused), list(spans)
    return [
        Suggestion(answer_id, base.version, one.start, one.end, one.sort, text[one.start : one.end])
        for one in personal.find(text)
        if (one.start, one.end) not in gone and all(one.end <= start or end <= one.start for start, end in hidden)
    ]


def refused_of(response: Response) -> dict[tuple[int, int], list[Span]]:
    """Return what was refused, by answer and the wording that the places are in: one query."""
    rows = RefusedSuggestion.objects.filter(answer__response=response)
    found: dict[tuple[int, int], list[Span]] = defaultdict(list)
    for answer, version, start, end in rows.values_list("answer_id", "wording", "start", "end"):
        found[answer, version].append((start, end))
    return found


def of(response: Response) -> dict[str, Suggestion]:
    """Return all that is suggested of a response now, by key."""
    refused = refused_of(response)
    found: dict[str, Suggestion] = {}
    for answer in response.answers.exclude(text="").order_by("pk"):
        base = wording.base(answer)
        spans = wording.spans_in_force(answer)
        found |= {one.key: one for one in find(answer.pk, base, spans, refused[answer.pk, base.version])}
    return found


def usual_reason(policy: PolicyInForce) -> str:
    """Return the reason for hiding personal data: the policy's of that key, else its first for redactions."""
    keys = [key for key, _ in policy.for_act("redact")]
    return USUAL if USUAL in keys else keys[0]


@dataclass(frozen=True)
class Decided:
    hidden: int
    left: int


@transaction.atomic
def decide(response: Response, said: Mapping[str, str], *, version: int, by: User, reason: str) -> Decided:
    """Hide or leave each suggestion that was decided, by key; whatever was not decided comes again."""
    wanted = {key: what for key, what in said.items() if what in (HIDE, LEAVE)}
    suggested = of(response)
    if not wanted.keys() <= suggested.keys():
        current = Response.objects.values_list("version", flat=True).get(pk=response.pk)
        if current != version:
            raise acts.why_not(response.pk, version=version)
        raise RedactionRefused("Some of these suggestions have been decided meanwhile. Look again.")
    if not wanted:
        raise RedactionRefused("Choose for at least one suggestion whether to hide or to leave it.")
    hide, leave = ([suggested[key] for key, what in wanted.items() if what == one] for one in (HIDE, LEAVE))
    _hide(hide, version=version, by=by, reason=reason)
    _refuse(leave, by=by)
    return Decided(len(hide), len(leave))


def _hide(suggestions: list[Suggestion], *, version: int, by: User, reason: str) -> None:
    """Redact answer by answer; each is an act of its own."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for one in suggestions:
        spans[one.answer_id].append(one.span)
    answers = Answer.objects.in_bulk(spans)
    for nth, answer_id in enumerate(sorted(spans)):
        redaction.hide(answers[answer_id], spans[answer_id], by=by, reason=reason, version=version + nth)


def _refuse(suggestions: list[Suggestion], *, by: User) -> None:
    now = clock.now()
    RefusedSuggestion.objects.bulk_create(
        (
            RefusedSuggestion(
                answer_id=one.answer_id, wording=one.wording, start=one.start, end=one.end, sort=one.sort, by=by, at=now
            )
            for one in suggestions
        ),
        ignore_conflicts=True,
    )
