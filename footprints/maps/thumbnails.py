"""Small maps for the cards of options: always tiles, all drawn alike, so that the eye can compare them."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string

from engagement.shapes import EditionContent
from footprints import geography
from footprints.maps import tiles
from footprints.maps.parts import Part, grouping
from footprints.maps.settling import settle
from footprints.shapes import FootprintShape, GeographyShape

MARGIN = 8


@dataclass(frozen=True)
class Thumbnail:
    view_box: str
    places: tuple[tuple[Part, str], ...]
    outside: str
    borders: str


def pictures(content: EditionContent) -> dict[int, str]:
    """Return a small map for each option with a footprint; decoration beside the words of its card."""
    shape = geography.of(content)
    if shape is None:
        return {}
    drawn = {one.number: made for one in shape.footprints if (made := thumbnail(shape, one)) is not None}
    first = next(iter(drawn), None)
    return {
        number: render_to_string("footprints/_thumbnail.html", {"thumbnail": made, "with_tones": number == first})
        for number, made in drawn.items()
    }


def thumbnail(shape: GeographyShape, footprint: FootprintShape) -> Thumbnail | None:
    """Draw a footprint under the first scenario; None where areas have no rough position."""
    slots = settle(shape.areas)
    if not slots:
        return None
    scenario = shape.scenario("")
    own = grouping(shape, footprint, scenario.key if scenario else None)
    canvas = tiles.tiled(slots, own.parts_of)
    keys = [cell.key for cell in canvas.cells]
    left, top, width, height = canvas.box
    return Thumbnail(
        view_box=f"{left - MARGIN} {top - MARGIN} {width + 2 * MARGIN} {height + 2 * MARGIN}",
        places=tuple((part, canvas.outline({key for key in keys if key[1] == part.key})) for part in own.parts),
        outside=canvas.outline({key for key in keys if key[0] in own.outside}),
        borders=canvas.borders({key: key[1] for key in keys if key[1]}),
    )
