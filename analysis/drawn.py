"""
Footprints that were drawn, from rows to the table on which patterns are measured: what frames.py is for figures.

Taken are those that the readers may see: on time, accepted by a moderator, and for the public agreed to be published.
Each of them is listed by itself for the same readers, so no pattern can say of a person what the list does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np
from django.db.models import Max, Q, QuerySet

from analysis import words
from analysis.measures.groups import RESPONDENTS
from analysis.measures.partitions import UNASSIGNED, Alternatives, canonical
from analysis.models import Snapshot
from engagement.models import Exercise
from footprints.models import Area
from footprints.shapes import FootprintShape, GeographyShape
from responses.alternatives.models import AlternativeArea
from responses.submission.models import Answer, Response

PIECE = 2_000  # footprints read at a time
Placing = dict[str, int | None]


def in_snapshot(snapshot: Snapshot, audience: str, item: int) -> Alternatives:
    """Return the footprints of an item in a snapshot; each is called by the number of its response."""
    answers = Answer.objects.filter(
        words.quotable(audience, words.MEMBER),
        item=item,
        alternative__isnull=False,
        **{
            f"{words.MEMBER}snapshot": snapshot,
            f"{words.MEMBER}counted": True,
            f"{words.MEMBER}kind__in": RESPONDENTS,
        },
    )
    rows = answers.order_by().values_list("pk", f"{words.MEMBER}number", f"{words.MEMBER}kind")
    return _read(answers, {answer: (number, kind) for answer, number, kind in rows}, snapshot.exercise_id)


def there_now(exercise: Exercise, item: int) -> QuerySet[Answer]:
    """Return the answers with a footprint that stand in the figures now, accepted by a moderator or not."""
    return Answer.objects.filter(
        item=item,
        alternative__isnull=False,
        response__in=Response.objects.filter(exercise=exercise, kind__in=RESPONDENTS)
        .current()
        .exclude(standing=Response.Standing.LEFT_OUT)
        .exclude(timing=Response.Timing.LATE),
    ).order_by()


def of_answers(answers: QuerySet[Answer], kinds: Mapping[int, str], exercise: int) -> Alternatives:
    """Return those of the answers whose group is given, each called by the answer's id: {id: group}."""
    return _read(answers, {answer: (answer, kind) for answer, kind in kinds.items()}, exercise)


def places_of_options(shape: GeographyShape) -> dict[str, Placing]:
    """
    Return the place of every area in each published option, by the option's number.

    Where places are made of districts, an area that lies in several of them is in no one place, and is left out.
    """
    return {str(one.number): _placing(one, shape) for one in shape.footprints}


def _placing(footprint: FootprintShape, shape: GeographyShape) -> Placing:
    found: dict[str, list[int]] = {area.key: [] for area in shape.areas}
    for nth, place in enumerate(footprint.places):
        for area in place.areas:
            found[area.key].append(nth)
    return {key: places[0] if len(places) == 1 else None for key, places in found.items()}


def _read(answers: QuerySet[Answer], known: Mapping[int, tuple[int, str]], exercise: int) -> Alternatives:
    """Read a footprint's places as one row, piece by piece into the table: two bytes for each area."""
    areas = sorted((key, pk) for pk, key in Area.objects.filter(exercise=exercise).values_list("pk", "key"))
    in_order = sorted(known, key=lambda answer: known[answer][0])
    row_of = {answer: row for row, answer in enumerate(in_order)}
    places = np.full((len(in_order), len(areas)), UNASSIGNED, dtype=np.int16)
    placed = AlternativeArea.objects.filter(alternative__in=answers.order_by().values("pk")).order_by()
    given = {f"area_{pk}": Max("place", filter=Q(area=pk), default=UNASSIGNED) for _, pk in areas}
    waiting = placed.values_list("alternative_id").annotate(**given).iterator(chunk_size=PIECE)
    while piece := list(islice(waiting, PIECE)):
        # What was accepted between the two queries is not known yet.
        rows = [one for one in piece if one[0] in row_of]
        places[[row_of[answer] for answer, *_ in rows]] = [own for _, *own in rows]
    numbers, kinds = zip(*(known[answer] for answer in in_order), strict=True) if in_order else ((), ())
    return Alternatives(tuple(key for key, _ in areas), numbers, kinds, canonical(places))
