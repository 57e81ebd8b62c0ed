"""A log, a page at a time: found by its key, so that the last page costs what the first does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 50


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """Some rows of a log, and the query that the next page is asked for by; empty on the last."""

    rows: list[Row]
    older: str


def page(rows: QuerySet[Row], before: str, *, name: str = "before") -> Paged[Row]:
    """Return a page of a log, the latest first; `before` is the key of the last row of the page above it."""
    found = rows.order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    some = list(found[: SIZE + 1])
    return Paged(some[:SIZE], f"?{name}={some[SIZE - 1].pk}" if len(some) > SIZE else "")
