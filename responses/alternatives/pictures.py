"""A drawn footprint as a small map, to stand beside its words: the letters of places are those of the words' lines."""

from __future__ import annotations

from django.template.loader import render_to_string

from engagement.shapes import EditionContent
from footprints import geography
from footprints.maps import drawing as maps
from footprints.maps.parts import Grouping, Part
from footprints.maps.peopled import Peopled
from footprints.maps.picture import Drawing as Map
from footprints.shapes import GeographyShape, Scenario
from responses.alternatives.shapes import Drawn, letter, usual_name

TONES = 8


def picture(content: EditionContent, drawn: Drawn, *, with_tones: bool = True) -> str:
    """Return the small map as HTML, with the patterns that a page needs once; empty where areas have no position."""
    shape = geography.of(content)
    found = small_map(shape, drawn) if shape else None
    return (
        render_to_string("responses/alternatives/picture.html", {"map": found, "with_tones": with_tones})
        if found
        else ""
    )


def small_map(shape: GeographyShape, drawn: Drawn) -> Map | None:
    """Draw a footprint under the scenario that has the most areas; None where areas have no rough position."""
    return maps.schematic(shape, grouping(shape, drawn, widest(shape)), people=Peopled())


def grouping(shape: GeographyShape, drawn: Drawn, scenario: Scenario | None, names: tuple[str, ...] = ()) -> Grouping:
    """Return the places of a drawing as a map takes them; without names they are called by their numbers."""
    key = scenario.key if scenario else None
    place_of = drawn.place_of
    outside = frozenset(area.key for area in shape.areas if key in area.absent_in)
    return Grouping(
        parts=tuple(
            Part(str(nth), letter(nth), names[nth] if names else usual_name(nth), nth % TONES)
            for nth in range(len(drawn.places))
        ),
        parts_of={
            area.key: (str(place_of[area.key]),) if area.key in place_of else ()
            for area in shape.areas
            if area.key not in outside
        },
        outside=outside,
    )


def widest(shape: GeographyShape) -> Scenario | None:
    """Return the scenario that leaves out the fewest areas, so that each of them can be given to a place."""
    return min(shape.scenarios, key=lambda one: sum(one.key in area.absent_in for area in shape.areas), default=None)
