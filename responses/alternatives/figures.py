"""What is known of a drawn footprint: people in each place, beside the yardstick, and what its borders divide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engagement.wording import listed
from footprints import known
from footprints.derivation import Estimate
from footprints.shapes import GeographyShape, Scenario
from responses.alternatives.posted import GROUPINGS, groups
from responses.alternatives.shapes import Drawing, letter

YARDSTICK = (250_000, 500_000)  # people in a place; national guidance offers it for orientation, and no more
HUNDREDS = -2  # an estimate is not known to the last person


@dataclass(frozen=True)
class People:
    """How many people live in some areas: exactly, or between two bounds and by an estimate with its source."""

    low: int
    high: int | None
    estimate: Estimate | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def about(self) -> int | None:
        return round(self.estimate.people, HUNDREDS) if self.estimate else None

    @property
    def beside(self) -> str:
        """Say how it stands beside the yardstick, as far as what is known decides it."""
        least, most = YARDSTICK
        if self.high is not None and self.high < least:
            return "below the yardstick"
        if self.low > most:
            return "above the yardstick"
        if self.low >= least and self.high is not None and self.high <= most:
            return "within the yardstick"
        return "not determined beside the yardstick"


@dataclass(frozen=True)
class Row:
    """One place, or the areas that are in none yet; `people` has an entry for each scenario, None where it is empty."""

    letter: str
    name: str
    position: int
    areas: tuple[str, ...]
    people: tuple[People | None, ...]


@dataclass(frozen=True)
class Divided:
    """What the borders divide of one kind, e.g. districts, under some scenarios; all of them where none is named."""

    kind: str
    scenarios: str
    whole: int
    cut: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figures:
    scenarios: tuple[Scenario | None, ...]
    rows: tuple[Row, ...]
    divided: tuple[Divided, ...]
    base: str
    sources: tuple[str, ...]
    has_people: bool


def figures_of(shape: GeographyShape, drawing: Drawing) -> Figures:
    """Return all that can be said of a drawing, under every scenario."""
    scenarios = shape.scenarios or (None,)
    names = {area.key: area.name for area in shape.areas}
    places = [(letter(nth), place.name, nth + 1, place.areas) for nth, place in enumerate(drawing.places)]
    open_areas = tuple(drawing.open_areas(names))
    if open_areas:
        places.append(("", "In no place", 0, open_areas))
    rows = tuple(
        Row(mark, name, nth, tuple(names[key] for key in areas), tuple(_people(shape, areas, one) for one in scenarios))
        for mark, name, nth, areas in places
    )
    found = known.of_areas(shape)
    estimates = [one.estimate for row in rows for one in row.people if one and one.estimate]
    return Figures(
        scenarios=scenarios,
        rows=rows,
        divided=tuple(each for kind in GROUPINGS for each in _divided(shape, drawing, kind)),
        base=found.base.label if found else "",
        sources=tuple(dict.fromkeys(f"{one.label}, {one.dated}" for one in estimates)),
        has_people=found is not None,
    )


def _people(shape: GeographyShape, areas: tuple[str, ...], scenario: Scenario | None) -> People | None:
    found = known.of_areas(shape)
    there = found.areas_in(scenario.key if scenario else None).intersection(areas) if found else frozenset()
    return _counted(shape, there, scenario) if there else None


@lru_cache(maxsize=8192)
def _counted(shape: GeographyShape, areas: frozenset[str], scenario: Scenario | None) -> People | None:
    """Sets of areas come again and again while somebody draws: most clicks leave most places as they were."""
    populations = known.of_areas(shape)
    if populations is None:
        return None
    found = populations.of(areas, scenario)
    return People(found.low, found.high, populations.estimate(found))


def _divided(shape: GeographyShape, drawing: Drawing, kind: str) -> list[Divided]:
    """Return what is divided; scenarios under which the same is stand together."""
    by_scenario: dict[tuple[tuple[tuple[str, str], ...], int], list[str]] = {}
    for scenario in shape.scenarios or (None,):
        there = {area.key for area in shape.areas_in(scenario.key if scenario else None)}
        found = _cut(shape, drawing, kind, there)
        by_scenario.setdefault(found, []).append(scenario.label if scenario else "")
    label = GROUPINGS[kind]
    return [
        Divided(label, listed(labels) if len(by_scenario) > 1 else "", whole, cut)
        for (cut, whole), labels in by_scenario.items()
        if cut or whole
    ]


def _cut(
    shape: GeographyShape, drawing: Drawing, kind: str, there: set[str]
) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return what has areas in several places, with the names of these, and how many lie wholly in one."""
    place_of = drawing.drawn.place_of
    cut, whole = [], 0
    for name, areas in groups(shape, kind).values():
        own = [key for key in areas if key in there]
        places = sorted({place_of[key] for key in own if key in place_of})
        if len(places) > 1:
            cut.append((name, listed([f"{letter(nth)} {drawing.places[nth].name}" for nth in places])))
        elif own and len(places) == 1 and all(key in place_of for key in own):
            whole += 1
    return tuple(cut), whole
