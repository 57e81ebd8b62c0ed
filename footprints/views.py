"""The public pages about options: overview, and one page each."""

from __future__ import annotations

from django.http import Http404

from engagement.cards import cards_of
from engagement.deadline import deadline
from engagement.reading import Page, Reading, exercise_page
from footprints import geography
from footprints.by_factor import has_evidence
from footprints.comparing import neighbour, sentence
from footprints.maps.showing import map_of
from footprints.presenting import all_figures, shown
from footprints.shapes import GeographyShape, Scenario


@exercise_page()
def options(on: Reading) -> Page:
    """All options as cards, and what to know of their figures."""
    if not on.content.options:
        raise Http404("This exercise has no options.")
    shape = geography.of(on.content)
    context = {
        "options": cards_of(on.content),
        "geography": shape,
        "scenario": shape.scenario("") if shape else None,
        "has_evidence": has_evidence(on.content, shape),
        "deadline": deadline(on.row, on.now),
    }
    return Page("footprints/options.html", context)


@exercise_page("scenario", "overlay")
def option(on: Reading, number: int, scenario: str = "", overlay: str = "") -> Page:
    """One option: basis, places, populations, areas, and what the other options do with the same areas."""
    found = on.content.option(number)
    if found is None:
        raise Http404("There is no such option.")
    numbers = [one.number for one in on.content.options]
    position = numbers.index(number)
    context: dict[str, object] = {
        "option": found,
        "before": on.content.options[position - 1] if position else None,
        "after": on.content.options[position + 1] if position + 1 < len(numbers) else None,
        "before_name": f"Option {numbers[position - 1]}",
        "after_name": f"Option {numbers[position + 1]}" if position + 1 < len(numbers) else "",
        "deadline": deadline(on.row, on.now),
    }
    shape = geography.of(on.content)
    if shape is not None and number in shape.by_number:
        context |= _geography_of(on, shape, number, scenario, overlay)
    elif scenario or overlay:
        raise Http404("This option has no boundary scenarios and no map.")
    return Page("footprints/option.html", context)


def _geography_of(on: Reading, shape: GeographyShape, number: int, key: str, overlay: str) -> dict[str, object]:
    scenario = scenario_of(shape, key)
    footprint = shape.by_number[number]
    near = neighbour(shape, footprint, scenario.key if scenario else None)
    near_option = on.content.option(near.number) if near else None
    return {
        "geography": shape,
        "scenario": scenario,
        "footprint": footprint,
        "map": map_of(on.content.exercise_id, shape, footprint, scenario, overlay),
        "shown": shown(on.content, shape, number, scenario, with_elsewhere=True),
        "scale_end": shape.largest(footprint.base),
        "figures": all_figures(shape, footprint),
        "difference": sentence(near, f"option {near.number}") if near and near_option else "",
        "moved": {area for move in near.moved for area in move.areas} if near else set(),
        "near": near_option,
        "has_evidence": has_evidence(on.content, shape),
        "straddling": [area for area in shape.areas if area.straddles],
    }


def scenario_of(shape: GeographyShape, key: str) -> Scenario | None:
    """Return the boundary scenario that an address asks for, the first where it asks for none, or raise Http404."""
    scenario = shape.scenario(key)
    if key and scenario is None:
        raise Http404("There is no such boundary scenario.")
    return scenario
