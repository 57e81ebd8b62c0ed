"""Footprints as the pages show them: bars on one scale, chips, what other options do with the same areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engagement.shapes import EditionContent, OptionContent
from engagement.wording import listed
from footprints import geography
from footprints.colours import tones
from footprints.shapes import AreaShape, FootprintShape, GeographyShape, PlaceShape, Scenario


@dataclass(frozen=True)
class Elsewhere:
    """Where another option puts the areas of a place."""

    option: OptionContent
    groups: tuple[tuple[str, int, tuple[AreaShape, ...]], ...]
    is_of_districts: bool


@dataclass(frozen=True)
class ShownPlace:
    place: PlaceShape
    tone: int
    people: int | None
    width: str
    areas: tuple[AreaShape, ...]
    left_out: tuple[AreaShape, ...]
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True)
class ShownFootprint:
    option: OptionContent
    footprint: FootprintShape
    places: tuple[ShownPlace, ...]
    absent: tuple[PlaceShape, ...]


def shown(
    content: EditionContent,
    shape: GeographyShape,
    number: int,
    scenario: Scenario | None,
    *,
    with_elsewhere: bool = False,
) -> ShownFootprint:
    """Return one option's footprint under a scenario, its bars on the scale of all figures on the same base."""
    option = content.option(number)
    footprint = shape.by_number[number]
    assert option is not None
    key = scenario.key if scenario else None
    tone, end = tones(shape), shape.largest(footprint.base)
    places = []
    for place in footprint.places_in(key):
        people = place.people(key)
        areas = tuple(area for area in place.areas if key not in area.absent_in)
        places.append(
            ShownPlace(
                place=place,
                tone=tone[number, place.key],
                people=people,
                width=f"{100 * people / end:.2f}%" if people and end else "0",
                areas=areas,
                left_out=tuple(area for area in place.areas if key in area.absent_in),
                elsewhere=_elsewhere(content, shape, number, areas) if with_elsewhere else (),
            )
        )
    absent = tuple(place for place in footprint.places if key in place.absent_in)
    return ShownFootprint(option, footprint, tuple(places), absent)


def _elsewhere(
    content: EditionContent, shape: GeographyShape, number: int, areas: tuple[AreaShape, ...]
) -> tuple[Elsewhere, ...]:
    tone = tones(shape)
    found = []
    for other in shape.footprints:
        option = content.option(other.number)
        if other.number == number or option is None:
            continue
        groups = []
        for place in other.places:
            own = {area.key for area in place.areas}
            shared = tuple(area for area in areas if area.key in own)
            if shared:
                groups.append((place.name, tone[other.number, place.key], shared))
        found.append(Elsewhere(option, tuple(groups), other.is_of_districts))
    return tuple(found)


@dataclass(frozen=True)
class Figures:
    """Every published figure of a footprint: a column per scenario, or one where a place has one figure."""

    columns: tuple[str, ...]
    rows: tuple[tuple[PlaceShape, tuple[tuple[str, int | None], ...]], ...]
    absences: tuple[tuple[str, tuple[PlaceShape, ...]], ...]


def all_figures(shape: GeographyShape, footprint: FootprintShape) -> Figures:
    """Return the figures of a footprint under all scenarios."""
    if all(None in place.populations for place in footprint.places):
        columns: list[tuple[str | None, str]] = [(None, "People")]
        absences = tuple(
            (scenario.label, gone)
            for scenario in shape.scenarios
            if (gone := tuple(place for place in footprint.places if scenario.key in place.absent_in))
        )
    else:
        columns = [(scenario.key, scenario.label) for scenario in shape.scenarios]
        absences = ()
    rows = tuple((place, tuple((label, place.people(key)) for key, label in columns)) for place in footprint.places)
    return Figures(tuple(label for _, label in columns), rows, absences)


def card_facts(content: EditionContent) -> dict[int, list[tuple[str, str]]]:
    """Return what the card of an option says of its places: how many, the smallest, the largest, by which count."""
    shape = geography.of(content)
    if shape is None:
        return {}
    scenario = shape.scenario("")
    key = scenario.key if scenario else None
    found = {}
    for footprint in shape.footprints:
        figures = sorted(people for place in footprint.places_in(key) if (people := place.people(key)))
        counts = sorted({len(footprint.places_in(one.key)) for one in shape.scenarios} or {len(footprint.places)})
        facts = [("Places", listed([str(count) for count in counts]).replace(" and ", " or "))]
        if figures:
            facts += [("Smallest", f"{figures[0]:,} people"), ("Largest", f"{figures[-1]:,} people")]
            facts.append(("Counted by", footprint.base.label))
        found[footprint.number] = facts
    return found


@dataclass(frozen=True)
class CompareCell:
    option: OptionContent
    words: str
    tone: int | None
    kind: str


@dataclass(frozen=True)
class CompareRow:
    area: AreaShape
    is_absent: bool
    cells: tuple[CompareCell, ...]


def comparison(
    content: EditionContent,
    shape: GeographyShape,
    footprints: Sequence[FootprintShape],
    scenario: Scenario | None,
) -> list[tuple[str, list[CompareRow]]]:
    """Return the areas grouped by locality, each with its place under every one of these options."""
    tone = tones(shape)
    key = scenario.key if scenario else None
    options = [(footprint, content.option(footprint.number)) for footprint in footprints]
    groups: dict[str, list[CompareRow]] = {locality.name: [] for locality in shape.localities}
    for area in shape.areas:
        is_absent = key in area.absent_in
        cells = tuple(_cell(area, footprint, option, tone) for footprint, option in options if option)
        locality = area.localities[0].name if area.localities else ""
        groups.setdefault(locality, []).append(CompareRow(area, is_absent, cells))
    return [(name, rows) for name, rows in groups.items() if rows]


def _cell(
    area: AreaShape, footprint: FootprintShape, option: OptionContent, tone: dict[tuple[int, str], int]
) -> CompareCell:
    places = [place for place in footprint.places if area in place.areas]
    if len(places) == 1:
        return CompareCell(option, places[0].name, tone[footprint.number, places[0].key], "one")
    return CompareCell(option, listed([place.name for place in places]) or "In no place", None, "straddles")
