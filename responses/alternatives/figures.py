"""What is known of a drawn footprint: people in each place, beside the yardstick, and what its borders divide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from engagement.wording import listed
from footprints import known
from footprints.evidence import words
from footprints.evidence.kept import Whole, kept
from footprints.evidence.kinds import GROUPS, GroupKind
from footprints.evidence.sizes import PLACE, Size, Yardstick
from footprints.known import Populations
from footprints.shapes import Base, FootprintShape, GeographyShape, PlaceShape, Scenario
from responses.alternatives.shapes import Drawing, letter

NOT_COUNTED = Base("", "", "")
MOST_KEPT = 8192


@dataclass(frozen=True)
class Cell:
    """The people of a place under a scenario, in words; nothing where no area of it is there."""

    people: str = ""
    about: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Row:
    """One place with its number from 1, or with 0 the areas that are in none; a cell for each scenario."""

    letter: str
    name: str
    number: int
    areas: tuple[str, ...]
    cells: tuple[Cell, ...]
    short: str = ""  # its people in a line, to stand where a place is chosen


@dataclass(frozen=True)
class Figures:
    """`kept`: a sentence on each kind of group, with the scenarios that it holds under unless it does under all."""

    scenarios: tuple[Scenario | None, ...]
    rows: tuple[Row, ...]
    kept: tuple[tuple[str, str], ...]
    base: str
    sources: tuple[str, ...]
    yardstick: Yardstick = PLACE


def figures_of(shape: GeographyShape, drawing: Drawing) -> Figures:
    """Return all that can be said of a drawing, under every scenario."""
    scenarios = shape.scenarios or (None,)
    names = {area.key: area.name for area in shape.areas}
    places = [(letter(nth), place.name, nth + 1, place.areas) for nth, place in enumerate(drawing.places)]
    if open_areas := tuple(drawing.open_areas(names)):
        places.append(("", "In no place", 0, open_areas))
    populations = known.of_areas(shape)
    kept_sizes = _sizes(shape)
    sizes = [[_size(populations, kept_sizes, frozenset(areas), one) for one in scenarios] for _, _, _, areas in places]
    estimates = [size.estimate for row in sizes for size in row if size and size.estimate]
    footprint = as_footprint(shape, drawing, populations)
    return Figures(
        scenarios=scenarios,
        rows=tuple(
            _row(mark, name, nth, tuple(names[key] for key in areas), tuple(map(_cell, own)), scenarios)
            for (mark, name, nth, areas), own in zip(places, sizes, strict=True)
        ),
        kept=tuple(said for kind in GROUPS for said in _kept(shape, drawing, footprint, kind)),
        base=populations.base.label if populations else "",
        sources=tuple(dict.fromkeys(f"{one.label}, {one.dated}" for one in estimates)),
    )


@lru_cache(maxsize=16)
def _sizes(shape: GeographyShape) -> dict[tuple[frozenset[str], str], Size | None]:
    """Keep what was worked out for a geography, which takes as long to look up as any key that holds it."""
    return {}


def _size(
    populations: Populations | None,
    kept_sizes: dict[tuple[frozenset[str], str], Size | None],
    areas: frozenset[str],
    scenario: Scenario | None,
) -> Size | None:
    """Return what is known of areas. Sets come again while somebody draws: a click leaves most places as they were."""
    key = (areas, scenario.key if scenario else "")
    try:
        return kept_sizes[key]  # one look: another thread may clear between two
    except KeyError:
        size = _counted(populations, areas, scenario)
    if len(kept_sizes) >= MOST_KEPT:
        kept_sizes.clear()
    kept_sizes[key] = size
    return size


def _counted(populations: Populations | None, areas: frozenset[str], scenario: Scenario | None) -> Size | None:
    there = populations.areas_in(scenario.key if scenario else None) & areas if populations else frozenset()
    if populations is None or not there:
        return None
    found = populations.of(there, scenario)
    return Size("", found.low, found.high, PLACE, populations.estimate(found))


def _cell(size: Size | None) -> Cell:
    if size is None:
        return Cell()
    return Cell(words.people(size), words.about(size) if size.estimate else "", words.beside_by_name(size))


def _row(
    mark: str,
    name: str,
    number: int,
    areas: tuple[str, ...],
    cells: tuple[Cell, ...],
    scenarios: tuple[Scenario | None, ...],
) -> Row:
    under: dict[str, list[str]] = {}
    for cell, scenario in zip(cells, scenarios, strict=True):
        if cell.people:
            under.setdefault(cell.people, []).append(
                f"{scenario.label[:1].lower()}{scenario.label[1:]}" if scenario else ""
            )
    if len(under) == 1 and all(cell.people for cell in cells):
        short = f"{next(iter(under))} people"
    elif under:
        short = ", ".join(f"{people} {listed(labels)}" for people, labels in under.items())
    else:
        short = f"{len(areas) or 'no'} area{'' if len(areas) == 1 else 's'}"
    return Row(mark, name, number, areas, cells, short)


def _kept(shape: GeographyShape, drawing: Drawing, footprint: FootprintShape, kind: GroupKind) -> list[tuple[str, str]]:
    """Return the sentences on one kind; scenarios under which the same holds stand together."""
    placed = drawing.drawn.place_of
    by_sentence: dict[str, list[str]] = {}
    for scenario in shape.scenarios or (None,):
        key = scenario.key if scenario else None
        found = kept(shape, footprint, kind.groups_of, key)
        waiting = {group for area in shape.areas_in(key) if area.key not in placed for group in kind.groups_of(area)}
        decided = tuple(one for one in found.groups if one.state == "cut" or one.group not in waiting)
        if decided:
            said = words.of_groups(kind, Whole(decided, ()))
            open_groups = waiting - {one.group for one in decided}
            if open_groups:
                said += f" {len(open_groups)} more cannot be told yet: areas of them are in no place."
            by_sentence.setdefault(said, []).append(scenario.label if scenario else "")
    return [(listed(labels) if len(by_sentence) > 1 else "", said) for said, labels in by_sentence.items()]


def as_footprint(shape: GeographyShape, drawing: Drawing, populations: Populations | None) -> FootprintShape:
    """Return a drawing in the shape of an option, for what is worked out of options; it has no published figures."""
    places = tuple(
        PlaceShape(
            key=str(nth),
            name=place.name,
            note="",
            district=None,
            areas=tuple(area for area in shape.areas if area.key in place.areas),
            absent_in=frozenset(),
            populations={},
        )
        for nth, place in enumerate(drawing.places)
    )
    return FootprintShape(0, 0, "area", populations.base if populations else NOT_COUNTED, places)
