"""What the published figures of an exercise say of any areas: the geography, handed to footprints/derivation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from footprints.derivation import Clash, Estimate, Known, Published, Sources, Weights, estimate
from footprints.shapes import Base, FootprintShape, GeographyShape, PlaceShape, Scenario

DISTRICT = "district:"  # before a district's key: a district may be called like an area


@dataclass(frozen=True)
class Populations:
    """The figures of one base, solved. What is made of them carries the base and has no sum with another's."""

    shape: GeographyShape
    base: Base
    sources: Sources
    weights: tuple[Weights, ...]

    def of(self, areas: Iterable[str], scenario: Scenario | None) -> Known:
        """
        Return what is known of areas, by their keys; those that a scenario leaves out count for nothing.

        Raises UnknownParts for a key that no area has.
        """
        key = scenario.key if scenario else None
        left_out = self.areas_in(None) - self.areas_in(key)
        return self.sources.known((area for area in areas if area not in left_out), key)

    def estimate(self, known: Known) -> Estimate | None:
        """Return an estimate of the first source that can give one; none for what is known exactly."""
        found = (estimate(known, weights) for weights in self.weights)
        return next((one for one in found if one is not None), None)

    def names(self, parts: Iterable[str]) -> list[str]:
        """Return the names of areas or districts in the order of the geography."""
        wanted = set(parts)
        return [name for part, name in self._names.items() if part in wanted]

    def areas_in(self, scenario: str | None) -> frozenset[str]:
        return self._areas_in[scenario]

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return self.sources.clashes

    @property
    def is_of_areas(self) -> bool:
        """Whether any figure on this base counts areas; of a base that counts districts only, no area is known."""
        return any(one.base == self.base and not one.is_of_districts for one in self.shape.footprints)

    @cached_property
    def _names(self) -> dict[str, str]:
        return _parts(self.shape)

    @cached_property
    def _areas_in(self) -> dict[str | None, frozenset[str]]:
        keys = [None, *(scenario.key for scenario in self.shape.scenarios)]
        return {key: frozenset(area.key for area in self.shape.areas_in(key)) for key in keys}


@lru_cache(maxsize=64)
def by_base(shape: GeographyShape) -> tuple[Populations, ...]:
    """Return the solved figures of every base that has any, in the order of the options."""
    found = []
    for base in shape.bases:
        figures = [figure for one in shape.footprints if one.base == base for figure in _figures(shape, one)]
        if figures:
            weights = tuple(
                Weights(source.label, source.dated, source.base.key, source.sizes)
                for source in shape.estimate_sources
                if source.base == base
            )
            found.append(Populations(shape, base, Sources(figures, list(_parts(shape))), weights))
    return tuple(found)


def of_areas(shape: GeographyShape) -> Populations | None:
    """Return the figures that tell of areas, those of the first base that does; None where all count districts."""
    return next((one for one in by_base(shape) if one.is_of_areas), None)


def _parts(shape: GeographyShape) -> dict[str, str]:
    """Return the name of each thing that figures count people in."""
    districts = {
        place.district
        for footprint in shape.footprints
        for place in footprint.places
        if footprint.is_of_districts and place.district
    }
    in_order = sorted(districts, key=lambda district: district.name)
    return {area.key: area.name for area in shape.areas} | {DISTRICT + each.key: each.name for each in in_order}


def _figures(shape: GeographyShape, footprint: FootprintShape) -> Iterator[Published]:
    labels = {scenario.key: scenario.label for scenario in shape.scenarios}
    for place in footprint.places:
        differs = len(set(place.populations.values())) > 1
        for scenario, people in place.populations.items():
            parts = _counted(footprint, place, scenario)
            if parts and scenario not in place.absent_in:
                under = f", {labels[scenario][:1].lower()}{labels[scenario][1:]}" if scenario and differs else ""
                yield Published(
                    source=f"{footprint.number}/{place.key}/{scenario or ''}",
                    label=f"{place.name} in option {footprint.number}{under}",
                    base=footprint.base.key,
                    parts=parts,
                    people=people,
                    scenario=scenario,
                )


def _counted(footprint: FootprintShape, place: PlaceShape, scenario: str | None) -> frozenset[str]:
    if footprint.is_of_districts:
        return frozenset([DISTRICT + place.district.key] if place.district else [])
    return frozenset(area.key for area in place.areas if scenario not in area.absent_in)
