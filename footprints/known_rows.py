"""What the published figures tell, as the rows of a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engagement.wording import listed
from footprints.derivation import Derivation, Estimate, Known, words
from footprints.known import Populations, by_base
from footprints.shapes import Base, EstimateSourceShape, GeographyShape, Scenario

HUNDREDS = -2  # an estimate is not known to the last person


@dataclass(frozen=True)
class Cell:
    """A population under one scenario: of no areas where they are not there, None where only a range is known."""

    scenario: Scenario | None
    people: int | None
    is_there: bool = True


@dataclass(frozen=True)
class Group:
    """Areas whose population is exact, and how it follows: a sentence for each set of scenarios that it holds under."""

    name: str
    cells: tuple[Cell, ...]
    how: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bounds:
    """Areas of which only a range is known, with an estimate where another source gives one."""

    name: str
    known: Known
    because: str
    estimate: Estimate | None
    estimated_as: str
    only: tuple[Scenario, ...]

    @property
    def about(self) -> int | None:
        return round(self.estimate.people, HUNDREDS) if self.estimate else None


@dataclass(frozen=True)
class Told:
    """All that the figures of one base tell of areas."""

    base: Base
    options: str
    figures: int
    scenarios: tuple[Scenario | None, ...]
    groups: tuple[Group, ...]
    totals: tuple[Cell, ...]
    ranges: tuple[Bounds, ...]
    exact_areas: int
    clashes: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[EstimateSourceShape, ...]

    @property
    def has_reasons(self) -> bool:
        return any(one.because for one in self.ranges)


@lru_cache(maxsize=64)
def told(shape: GeographyShape) -> tuple[Told, ...]:
    """Return what each base tells of areas; bases that only count districts are left out."""
    return tuple(_told(one) for one in by_base(shape) if one.is_of_areas)


def _told(found: Populations) -> Told:
    shape = found.shape
    scenarios = shape.scenarios or (None,)
    blocks = [found.sources.known(block) for block in found.sources.blocks]
    groups = [block for block in blocks if len(block.parts) > 1]
    singles = [found.sources.known([area.key]) for area in shape.areas]
    footprints = [one for one in shape.footprints if one.base == found.base]
    return Told(
        base=found.base,
        options=listed([str(one.number) for one in footprints]),
        figures=len(found.sources.figures),
        scenarios=scenarios,
        groups=tuple(_group(found, block, scenarios) for block in blocks if block.is_exact),
        totals=tuple(Cell(one, found.of(found.areas_in(one.key if one else None), one).people) for one in scenarios),
        ranges=tuple(_bounds(found, one) for one in (*groups, *singles) if not one.is_exact),
        exact_areas=sum(one.is_exact for one in singles),
        clashes=tuple(
            (words.clashing(clash), tuple(figure.label for figure in clash.repeated)) for clash in found.clashes
        ),
        sources=tuple(source for source in shape.estimate_sources if source.base == found.base),
    )


def _group(found: Populations, block: Known, scenarios: tuple[Scenario | None, ...]) -> Group:
    cells: list[Cell] = []
    sentences: dict[str, list[str]] = {}
    for scenario in scenarios:
        known = found.of(block.parts, scenario)
        cells.append(Cell(scenario, known.people, is_there=bool(known.parts)))
        if known.parts:
            sentences.setdefault(words.derived(known.at_least), []).append(scenario.label if scenario else "")
    # One sentence needs no 'with' or 'without' before it.
    how = tuple((listed(labels) if len(sentences) > 1 else "", said) for said, labels in sentences.items())
    return Group(_name(found, block.parts), tuple(cells), how)


def _bounds(found: Populations, known: Known) -> Bounds:
    estimate = found.estimate(known)
    key_sets = [(scenario, found.areas_in(scenario.key)) for scenario in found.shape.scenarios]
    there = tuple(scenario for scenario, areas in key_sets if known.parts <= areas)
    return Bounds(
        name=_name(found, known.parts),
        known=known,
        because=_because(found, known),
        estimate=estimate,
        estimated_as=words.estimated(estimate, lambda parts: _name(found, parts)) if estimate else "",
        only=there if len(there) < len(key_sets) else (),
    )


def _because(found: Populations, known: Known) -> str:
    """Say which figures a range follows from, unless it is that of an exact group: everybody or nobody lives there."""
    groups = [found.sources.known(block) for block in found.sources.blocks if block & known.parts]
    if groups and all(group.is_exact for group in groups):
        return ""
    no_fewer = f"No fewer: {said}." if (said := _said(known.at_least)) else ""
    no_more = f"No more: {said}." if (said := _said(known.at_most)) else ""
    return f"{no_fewer} {no_more}".strip()


def _said(derivation: Derivation | None) -> str:
    return words.derived(derivation) if derivation else ""


def _name(found: Populations, parts: frozenset[str]) -> str:
    return listed(found.names(parts))
