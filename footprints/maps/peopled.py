"""How many people areas have, as far as published figures determine it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engagement.wording import listed
from footprints import known
from footprints.shapes import FootprintShape, GeographyShape, Scenario


@dataclass(frozen=True)
class Peopled:
    """`sizes`: the people of each area, None where no exact number is known; `words`: what can be said instead."""

    sizes: Mapping[str, int | None] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def peopled(shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None) -> Peopled:
    """Return what is known of each area by itself on the footprint's own base; nothing where that counts no areas."""
    found = next((one for one in known.by_base(shape) if one.base == footprint.base and one.is_of_areas), None)
    if found is None:
        return Peopled()
    there = found.areas_in(scenario.key if scenario else None)
    sizes: dict[str, int | None] = dict.fromkeys(there)
    words: dict[str, str] = {}
    for block in found.sources.blocks:
        own = block & there
        people = found.of(own, scenario).people if own else None
        for key in own:
            others = listed(found.names(own - {key}))
            sizes[key] = people if len(own) == 1 else None
            if people is not None:
                words[key] = f"{people:,} together with {others}" if others else f"{people:,}"
            else:
                words[key] = "not determined by what is published"
    return Peopled(sizes, words)
