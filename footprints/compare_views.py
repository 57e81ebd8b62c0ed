"""The public page that sets options side by side: those that are chosen, or all."""

from __future__ import annotations

from django.http import Http404

from engagement.deadline import deadline
from engagement.reading import Page, Reading, exercise_page
from footprints import evidence, geography
from footprints.by_factor import has_evidence
from footprints.comparing import changes
from footprints.maps.boundaries import sheets
from footprints.maps.parts import grouping
from footprints.maps.thumbnails import Thumbnail, thumbnail
from footprints.presenting import comparison, shown
from footprints.shapes import FootprintShape, GeographyShape, Scenario
from footprints.views import scenario_of

FEWEST = 2


@exercise_page("scenario", several=["option"])
def compare(on: Reading, scenario: str = "", option: tuple[str, ...] = ()) -> Page:
    """The maps, moves, populations and areas of two or more options; all of them where none is chosen."""
    shape = geography.of(on.content)
    if shape is None:
        raise Http404("This exercise has no places to compare.")
    chosen = _chosen(shape, option)
    boundary = scenario_of(shape, scenario)
    key = boundary.key if boundary else None
    maps = _maps(on, shape, chosen, boundary)
    context = {
        "geography": shape,
        "scenario": boundary,
        "choices": [(on.content.option(one.number), one in chosen) for one in shape.footprints],
        "is_short": len(chosen) < FEWEST,
        "footprints": [
            {
                "shown": shown(on.content, shape, one.number, boundary),
                "thumbnail": maps[one.number],
                "parts": grouping(shape, one, key).parts,
            }
            for one in chosen
        ],
        "has_tiles": any(one and one.is_schematic for one in maps.values()),
        "sources": list(dict.fromkeys(one.source for one in maps.values() if one and not one.is_schematic)),
        "changes": changes(shape, chosen, key),
        "areas": shape.areas_in(key),
        "by_base": _by_base(on, shape, chosen, boundary),
        "groups": comparison(on.content, shape, chosen, boundary),
        "of_districts": [one.number for one in chosen if one.is_of_districts],
        "has_evidence": has_evidence(on.content, shape),
        "deadline": deadline(on.row, on.now),
    }
    return Page("footprints/compare.html", context)


def _chosen(shape: GeographyShape, asked: tuple[str, ...]) -> tuple[FootprintShape, ...]:
    numbers = {str(number) for number in shape.by_number}
    if not numbers.issuperset(asked):
        raise Http404("There is no such option with places.")
    return tuple(one for one in shape.footprints if not asked or str(one.number) in asked)


def _maps(
    on: Reading, shape: GeographyShape, chosen: tuple[FootprintShape, ...], scenario: Scenario | None
) -> dict[int, Thumbnail | None]:
    """Return the map of each option: on the boundaries in use for what it is made of, or on tiles."""
    found = {kind: sheets.in_use(on.content.exercise_id, kind) for kind in {one.made_of for one in chosen}}
    return {one.number: thumbnail(shape, one, scenario, found[one.made_of]) for one in chosen}


def _by_base(
    on: Reading, shape: GeographyShape, chosen: tuple[FootprintShape, ...], scenario: Scenario | None
) -> list[dict[str, object]]:
    """Return the options on each base with their spread: what is counted differently is never set side by side."""
    spread = evidence.BY_KEY["balance"]
    found: list[dict[str, object]] = []
    for base in shape.bases:
        own = [one for one in chosen if one.base == base]
        if own:
            told = [one for each in own if (one := evidence.told(shape, each, spread, scenario))]
            found.append(
                {
                    "base": base,
                    "end": shape.largest(base),
                    "footprints": [shown(on.content, shape, one.number, scenario) for one in own],
                    "spread": evidence.beside_each_other(shape, told, spread, scenario) if told else None,
                }
            )
    return found
