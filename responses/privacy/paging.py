"""The log of what went, a page at a time: found by its key, so that the last page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass

from engagement.models import Exercise
from responses.privacy.models import Disposal

SIZE = 50


@dataclass(frozen=True)
class Gone:
    rows: list[Disposal]
    older: str  # the query that the next page is asked for by; empty on the last


def disposals(exercise: Exercise, before: str) -> Gone:
    """Return a page of the log, the latest first; `before` is the key of the last row of the page above it."""
    found = Disposal.objects.filter(exercise=exercise).order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: SIZE + 1])
    return Gone(rows[:SIZE], f"?before={rows[SIZE - 1].pk}" if len(rows) > SIZE else "")
