"""Responses with copied texts, written straight into the tables."""

from __future__ import annotations

from typing import Any

from engagement.models import Exercise
from responses.copies.models import Copy, CopyGroup
from responses.submission.models import Response
from tests.analysis.factories import respond, small_exercise

TEMPLATE = (
    "Keep the minor injuries unit open. Our town is growing, the bus to the city runs twice a day, and nobody who has "
    "cut a hand on a Sunday can wait until Monday. Please think of those who cannot drive, and leave the unit as it is."
)
OWN = "My daughter broke her arm in March and the nurses there were wonderful to her and to me."
UNLIKE = (
    "The map leaves out the three villages beyond the river, whose people have always gone to the other hospital, and "
    "I would like to know who decided that and on what grounds, since nobody here was ever asked about it."
)


def exercise() -> Exercise:
    """Return an exercise that takes answers."""
    return small_exercise()


def sent(where: Exercise, text: str, key: str = "functions", **columns: Any) -> Response:
    """Send a text as the answer to one item."""
    return respond(where, {key: text}, **columns)


def groups(where: Exercise) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Return what the job found, without ids: template, and for each copy its response, sort and added words."""
    found = []
    for group in CopyGroup.objects.filter(exercise=where).order_by("-size", "template__text"):
        rows = Copy.objects.filter(group=group).order_by("response__reference")
        template = group.template.text if group.template else ""
        found.append((template, list(rows.values_list("response__reference", "sort", "added_words"))))
    return found
