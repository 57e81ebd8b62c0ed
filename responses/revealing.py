"""Which answers tell an individual from all others, so that they do not leave the team one by one.

Nine factors can be put in order in 362,880 ways, and nine of them, or six options against each, judged in more ways
than there are people. Who knows how somebody answered such a part finds the row, and with it all else that they wrote.
So outside the team, files with one row per answer leave these answers of individuals out. Tables of judgements of
options, and rankings, hide small numbers too; a table of how factors were judged is one of answers as any other.
"""

from __future__ import annotations

from collections.abc import Iterator

from engagement.shapes import EditionContent, PartContent
from responses.kinds.base import kinds

FACTORS, JUDGEMENTS, RANKING = "judgements", "judgements_by_option", "ranking"


def measure_of(part: PartContent) -> str:
    """Return the name of the measure that a part's kind asks for; empty where it names none."""
    return measure_named(part.kind)


def measure_named(kind: str) -> str:
    """Return the name of the measure that a kind of question asks for; empty where it names none."""
    return getattr(kinds()[kind], "measure", "")


def parts_measured(content: EditionContent, *measures: str) -> Iterator[PartContent]:
    """Go through the parts that are answered by these measures."""
    return (part for part in content.parts if measure_of(part) in measures)


def revealing_items(content: EditionContent) -> frozenset[int]:
    """Return the items whose answers, taken together, tell an individual from all others."""
    return frozenset(item.id for part in parts_measured(content, FACTORS, JUDGEMENTS, RANKING) for item in part.items)
