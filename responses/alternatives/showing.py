"""What the pages about drawn footprints show: the form's boxes, the map, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.urls import reverse

from engagement.shapes import EditionContent
from footprints.maps import drawing as maps
from footprints.maps.peopled import Peopled, peopled
from footprints.maps.picture import Drawing as Map
from footprints.shapes import AreaShape, GeographyShape, Scenario
from responses.alternatives import coded
from responses.alternatives.figures import figures_of
from responses.alternatives.pictures import TONES, grouping, widest
from responses.alternatives.posted import GROUPINGS, groups
from responses.alternatives.shapes import LONGEST_NAME, MOST_PLACES, Drawing, letter


@dataclass(frozen=True)
class PlaceBox:
    """A place as the form has it, numbered from 1."""

    number: int
    letter: str
    tone: int
    name: str
    fault: str


@dataclass(frozen=True)
class AreaBox:
    area: AreaShape
    chosen: int  # the number of its place; 0 for none
    also: tuple[str, ...]  # what else of this kind the area lies in
    fault: str


@dataclass(frozen=True)
class GroupBox:
    key: str
    name: str
    areas: tuple[AreaBox, ...]
    members: tuple[str, ...]  # the keys of all its areas
    shared: tuple[str, ...]  # areas of it that stand under another one, which they lie in as well


def form(
    content: EditionContent, shape: GeographyShape, drawing: Drawing, *, by: str, faults: Mapping[str, str]
) -> dict[str, Any]:
    """Return the boxes: places, and areas under what they belong to; each with what is wrong with it."""
    offered = [kind for kind in GROUPINGS if any(len(areas) > 1 for _, areas in groups(shape, kind).values())]
    chosen = by if by in offered else offered[0] if offered else ""
    options = [
        (footprint.number, option.title)
        for footprint in shape.footprints
        if len(footprint.places) <= MOST_PLACES and (option := content.option(footprint.number))
    ]
    return {
        "places": [
            PlaceBox(nth + 1, letter(nth), nth % TONES, place.name, faults.get(f"name-{nth + 1}", ""))
            for nth, place in enumerate(drawing.places)
        ],
        "groups": _group_boxes(shape, drawing, chosen, faults),
        "by": chosen,
        "groupings": [(kind, GROUPINGS[kind].many) for kind in offered],
        "options": options,
        "longest_name": LONGEST_NAME,
        "most_places": MOST_PLACES,
        "may_add": len(drawing.places) < MOST_PLACES,
    }


def figures(content: EditionContent, shape: GeographyShape, drawing: Drawing) -> dict[str, Any]:
    """Return the map and all figures, and the address under which others can see them."""
    code = coded.written(shape, drawing)
    return {
        "map": _map(shape, drawing),
        "map_title": "The footprint that is drawn",
        "figures": figures_of(shape, drawing),
        "share": reverse("responses:drawn", args=[content.slug, code]) if code else "",
    }


def without_boxes(content: EditionContent, shape: GeographyShape, drawing: Drawing) -> dict[str, Any]:
    """Return the same for a page without the list of areas: an area on the map leads to the row of its place."""
    context = figures(content, shape, drawing)
    found: Map | None = context["map"]
    if found is not None:
        place_of = drawing.drawn.place_of
        rows = {f"area-{area.key}": f"place-{place_of.get(area.key, -1) + 1}" for area in shape.areas}
        context["map"] = replace(found, tiles=tuple(replace(tile, target=rows[tile.target]) for tile in found.tiles))
    return context


def _map(shape: GeographyShape, drawing: Drawing) -> Map | None:
    """Draw the map with its tiles in the areas' own order, which stays as it is while areas move between places."""
    scenario = widest(shape)
    names = tuple(place.name for place in drawing.places)
    found = maps.schematic(shape, grouping(shape, drawing.drawn, scenario, names), people=_peopled(shape, scenario))
    if found is None:
        return None
    order = {f"area-{area.key}": nth for nth, area in enumerate(shape.areas)}
    return replace(found, tiles=tuple(sorted(found.tiles, key=lambda tile: order[tile.target])))


@lru_cache(maxsize=64)
def _peopled(shape: GeographyShape, scenario: Scenario | None) -> Peopled:
    """Return what is known of each area by itself, which no drawing changes."""
    footprint = next((one for one in shape.footprints if not one.is_of_districts), None)
    return peopled(shape, footprint, scenario) if footprint else Peopled()


def _group_boxes(shape: GeographyShape, drawing: Drawing, kind: str, faults: Mapping[str, str]) -> list[GroupBox]:
    """Put every area under one group, the first it lies in; areas that belong to none stand at the end."""
    place_of = drawing.drawn.place_of
    found = groups(shape, kind) if kind else {}
    left = {area.key: area for area in shape.areas}

    def box(area: AreaShape, group: str) -> AreaBox:
        also = tuple(name for key, (name, areas) in found.items() if key != group and area.key in areas)
        return AreaBox(area, place_of.get(area.key, -1) + 1, also, faults.get(f"area-{area.key}", ""))

    boxes = []
    for key, (name, areas) in found.items():
        shared = tuple(area.name for area in shape.areas if area.key in areas and area.key not in left)
        own = tuple(box(left.pop(one), key) for one in areas if one in left)
        boxes.append(GroupBox(key, name, own, tuple(areas), shared))
    rest = tuple(box(area, "") for area in left.values())
    return [*boxes, GroupBox("", "Other areas" if found else "", rest, (), ())] if rest else boxes
