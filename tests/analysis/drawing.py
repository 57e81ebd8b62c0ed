"""Footprints drawn by respondents of the pack with four areas, sent and accepted as the site does it."""

from __future__ import annotations

import json
from typing import Any

from accounts.models import User
from engagement.models import Exercise
from responses.moderation import moderation
from responses.submission.models import Response
from tests import factories

CUMBRIA, TYNE, WEAR, TEES = "north-cumbria", "north-tyne", "durham-wear", "tees-valley"
PAIRS = [[CUMBRIA, TYNE], [WEAR, TEES]]  # as the second option has it
SPLIT = [[CUMBRIA, TYNE], [WEAR], [TEES]]
ACROSS = [[CUMBRIA, WEAR], [TYNE, TEES]]


def northeast() -> Exercise:
    """Load the exercise of four areas and open it."""
    return factories.loaded(factories.NORTHSHIRE.parent / "northeast", open_for=10, opened_days_ago=10)


def drew(exercise: Exercise, places: list[list[str]], **who: Any) -> Response:
    """Return a response with a footprint that nobody has read yet."""
    named = [{"name": f"Place {nth}", "areas": areas} for nth, areas in enumerate(places, start=1)]
    return factories.sent(exercise, {"times-footprint": json.dumps({"from": None, "places": named})}, **who)


def accepted(exercise: Exercise, moderator: User, many: int, places: list[list[str]], **who: Any) -> list[Response]:
    """Return so many responses with the same footprint, accepted by a moderator."""
    found = [drew(exercise, places, **who) for _ in range(many)]
    for response in found:
        moderation.accept(response.pk, version=response.version, by=moderator)
    return found
