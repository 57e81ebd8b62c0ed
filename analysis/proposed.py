"""Footprints that were drawn and may be shown to a report's readers, in order of arrival: never a draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from analysis import words
from analysis.measures.groups import RESPONDENTS
from analysis.models import Snapshot, SnapshotMember
from engagement.shapes import EditionContent
from responses.alternatives.reads import drawn_in
from responses.alternatives.shapes import Drawn
from responses.submission.models import Answer, Response

PIECE = 500  # members read at a time, as many as a report lists


@dataclass(frozen=True)
class Proposed:
    """A footprint as it was drawn: who proposed it, in words and as structure, and what was written beside it."""

    number: int
    kind: str
    who: str
    reference: str
    text: str
    reason: str
    drawn: Drawn


def proposed(
    snapshot: Snapshot, audience: str, content: EditionContent, kind: str, item: int, reason: int | None
) -> Iterator[Proposed]:
    """Read those of one group, a few hundred at a time; `reason` is the item whose words stand beside them."""
    of_kind = SnapshotMember.objects.filter(words.quotable(audience), snapshot=snapshot, kind=kind)
    members = of_kind.filter(response__answers__item=item)
    after = 0
    while True:
        found = members.filter(number__gt=after).select_related("response").order_by("number")[:PIECE]
        piece = {member.response_id: member for member in found}
        if not piece:
            return
        answers = _in_force(snapshot, piece, item)
        reasons = _in_force(snapshot, piece, reason) if reason else {}
        drawn = drawn_in(answer for answer, _ in answers.values())
        for response, member in piece.items():
            answer, text = answers[response]
            if answer in drawn:
                yield Proposed(
                    number=member.number,
                    kind=member.kind,
                    who=words.called(member, audience, content) + words.mark(member),
                    reference=words.reference_for(audience, member),
                    text=text,
                    reason=reasons.get(response, (0, ""))[1],
                    drawn=drawn[answer],
                )
        after = max(member.number for member in piece.values())


def how_many(snapshot: Snapshot, audience: str, item: int) -> tuple[int, int]:
    """Return how many there are of both groups, and how many of them came too late to stand in the figures."""
    of_members = {f"{words.MEMBER}snapshot": snapshot, f"{words.MEMBER}kind__in": RESPONDENTS}
    drew = Answer.objects.filter(
        words.quotable(audience, words.MEMBER),
        item=item,
        alternative__isnull=False,
        says_nothing=False,
        **of_members,
    )
    timings = dict(drew.order_by().values_list(f"{words.MEMBER}timing").annotate(n=Count("*")))
    return sum(timings.values()), timings.get(Response.Timing.LATE, 0)


def _in_force(snapshot: Snapshot, piece: dict[int, SnapshotMember], item: int) -> dict[int, tuple[int, str]]:
    """Return the answers to an item with their wording as of the snapshot, by response; 'none' is no reason."""
    of_item = {"item_id": item, "response__in": list(piece), "says_nothing": False}
    found = Answer.objects.filter(**of_item, **{f"{words.MEMBER}snapshot": snapshot})
    rows = found.annotate(words=words.in_force()).values_list("response_id", "id", "words")
    return {response: (answer, text) for response, answer, text in rows}
