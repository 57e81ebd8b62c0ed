"""The geography of an exercise as plain frozen data; geography.py compiles it from the rows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property


@dataclass(frozen=True)
class Scenario:
    key: str
    label: str
    html: str


@dataclass(frozen=True)
class Base:
    """Where figures come from. Figures of different bases are never summed, compared or drawn on one scale."""

    key: str
    label: str
    html: str


@dataclass(frozen=True)
class Group:
    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class AreaShape:
    key: str
    name: str
    localities: tuple[Group, ...]
    hospitals: tuple[Group, ...]
    districts: tuple[Group, ...]
    absent_in: frozenset[str]
    grid: tuple[int, int] | None
    networks: tuple[Group, ...] = ()

    @property
    def straddles(self) -> bool:
        """Whether the area lies in more than one district."""
        return len(self.districts) > 1


@dataclass(frozen=True)
class PlaceShape:
    key: str
    name: str
    note: str
    district: Group | None
    areas: tuple[AreaShape, ...]
    absent_in: frozenset[str]
    populations: dict[str | None, int] = field(hash=False)

    def people(self, scenario: str | None) -> int | None:
        """Return the figure under a scenario; None where the place is not there or no figure is published."""
        if scenario in self.absent_in:
            return None
        return self.populations.get(scenario, self.populations.get(None))


@dataclass(frozen=True)
class FootprintShape:
    """The places that one option makes."""

    option_id: int
    number: int
    made_of: str
    base: Base
    places: tuple[PlaceShape, ...]

    @property
    def is_of_districts(self) -> bool:
        return self.made_of == "district"

    @cached_property
    def place_of(self) -> dict[str, PlaceShape]:
        """Return the place of each area, by the area's key; empty where places are made of districts."""
        if self.is_of_districts:
            return {}
        return {area.key: place for place in self.places for area in place.areas}

    def places_in(self, scenario: str | None) -> tuple[PlaceShape, ...]:
        """Return the places that are there under a scenario."""
        return tuple(place for place in self.places if scenario not in place.absent_in)


@dataclass(frozen=True)
class EstimateSourceShape:
    """Another source, whose counts of sets of areas say how a population that is known as a whole may be split."""

    key: str
    label: str
    dated: str
    html: str
    base: Base
    sizes: tuple[tuple[frozenset[str], int], ...]


@dataclass(frozen=True)
class GeographyShape:
    scenarios: tuple[Scenario, ...]
    bases: tuple[Base, ...]
    localities: tuple[Group, ...]
    areas: tuple[AreaShape, ...]
    footprints: tuple[FootprintShape, ...]
    estimate_sources: tuple[EstimateSourceShape, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Work the hash out once: what is derived from a geography is kept under it, and it has hundreds of values."""
        return hash(tuple(getattr(self, each.name) for each in fields(self)))

    @property
    def counts_areas(self) -> bool:
        """Whether any option's figures are of areas; what districts have says nothing of them."""
        return any(not footprint.is_of_districts for footprint in self.footprints)

    @cached_property
    def by_number(self) -> dict[int, FootprintShape]:
        return {footprint.number: footprint for footprint in self.footprints}

    def scenario(self, key: str) -> Scenario | None:
        """Return the scenario of that key; the first where none is asked for."""
        if not key:
            return self.scenarios[0] if self.scenarios else None
        return next((scenario for scenario in self.scenarios if scenario.key == key), None)

    def areas_in(self, scenario: str | None) -> tuple[AreaShape, ...]:
        """Return the areas that are there under a scenario."""
        return tuple(area for area in self.areas if scenario not in area.absent_in)

    def largest(self, base: Base) -> int:
        """Return the largest figure on a base over all options and scenarios: the end of its common scale."""
        figures = [
            people
            for footprint in self.footprints
            if footprint.base == base
            for place in footprint.places
            for people in place.populations.values()
        ]
        return max(figures, default=0)
