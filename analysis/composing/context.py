"""What every section of a report is composed from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.composing.hidden import Hidden
from analysis.composing.orders import Order
from analysis.counting import campaigns
from analysis.frames import Frames
from analysis.measures.answers import Picked, picks
from analysis.measures.groups import INDIVIDUAL, MEETING, ORGANISATION, Counts, bases, counts
from analysis.models import Snapshot
from analysis.words import Drawn
from engagement import wording
from engagement.shapes import EditionContent, ItemContent, PartContent


@dataclass(frozen=True)
class Context:
    content: EditionContent
    snapshot: Snapshot
    audience: str
    frames: Frames
    drawn: dict[int, Drawn]
    hidden: Hidden  # nothing where the report stays with the team
    orders: dict[str, dict[str, Order]]  # of rankings: by the key of the part, and by group

    @cached_property
    def bases(self) -> dict[str, int]:
        return bases(self.frames.members)

    @cached_property
    def counts(self) -> Counts:
        return counts(self.frames.members)

    @cached_property
    def texts(self) -> int:
        """Return how many different texts stand in the figures, the wording of each campaign counted once."""
        written = sum(n for (_, _, says_nothing), n in self.frames.words.items() if not says_nothing)
        return written - campaigns.said_again(self.snapshot)

    @property
    def base_line(self) -> str:
        """Return the base of a figure about everybody in the figures, in words."""
        found = self.bases
        return f"{organisations(found[ORGANISATION])}, {individuals(found[INDIVIDUAL])}"

    @property
    def meetings(self) -> int:
        return self.bases[MEETING]

    def picks(self, part: PartContent, item: ItemContent) -> dict[str, Picked]:
        """Return what each group picked of what a part offers, for one of its items."""
        offered = [choice.id for choice in part.choices]
        return picks(self.frames.picked, self.frames.choices, item.id, offered, self.bases)


def plural(n: int, one: str, many: str = "") -> str:
    """Return '1 response', '1,200 responses'."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def organisations(n: int) -> str:
    return plural(n, "organisation or group", "organisations and groups")


def individuals(n: int) -> str:
    return plural(n, "individual")


def when(moment: dt.datetime) -> str:
    """Return '11:59pm on Sunday 13 June 2021' in London."""
    return f"{wording.clock_time(moment)} on {wording.weekday(moment)}"


def plain(entry: Any) -> dict[str, Any]:
    """Return a quote as it stands in the data: with the response's reference for the team alone."""
    reference = {"reference": entry.reference} if entry.reference else {}
    return {"who": entry.who, "group": entry.kind, "number": entry.number, "text": entry.text, **reference}
