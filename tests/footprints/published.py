"""Published figures to derive from: those of the real exercise, read straight from its pack, and invented ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st

from footprints.derivation import Published, Sources
from tests.factories import NORFOLK

WITH, WITHOUT = "with-waveney", "without-waveney"
PARTS = tuple("abcdefgh")


@cache
def _pack() -> dict[str, Any]:
    return yaml.safe_load((NORFOLK / "geography.yaml").read_text())


def norfolk_figures() -> list[Published]:
    """Return the figures of options one to five under both scenarios, 36 in all."""
    pack = _pack()
    absent = {area["key"]: area["absent_in"] for area in pack["areas"]}
    return [
        Published(
            source=f"{footprint['option']}/{place['key']}/{scenario}",
            label=f"{place['name']} in {footprint['option']} {scenario}",
            base=footprint["base"],
            parts=frozenset(area for area in place["areas"] if scenario not in absent[area]),
            people=people,
            scenario=scenario,
        )
        for footprint in pack["footprints"]
        if footprint["made_of"] == "area"
        for place in footprint["places"]
        for scenario, people in place["population"].items()
    ]


def norfolk_areas(scenario: str = WITH) -> list[str]:
    return [area["key"] for area in _pack()["areas"] if scenario not in area["absent_in"]]


def norfolk() -> Sources:
    return Sources(norfolk_figures(), norfolk_areas())


def published(totals: Mapping[str, int], base: str = "lists") -> list[Published]:
    """Return a figure for each 'abc': 100, a part being a letter; what follows a space only tells figures apart."""
    return [
        Published(parts, f"total {parts}", base, frozenset(parts.split()[0]), people)
        for parts, people in totals.items()
    ]


def solved(totals: Mapping[str, int], parts: Iterable[str] = "abcdefgh") -> Sources:
    return Sources(published(totals), tuple(parts))


@st.composite
def hidden(draw: st.DrawFn) -> tuple[dict[str, int], list[Published]]:
    """Draw populations that nobody sees, and totals of them that are published."""
    parts = PARTS[: draw(st.integers(2, len(PARTS)))]
    truth = {part: draw(st.integers(0, 400_000)) for part in parts}
    sets = draw(st.lists(st.frozensets(st.sampled_from(parts), min_size=1), min_size=1, max_size=9, unique=True))
    figures = [
        Published(f"{index}", f"figure {index}", "lists", counted, sum(truth[part] for part in counted))
        for index, counted in enumerate(sets)
    ]
    return truth, figures
