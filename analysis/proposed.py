"""Every footprint that was drawn and may be shown to a report's readers, one after the other: never a draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from analysis import words
from analysis.models import Snapshot, SnapshotMember
from engagement.shapes import EditionContent
from responses.alternatives.reads import drawn_in
from responses.alternatives.shapes import Drawn
from responses.submission.models import Answer, Response


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
    is_late: bool


def proposed(
    snapshot: Snapshot, audience: str, content: EditionContent, item: int, reason: int | None
) -> Iterator[Proposed]:
    """Read them in order of arrival, a thousand at a time; `reason` is the item whose words stand beside them."""
    people = Q(kind__in=[Response.Kind.ORGANISATION, Response.Kind.INDIVIDUAL], response__answers__item=item)
    members = SnapshotMember.objects.filter(words.quotable(audience), people, snapshot=snapshot)
    after = 0
    while True:
        found = members.filter(number__gt=after).select_related("response").order_by("number")[: words.PIECE]
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
                    is_late=member.timing == Response.Timing.LATE,
                )
        after = max(member.number for member in piece.values())


def _in_force(snapshot: Snapshot, piece: dict[int, SnapshotMember], item: int) -> dict[int, tuple[int, str]]:
    """Return the answers to an item with their wording as of the snapshot, by response; 'none' is no reason."""
    of_item = {"item_id": item, "response__in": list(piece), "says_nothing": False}
    found = Answer.objects.filter(**of_item, **{f"{words.MEMBER}snapshot": snapshot})
    rows = found.annotate(words=words.in_force()).values_list("response_id", "id", "words")
    return {response: (answer, text) for response, answer, text in rows}
