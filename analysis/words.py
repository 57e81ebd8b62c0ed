"""The words behind the figures: the wording in force at the snapshot, read a piece at a time and never all at once."""

from __future__ import annotations

import random
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from analysis.models import Report, Snapshot, SnapshotMember
from engagement import wording
from engagement.shapes import EditionContent
from responses.moderation.models import Revision
from responses.privacy.marks import ERASED
from responses.revealing import revealing_items
from responses.submission.models import Answer, AnswerChoice, Response

MOST_QUOTED = 30
RECEIVED_LATE = " (received late)"
PIECE = 1_000  # members read at a time

MEMBER = "response__memberships__"
Audience = Report.Audience


@dataclass(frozen=True)
class Quote:
    """An answer as it may be shown, by whom."""

    number: int
    kind: str
    who: str
    text: str
    reference: str  # for the team alone, which can open the response by it; else empty


@dataclass(frozen=True)
class Drawn:
    """What is quoted of one item: all there is, or a draw from it."""

    of: int
    late: int  # so many of them came too late to stand in the figures
    quotes: list[Quote]


@dataclass(frozen=True)
class Given:
    """One answer of one respondent: words or the labels of what was picked."""

    item: int
    text: str
    says_nothing: bool


@dataclass(frozen=True)
class Respondent:
    member: SnapshotMember
    who: str
    heading: str  # what stands above all answers: who it is, a meeting by its name, late ones marked
    reference: str
    answers: list[Given]


def quotable(audience: str, prefix: str = "") -> Q:
    """Limit to members whose words this audience may read: accepted; for the public, with permission as well."""
    accepted = Q(**{f"{prefix}quotable": True})
    return accepted & Q(**{f"{prefix}may_publish": True}) if audience == Audience.PUBLIC else accepted


def called(member: SnapshotMember, audience: str, content: EditionContent) -> str:
    """Return how a respondent is named: organisations by name, individuals never."""
    if member.kind == Response.Kind.INDIVIDUAL:
        return f"Individual, response {member.number}"
    if member.kind == Response.Kind.MEETING:
        return f"Points from a meeting, response {member.number}"
    if member.confidential and audience != Audience.TEAM:
        kind = content.category_by_id.get(member.organisation_type_id or 0)
        return f"{kind.label if kind else 'An organisation'} that asked not to be named"
    return member.organisation_name if member.organisation_confirmed else f"{member.organisation_name} (unconfirmed)"


def meeting_called(member: SnapshotMember, audience: str) -> str:
    """Return a meeting's name, day and host; empty for respondents. The public is told no host, who may be a person."""
    meeting = getattr(member.response, "meeting", None) if member.kind == Response.Kind.MEETING else None
    if meeting is None:
        return ""
    name, by = of_meeting(member, "meeting_name", meeting.name), of_meeting(member, "meeting_host", meeting.host)
    host = by if audience != Audience.PUBLIC and meeting.host != meeting.name else ""
    held = wording.day(meeting.held_on) if meeting.held_on else ""
    return ", ".join(part for part in (name, held, host and f"hosted by {host}") if part)


def of_meeting(member: SnapshotMember, field: str, as_sent: str) -> str:
    """Return a field of a meeting as it was shown at the version the snapshot froze."""
    rows = [one for one in member.response.field_revisions.all() if one.field == field]
    shown = [one.text for one in sorted(rows, key=lambda one: one.version) if one.version <= member.version]
    return shown[-1] if shown else as_sent


def reference_for(audience: str, member: SnapshotMember) -> str:
    """Return what the team opens a response by; nobody else is told, since whoever answered has it on the receipt."""
    return member.response.reference if audience == Audience.TEAM else ""


def mark(member: SnapshotMember) -> str:
    """Return what is put after the name of those who answered late: their words stand here, and in no figure."""
    return RECEIVED_LATE if member.timing == Response.Timing.LATE else ""


def in_force() -> Coalesce:
    """Return an expression for the wording of an answer at the version the snapshot froze."""
    latest = Revision.objects.filter(answer=OuterRef("pk"), version__lte=OuterRef(f"{MEMBER}version"))
    return Coalesce(Subquery(latest.order_by("-version").values("text")[:1]), F("text"))


def drawn(snapshot: Snapshot, audience: str, content: EditionContent) -> dict[int, Drawn]:
    """Draw what is quoted of each item; the snapshot's seed makes the draw the same every time."""
    people = [Response.Kind.ORGANISATION, Response.Kind.INDIVIDUAL]
    of_snapshot = {f"{MEMBER}snapshot": snapshot, f"{MEMBER}kind__in": people}
    in_words = ~Q(text__in=["", ERASED])
    written = Answer.objects.filter(quotable(audience, MEMBER), in_words, says_nothing=False, **of_snapshot)
    rows = written.order_by().values_list("item_id", f"{MEMBER}number", f"{MEMBER}timing")
    numbers: dict[int, array[int]] = defaultdict(lambda: array("L"))
    late: Counter[int] = Counter()
    for item, number, timing in rows.iterator(chunk_size=20_000):
        numbers[item].append(number)
        late[item] += timing == Response.Timing.LATE
    return {
        item: Drawn(of=len(found), late=late[item], quotes=_draw(snapshot, audience, content, item, found))
        for item, found in sorted(numbers.items())
    }


