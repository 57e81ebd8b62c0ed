"""Doing the same in the other copies: what was redacted in a text is hidden in each answer with the same words."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from common import clock
from common.errors import DomainError
from common.text import newlines
from responses.copies.carried_models import CarriedRedaction
from responses.copies.models import Copy
from responses.moderation import acts, redaction
from responses.moderation.errors import ChangedMeanwhile
from responses.moderation.models import Revision
from responses.submission.models import Answer
from responses.text.same_words import Span, found_again

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)
LEASE = dt.timedelta(minutes=2)
PATIENCE = dt.timedelta(seconds=20)  # whoever asked has sent a message already; only a lost one is sent again
AT_ONCE = 25  # responses done while the moderator waits; more of them are a worker's
State = CarriedRedaction.State
CHANGED, UNCLEAR, NOT_NOW = "changed", "unclear", "not_now"


@dataclass(frozen=True)
class Redacted:
    """A redacted answer: all its words, and which of them are hidden since which version."""

    answer: Answer
    text: str
    spans: list[Span]
    version: int

    @property
    def hidden(self) -> list[str]:
        return [self.text[start:end] for start, end in self.spans]


@dataclass
class Others:
    """Other responses with the same words."""

    open: dict[int, int] = field(default_factory=dict)  # the words stand open in it: its version
    spans: dict[int, list[Span]] = field(default_factory=dict)  # of each answer in which they do
    answers: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # by response
    unclear: list[int] = field(default_factory=list)  # where they cannot be told exactly


class LostClaim(Exception):
    """Another job has taken over."""


def redacted(answer: Answer, version: int | None = None) -> Redacted | None:
    """Return an answer as it is redacted now, or was at a version; None where nothing is hidden."""
    revisions = answer.revisions.filter(Q() if version is None else Q(version__lte=version)).order_by("version")
    known = list(revisions.values_list("kind", "spans", "whole", "version"))
    if not known or not known[-1][1]:
        return None
    corrected = [whole for kind, _, whole, _ in known if kind == Revision.Kind.CORRECTED]
    spans = [(start, end) for start, end in known[-1][1]]
    return Redacted(answer, newlines(corrected[-1] if corrected else answer.text), spans, known[-1][3])


def others(source: Redacted, *, responses: Collection[int] | None = None) -> Others:
    """Return in which other copies of the text its hidden words stand open: two queries, however many there are."""
    of_text = Copy.objects.filter(group__copies__answer=source.answer, group__copies__sort=Copy.Sort.EXACT)
    of_text = of_text.filter(
        sort=Copy.Sort.EXACT,
        response__superseded_at__isnull=True,
        response__withdrawn_at__isnull=True,
        response__erasure__isnull=True,
    ).exclude(answer=source.answer)
    if responses is not None:
        of_text = of_text.filter(response__in=responses)
    revisions = Revision.objects.filter(answer__in=of_text.order_by().values("answer")).order_by("answer", "version")
    spans: dict[int, list[Span]] = {}
    whole: dict[int, str] = {}
    for answer, kind, hidden, corrected in revisions.values_list("answer", "kind", "spans", "whole"):
        spans[answer] = [(start, end) for start, end in hidden]
        if kind == Revision.Kind.CORRECTED:
            whole[answer] = corrected
    known: dict[str, list[Span] | None] = {}  # most copies are the same to the letter
    found = Others()
    rows = of_text.order_by("answer").values_list("answer", "answer__text", "response", "response__version")
    for answer, as_sent, response, version in rows.iterator(chunk_size=1_000):
        text = newlines(whole.get(answer, as_sent))
        if text not in known:
            known[text] = found_again(source.text, text, source.spans)
        wanted = known[text]
        if wanted is None:
            if len(spans.get(answer, [])) < len(source.spans):  # else somebody saw to it
                found.unclear.append(response)
        elif not _covered(wanted, spans.get(answer, [])):
            found.open[response] = version
            found.spans[answer] = wanted
            found.answers[response].append(answer)
    return found


def _covered(wanted: Sequence[Span], hidden: Sequence[Span]) -> bool:
    return all(any(first <= start and end <= last for first, last in hidden) for start, end in wanted)


def ask(source: Redacted, seen: Iterable[tuple[int, int]], *, by: User, reason: str, note: str) -> CarriedRedaction:
    """Note what a moderator confirmed: to hide the words in these responses, each as it was on the page."""
    standing = others(source).open
    kept = sorted({response: version for response, version in seen if response in standing}.items())
    if not kept:
        raise DomainError("These words stand open in no other copy any more.")
    try:
        with transaction.atomic():
            return CarriedRedaction.objects.create(
                answer=source.answer,
                version=source.version,
                by=by,
                asked_at=clock.now(),
                reason=reason,
                note=acts.tidy(note),
                seen=kept,
            )
    except IntegrityError:
        raise DomainError("Somebody is having this done already. Wait until it is done, then look again.") from None


def run(pk: int) -> bool:
    """Hide the words copy by copy; it can run twice, and goes on where another was lost. False if nothing is to do."""
    now = clock.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, lease_until__lt=now)
    if not CarriedRedaction.objects.filter(free, pk=pk).update(
        state=State.RUNNING, lease_until=now + LEASE, claims=F("claims") + 1
    ):
        return False
    row = CarriedRedaction.objects.select_related("answer", "by").get(pk=pk)
    source = redacted(row.answer, row.version)
    try:
        while source and row.place < row.count:
            with transaction.atomic():
                _one(row, source)
    except LostClaim:
        log.warning("Another job has taken over redaction %s in copies", pk)
        return False
    _ours(row).update(state=State.DONE, lease_until=None, note="")
    return True


def _ours(row: CarriedRedaction) -> QuerySet[CarriedRedaction]:
    return CarriedRedaction.objects.filter(pk=row.pk, state=State.RUNNING, claims=row.claims)


def _one(row: CarriedRedaction, source: Redacted) -> None:
    """Hide the words in the next response, and write down what became of it in the same transaction."""
    response, version = row.seen[row.place]
    why = _hide(row, source, response, version)
    row.place += 1
    if why:
        row.passed_over.append([response, why])
    else:
        row.hidden += 1
    kept = _ours(row).filter(place=row.place - 1)
    if not kept.update(
        place=row.place, hidden=row.hidden, passed_over=row.passed_over, lease_until=clock.now() + LEASE
    ):
        raise LostClaim


def _hide(row: CarriedRedaction, source: Redacted, response: int, version: int) -> str:
    """Hide the words in all copies that one response has; return why not, or nothing."""
    found = others(source, responses=[response])
    answers = Answer.objects.in_bulk(found.answers.get(response, []))
    if not answers:
        return UNCLEAR if response in found.unclear else NOT_NOW
    try:
        with transaction.atomic():
            for nth, pk in enumerate(sorted(answers)):
                redaction.hide(
                    answers[pk], found.spans[pk], by=row.by, reason=row.reason, version=version + nth, note=row.note
                )
    except ChangedMeanwhile:
        return CHANGED
    except DomainError:
        return NOT_NOW
    return UNCLEAR if response in found.unclear else ""


def stuck() -> Iterable[int]:
    """Return what waits although somebody should have begun it, and what its worker was lost with."""
    now = clock.now()
    waits = Q(state=State.WAITING, asked_at__lt=now - PATIENCE) | Q(state=State.RUNNING, lease_until__lt=now)
    return list(CarriedRedaction.objects.filter(waits).values_list("pk", flat=True))
