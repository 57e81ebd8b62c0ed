"""The public pages about what published data says of options, factor by factor."""

from __future__ import annotations

from django.http import Http404

from engagement.deadline import deadline
from engagement.reading import Page, Reading, exercise_page
from footprints import geography
from footprints.by_factor import has_evidence, sections
from footprints.shapes import FootprintShape, GeographyShape
from footprints.views import scenario_of


@exercise_page("scenario")
def all_options(on: Reading, scenario: str = "") -> Page:
    """What data says of all options, beside each other under each factor."""
    shape = _shape(on)
    return Page("footprints/evidence.html", _context(on, shape, shape.footprints, scenario))


@exercise_page("scenario")
def of_option(on: Reading, number: int, scenario: str = "") -> Page:
    """What data says of one option, with the tables behind it."""
    shape = _shape(on)
    option, footprint = on.content.option(number), shape.by_number.get(number)
    if option is None or footprint is None:
        raise Http404("There is no such option with places.")
    return Page("footprints/evidence.html", _context(on, shape, (footprint,), scenario) | {"option": option})


def _shape(on: Reading) -> GeographyShape:
    shape = geography.of(on.content)
    if shape is None or not has_evidence(on.content, shape):
        raise Http404("This exercise has no evidence by factor.")
    return shape


def _context(on: Reading, shape: GeographyShape, footprints: tuple[FootprintShape, ...], key: str) -> dict[str, object]:
    scenario = scenario_of(shape, key)
    found = sections(on.content, shape, footprints, scenario)
    bases = [(base, [one.number for one in footprints if one.base == base]) for base in shape.bases]
    return {
        "geography": shape,
        "scenario": scenario,
        "sections": found,
        "silent": [section.factor.title for section in found if not section.blocks],
        "bases": [(base, numbers) for base, numbers in bases if numbers],
        "deadline": deadline(on.row, on.now),
    }
