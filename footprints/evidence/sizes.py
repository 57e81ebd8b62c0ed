"""How many people places and networks have, beside a yardstick, and how alike places are. All counts are people."""

from __future__ import annotations

from dataclasses import dataclass

from footprints import known
from footprints.derivation import Estimate
from footprints.evidence.kept import groups_in
from footprints.shapes import Base, FootprintShape, GeographyShape, PlaceShape, Scenario

HUNDREDS = -2  # an estimate is not known to the last person


@dataclass(frozen=True)
class Yardstick:
    """From so many to so many people, both ends included."""

    low: int
    high: int

    def beside(self, low: int, high: int | None) -> str:
        """Return 'below', 'within' or 'above'; nothing where the range does not tell."""
        if high is not None and high < self.low:
            return "below"
        if low > self.high:
            return "above"
        return "within" if high is not None and low >= self.low and high <= self.high else ""

    def __str__(self) -> str:
        return f"{self.low:,} to {self.high:,}"


# The national model of neighbourhood, place and system.
PLACE, NETWORK = Yardstick(250_000, 500_000), Yardstick(30_000, 50_000)


@dataclass(frozen=True)
class Size:
    """The people of a place or network: from `low` to `high`, which is None where nothing published limits it."""

    name: str
    low: int
    high: int | None
    yardstick: Yardstick
    estimate: Estimate | None = None

    @property
    def people(self) -> int | None:
        return self.low if self.low == self.high else None

    @property
    def beside(self) -> str:
        return self.yardstick.beside(self.low, self.high)

    @property
    def about(self) -> int | None:
        """The estimate in hundreds, and never outside what is known for certain."""
        if self.estimate is None:
            return None
        rounded = max(self.low, round(self.estimate.people, HUNDREDS))
        return rounded if self.high is None else min(rounded, self.high)

    @property
    def about_beside(self) -> str:
        return self.yardstick.beside(self.estimate.people, self.estimate.people) if self.estimate else ""


@dataclass(frozen=True)
class Balance:
    """The largest place and the smallest on one base, and how many times the one is as large as the other."""

    smallest: Size
    largest: Size

    @property
    def ratio(self) -> float:
        return self.largest.low / self.smallest.low


def place_sizes(shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None) -> tuple[Size, ...]:
    """Return the size of each place: as published, else what other figures on the same base tell of its areas."""
    own = next((one for one in known.by_base(shape) if one.base == footprint.base), None)
    places = footprint.places_in(scenario.key if scenario else None)
    return tuple(_place_size(place, footprint, own, scenario) for place in places)


def _place_size(
    place: PlaceShape, footprint: FootprintShape, own: known.Populations | None, scenario: Scenario | None
) -> Size:
    people = place.people(scenario.key if scenario else None)
    if people is not None:
        return Size(place.name, people, people, PLACE)
    if own is None or footprint.is_of_districts or not own.is_of_areas:
        return Size(place.name, 0, None, PLACE)
    found = own.of([area.key for area in place.areas], scenario)
    return Size(place.name, found.low, found.high, PLACE, own.estimate(found))


def network_sizes(shape: GeographyShape, scenario: Scenario | None) -> tuple[Size, ...]:
    """Return what published figures tell of each network under a scenario; nothing where they count no areas."""
    people = known.of_areas(shape)
    if people is None:
        return ()
    key = scenario.key if scenario else None
    found = []
    for group in groups_in(shape, lambda area: area.networks, key):
        areas = [area.key for area in shape.areas_in(key) if group in area.networks]
        told = people.of(areas, scenario)
        found.append(Size(group.name, told.low, told.high, NETWORK, people.estimate(told)))
    return tuple(found)


def balance(sizes: tuple[Size, ...]) -> Balance | None:
    """Return the largest beside the smallest; None where there is one place only, or where not all are exact."""
    if len(sizes) < 2 or any(not size.people for size in sizes):
        return None
    return Balance(min(sizes, key=lambda size: size.low), max(sizes, key=lambda size: size.low))


def base_of_networks(shape: GeographyShape) -> Base | None:
    """Return what network sizes are counted by."""
    people = known.of_areas(shape)
    return people.base if people else None
