"""One voice counts once: which of its responses stands for it, and which of its answers stand in the figures.

A voice is one person or one organisation that answered several times, as a person found (responses.copies.voices). Its
latest response in the figures stands for it. Where it answered an item more than once, the latest of these answers is
counted; an item that it answered only before counts as well. A ranking is one answer: the latest stands as a whole, and
none is put together from two. All of its words can be read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import F, PositiveBigIntegerField, QuerySet, Value
from django.db.models.expressions import Combinable

from analysis.models import RepeatedAnswer, Snapshot, SnapshotMember
from responses.models import Answer, Voice
from responses.revealing import RANKING, measure_named

AT_ONCE = 500


def of_response(exercise_id: int) -> Combinable:
    """Return an expression over responses for the voice that each belongs to; for most of them there is none."""
    if Voice.objects.filter(exercise=exercise_id).exists():
        return F("voice_member__voice_id")
    return Value(None, output_field=PositiveBigIntegerField())


def settle(snapshot: Snapshot) -> None:
    """Mark, in a new snapshot, the responses and the answers whose voice has later ones."""
    members = SnapshotMember.objects.filter(snapshot=snapshot, counted=True, voice__isnull=False)
    rows = members.order_by("-number").values_list("pk", "response_id", "voice")
    together: dict[int | None, list[tuple[int, int]]] = defaultdict(list)  # the latest first
    for pk, response, voice in rows:
        together[voice].append((pk, response))
    earlier = [pk for several in together.values() for pk, _ in several[1:]]
    for first in range(0, len(earlier), AT_ONCE):
        SnapshotMember.objects.filter(pk__in=earlier[first : first + AT_ONCE]).update(speaks=False)
    several = [[response for _, response in found] for found in together.values() if len(found) > 1]
    repeated = [RepeatedAnswer(snapshot=snapshot, answer_id=answer) for answer in _repeated(several)]
    RepeatedAnswer.objects.bulk_create(repeated, batch_size=AT_ONCE)


def _repeated(voices: list[list[int]]) -> list[int]:
    """Return the answers to items, or in rankings, that a later response of the same voice answers as well."""
    found: list[int] = []
    place = {
        response: (number, order) for number, several in enumerate(voices) for order, response in enumerate(several)
    }
    ids = sorted(place)
    asked: dict[tuple[int, str, int], list[tuple[int, int]]] = defaultdict(list)
    for first in range(0, len(ids), AT_ONCE):
        rows = Answer.objects.filter(response__in=ids[first : first + AT_ONCE]).order_by()
        about = rows.values_list("pk", "response_id", "item_id", "item__part_id", "item__part__kind")
        for pk, response, item, part, kind in about:
            number, order = place[response]
            is_ranked = measure_named(kind) == RANKING
            asked[number, "part" if is_ranked else "item", part if is_ranked else item].append((order, pk))
    for answers in asked.values():
        latest = min(order for order, _ in answers)
        found += [pk for order, pk in answers if order != latest]
    return sorted(found)


def once(rows: QuerySet[Any], snapshot: Snapshot, *, answer: str = "pk") -> QuerySet[Any]:
    """Leave out answers in whose place a later one of the same voice is counted; `answer` is the way to them."""
    repeated = RepeatedAnswer.objects.filter(snapshot=snapshot)
    if not repeated.exists():
        return rows
    return rows.exclude(**{f"{answer}__in": repeated.values("answer_id")})