def _draw(snapshot: Snapshot, audience: str, content: EditionContent, item: int, numbers: array[int]) -> list[Quote]:
    population = sorted(numbers)  # databases differ in the order they give
    key = content.items[item].key if item in content.items else str(item)
    chosen = population
    if len(population) > MOST_QUOTED:
        chosen = sorted(random.Random(f"{snapshot.seed}:{key}").sample(population, MOST_QUOTED))  # noqa: S311
    found = SnapshotMember.objects.filter(snapshot=snapshot, number__in=chosen).select_related("response")
    members = {member.response_id: member for member in found}
    texts = (
        Answer.objects.filter(item_id=item, response_id__in=members, **{f"{MEMBER}snapshot": snapshot})
        .annotate(words=in_force())
        .values_list("response_id", "words")
    )
    quotes = [_quote(members[response], words, audience, content) for response, words in texts]
    return sorted(quotes, key=lambda quote: (quote.kind != Response.Kind.ORGANISATION, quote.number))


def _quote(member: SnapshotMember, words: str, audience: str, content: EditionContent) -> Quote:
    who = called(member, audience, content) + mark(member)
    return Quote(member.number, member.kind, who, words, reference_for(audience, member))


def kept_back_from(audience: str, content: EditionContent) -> frozenset[int]:
    """Return the items whose answers by individuals are counted, and not listed one by one, for this audience."""
    return frozenset() if audience == Audience.TEAM else revealing_items(content)


def how_many(snapshot: Snapshot, audience: str, only: Q) -> int:
    """Count those who may be quoted."""
    return SnapshotMember.objects.filter(quotable(audience), only, snapshot=snapshot).count()


def numbers(snapshot: Snapshot, audience: str, only: Q) -> QuerySet[SnapshotMember, int]:
    """Return the numbers of those who may be quoted, in order of arrival."""
    found = SnapshotMember.objects.filter(quotable(audience), only, snapshot=snapshot).order_by("number")
    return found.values_list("number", flat=True)


def respondents(
    snapshot: Snapshot, audience: str, content: EditionContent, *, only: Q | None = None, most: int | None = None
) -> Iterator[Respondent]:
    """Read those who may be quoted with all their answers, in order of arrival, a thousand at a time."""
    members = SnapshotMember.objects.filter(quotable(audience), only or Q(), snapshot=snapshot)
    position = {item: number for number, item in enumerate(content.items)}
    kept_back = kept_back_from(audience, content)
    after, left = 0, most
    while left is None or left > 0:
        size = PIECE if left is None else min(PIECE, left)
        piece = list(
            members.filter(number__gt=after)
            .select_related("response__meeting")
            .prefetch_related("response__field_revisions")
            .order_by("number")[:size]
        )
        if not piece:
            return
        answers = _given(snapshot, piece, content)
        for member in piece:
            given = sorted(answers.get(member.response_id, []), key=lambda one: position.get(one.item, 0))
            if member.kind == Response.Kind.INDIVIDUAL:
                given = [one for one in given if one.item not in kept_back]
            who = called(member, audience, content)
            heading = (meeting_called(member, audience) or who) + mark(member)
            yield Respondent(member, who, heading, member.response.reference, given)
        after = piece[-1].number
        left = None if left is None else left - len(piece)


def _given(snapshot: Snapshot, piece: list[SnapshotMember], content: EditionContent) -> dict[int, list[Given]]:
    between: dict[str, Any] = {
        f"{MEMBER}snapshot": snapshot,
        f"{MEMBER}number__gte": piece[0].number,
        f"{MEMBER}number__lte": piece[-1].number,
    }
    labels = _labels(between, content)
    rows = Answer.objects.filter(**between).order_by().annotate(words=in_force())
    found: dict[int, list[Given]] = defaultdict(list)
    for pk, response, item, words, nothing in rows.values_list("id", "response_id", "item_id", "words", "says_nothing"):
        found[response].append(Given(item, words or "; ".join(labels.get(pk, [])), nothing))
    return found


def _labels(between: dict[str, Any], content: EditionContent) -> dict[int, list[str]]:
    """Return the labels of what was picked, in the order in which they were offered."""
    order = {choice.id: (number, choice.label) for number, choice in enumerate(_choices(content))}
    rows = AnswerChoice.objects.filter(**{f"answer__{name}": value for name, value in between.items()})
    picked: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for answer, choice in rows.order_by().values_list("answer_id", "choice_id"):
        picked[answer].append(order.get(choice, (0, "")))
    return {answer: [label for _, label in sorted(found)] for answer, found in picked.items()}


def _choices(content: EditionContent) -> Iterator[Any]:
    return (choice for part in content.parts for choice in part.choices)
