"""Which rows of imports stand in the database already: some hundreds asked for at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min

from responses.intake.imports.models import ImportedRow

MOST_ASKED = 10_000  # values in one statement


@dataclass(frozen=True)
class Hit:
    """A row that stands under an identity."""

    batch: int
    number: int
    contents: str


@dataclass
class Found:
    """What stands of what was asked for."""

    identities: dict[str, Hit] = field(default_factory=dict)
    alike: dict[str, dict[int, tuple[int, int]]] = field(default_factory=lambda: defaultdict(dict))
    moments: set[tuple[str, dt.datetime]] = field(default_factory=set)

    def look(self, identities: Collection[str], contents: Collection[str], moments: Collection[dt.datetime]) -> None:
        """Ask for identities, for contents (how many rows of which import, and the first), and when these came."""
        standing = ImportedRow.objects.filter(undone_at=None)
        for some in _in_pieces(identities):
            rows = standing.filter(identity__in=some)
            for identity, batch, number, said in rows.values_list("identity", "batch", "number", "contents"):
                self.identities[identity] = Hit(batch, number, said)
        for some in _in_pieces(contents):
            alike = standing.filter(contents__in=some).order_by().values_list("contents", "batch")
            for said, batch, count, first in alike.annotate(Count("pk"), Min("number")):
                self.alike[said][batch] = (count, first)
        self._when(set(self.alike), moments)

    def _when(self, contents: Collection[str], moments: Collection[dt.datetime]) -> None:
        if not moments:
            return
        for some in _in_pieces(contents):
            rows = ImportedRow.objects.filter(
                undone_at=None,
                contents__in=some,
                response__received_at__in=moments,
                response__received_time_known=True,
            )
            self.moments.update(rows.values_list("contents", "response__received_at"))


def _in_pieces(values: Collection[str]) -> Iterator[Sequence[Any]]:
    listed = list(values)
    for first in range(0, len(listed), MOST_ASKED):
        yield listed[first : first + MOST_ASKED]
