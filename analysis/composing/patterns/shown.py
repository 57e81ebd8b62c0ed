"""What is to be shown of patterns: the measures, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.composing.context import individuals, organisations, plural
from analysis.drawn import places_of_options
from analysis.measures import partitions
from analysis.measures.groups import GROUPS, INDIVIDUAL, ORGANISATION
from analysis.measures.partitions import EVERYBODY, Alternatives, Found, Grouping, Patterns
from engagement.shapes import EditionContent
from footprints.shapes import GeographyShape
from responses.alternatives.shapes import letter

TOGETHER = "All together"
CALLED = {EVERYBODY: TOGETHER, **GROUPS}
IN_NONE = "in none"
LETTERS = 26


@dataclass(frozen=True)
class Shown:
    """Patterns of one item's footprints with what they are called; `drew` counts those in the figures by group."""

    key: str
    found: dict[str, Found]
    drew: dict[str, int]
    areas: dict[str, str]
    options: dict[str, str]
    left_out: dict[str, int]  # by option: areas that it gives to no one place
    placed: dict[Hashable, int]  # by footprint: areas that it places

    @property
    def kinds(self) -> list[tuple[str, Patterns]]:
        """Return the groups that have patterns."""
        return [(kind, one.patterns) for kind, one in self.found.items() if one.patterns]

    @property
    def base(self) -> str:
        """Return in words how many footprints are compared."""
        compared = {kind: one.compared for kind, one in self.found.items()}
        return (
            f"{plural(compared[EVERYBODY], 'footprint')} compared, of {organisations(compared[ORGANISATION])} and "
            f"{individuals(compared[INDIVIDUAL])}"
        )

    def base_of(self, kind: str) -> str:
        """Return the same for one group."""
        return self.base if kind == EVERYBODY else f"{plural(self.found[kind].compared, 'footprint')} compared"

    def ordered(self, grouping: Grouping) -> Grouping:
        """Return the groups in the order of the exercise's areas, so that the same place has the same letter."""
        position = {key: nth for nth, key in enumerate(self.areas)}
        groups = (tuple(sorted(group, key=position.__getitem__)) for group in grouping)
        return tuple(sorted(groups, key=lambda group: position[group[0]]))


def shown(
    key: str,
    alternatives: Alternatives,
    content: EditionContent,
    shape: GeographyShape,
    drew: Mapping[str, int],
) -> Shown:
    """Measure the footprints of an item; `drew` says how many of each group drew one, compared or not."""
    options = places_of_options(shape)
    titles = {str(one.number): f"Option {one.number}: {one.title}" for one in content.options}
    return Shown(
        key=key,
        found=partitions.patterns(alternatives, options),
        drew={EVERYBODY: sum(drew.values()), **drew},
        areas={area.key: area.name for area in shape.areas},
        options={number: titles[number] for number in options},
        left_out={number: sum(place is None for place in placing.values()) for number, placing in options.items()},
        placed=dict(zip(alternatives.ids, (alternatives.places >= 0).sum(axis=1).tolist(), strict=True)),
    )


def letters_of(grouping: Grouping) -> dict[str, str]:
    """Return the letter of each area's group, as on the map; a number where letters do not suffice."""
    return {key: _letter(nth) for nth, areas in enumerate(grouping) for key in areas}


def map_of(title: str, grouping: Grouping) -> dict[str, Any] | None:
    """Return a grouping as a map takes it; None where it has more groups than there are letters."""
    return {"title": title, "places": [list(areas) for areas in grouping]} if len(grouping) <= LETTERS else None


def index(value: float) -> str:
    """Return an adjusted Rand index as it is printed."""
    return f"{value:.2f}".replace("-0.00", "0.00")


def _letter(nth: int) -> str:
    return letter(nth) if nth < LETTERS else str(nth + 1)
