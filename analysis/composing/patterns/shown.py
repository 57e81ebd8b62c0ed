"""What is to be shown of patterns: the measures, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.composing.context import individuals, organisations, plural
from analysis.drawn import places_of_options
from analysis.measures import partitions
from analysis.measures.groups import GROUPS, INDIVIDUAL, ORGANISATION
from analysis.measures.partitions import EVERYBODY, Alternatives, Found, Grouping, Patterns
from engagement.shapes import EditionContent
from footprints.shapes import GeographyShape

TOGETHER = "All together"
CALLED = {EVERYBODY: TOGETHER, **GROUPS}
MOST_ON_MAP = 26  # groups of areas: each has a letter


@dataclass(frozen=True)
class Shown:
    """Patterns of one item's footprints with what they are called; `drew` counts those in the figures by group."""

    key: str
    found: dict[str, Found]
    drew: dict[str, int]
    areas: dict[str, str]
    options: dict[str, str]
    left_out: dict[str, int]  # by option: areas that it gives to no one place

    @property
    def kinds(self) -> list[tuple[str, Patterns]]:
        """Return the groups that have patterns."""
        return [(kind, one.patterns) for kind, one in self.found.items() if one.patterns]

    @property
    def base(self) -> str:
        """Return in words how many footprints are compared."""
        compared = {kind: one.compared for kind, one in self.found.items()}
        return (
            f"{plural(compared[EVERYBODY], 'footprint')} compared: of {organisations(compared[ORGANISATION])} and of "
            f"{individuals(compared[INDIVIDUAL])}"
        )

    def base_of(self, kind: str) -> str:
        """Return the same for one group."""
        return self.base if kind == EVERYBODY else f"{plural(self.found[kind].compared, 'footprint')} compared"

    def in_words(self, grouping: Grouping) -> str:
        """Name the areas of each group, which are called by letters as on the map."""
        return "\n".join(f"{letter(nth)}. {self.named(areas)}" for nth, areas in enumerate(grouping))

    def named(self, areas: tuple[str, ...]) -> str:
        """Name areas in the exercise's own order."""
        return "; ".join(name for key, name in self.areas.items() if key in areas)

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
    )


def letter(nth: int) -> str:
    """Return what a group of areas is called: a letter, and a number where letters do not suffice."""
    return chr(ord("A") + nth) if nth < MOST_ON_MAP else str(nth + 1)


def index(value: float) -> str:
    """Return an adjusted Rand index as it is printed."""
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00")
