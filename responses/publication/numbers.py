"""Public numbers: given once, by lot, as soon as a response may be read by everybody."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from common import clock
from engagement.models import Exercise
from responses.publication import publishing
from responses.publication.models import PublicNumber, Publishing
from responses.submission.models import Response

AT_ONCE = 500
SMALLEST = 1_000  # so that every number of an exercise looks like the others
ROOM = 10  # of so many numbers one is given


def give_all() -> int:
    """Give numbers to what may be published, in every exercise that publishes; return how many were given."""
    exercises = Exercise.objects.filter(publishing__when__in=[Publishing.When.AFTER, Publishing.When.ROLLING])
    return sum(give(exercise) for exercise in exercises.order_by("pk"))


def give(exercise: Exercise) -> int:
    """Give numbers to the responses of an exercise that may be published and have none yet."""
    waiting = Response.objects.filter(publishing.published(), exercise=exercise, public_number__isnull=True)
    given = 0
    while found := list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        if not (some := _give(exercise, found)):
            break  # somebody else gives them at this moment; whatever is left is given at the next turn
        given += some
    return given


def _give(exercise: Exercise, responses: Iterable[int]) -> int:
    """Two that give at once find it out by the constraints, and whoever came second looks again."""
    wanted = list(responses)
    try:
        with transaction.atomic():
            taken = set(PublicNumber.objects.filter(exercise=exercise).values_list("number", flat=True))
            numbers = _free(taken, len(wanted))
            now = clock.now()
            PublicNumber.objects.bulk_create(
                PublicNumber(exercise=exercise, response_id=pk, number=number, given_at=now)
                for pk, number in zip(wanted, numbers, strict=True)
            )
    except IntegrityError:
        return 0
    return len(wanted)


def _free(taken: set[int], how_many: int) -> list[int]:
    """Draw numbers that nobody has; there are always many times as many as are given."""
    largest = SMALLEST * ROOM
    while (len(taken) + how_many) * ROOM > largest - SMALLEST:
        largest *= ROOM
    drawn: list[int] = []
    while len(drawn) < how_many:
        number = SMALLEST + secrets.randbelow(largest - SMALLEST)
        if number not in taken:
            taken.add(number)
            drawn.append(number)
    return drawn
