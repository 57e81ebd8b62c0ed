"""The map of an option as its page shows it: drawing, legend, overlays to choose from, the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from footprints.maps import drawing, overlays, parts
from footprints.maps.boundaries import sheets
from footprints.maps.boundaries.sheets import Found
from footprints.maps.parts import Grouping
from footprints.maps.peopled import Peopled, peopled
from footprints.maps.picture import Drawing, Tile
from footprints.shapes import FootprintShape, GeographyShape, Scenario


@dataclass(frozen=True)
class Choice:
    """An overlay as a link; the first one is none."""

    kind: str
    label: str


@dataclass(frozen=True)
class ShownMap:
    drawing: Drawing
    title: str
    choices: tuple[Choice, ...]
    overlay: str
    rows: tuple[Tile, ...]
    source: str = ""

    @property
    def columns(self) -> list[str]:
        return [name for name, _ in self.rows[0].facts]


def map_of(
    exercise_id: int, shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None, overlay: str = ""
) -> ShownMap | None:
    """Return the map of an option under a scenario; None where its areas have no position. Raises Http404."""
    return _map_of(shape, footprint, scenario, overlay, sheets.in_use(exercise_id, footprint.made_of))


def previewed_map(
    shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None, found: Found
) -> ShownMap | None:
    """Return the map as it would be with boundaries that are not in use yet."""
    return _map_of(shape, footprint, scenario, "", found)


def _map_of(
    shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None, overlay: str, found: Found | None
) -> ShownMap | None:
    key = scenario.key if scenario else None
    choices = overlays.offered(shape)
    if overlay and overlay not in choices:
        raise Http404("There is no such overlay.")
    grouping = parts.grouping(shape, footprint, key)
    people = peopled(shape, footprint, scenario)
    tiles = drawing.schematic(shape, grouping, people=people, overlay=overlay)
    sheet = sheets.sheet_of(found, shape, footprint, grouping) if found else None
    drawn = tiles
    if sheet is not None:
        told = people if sheet.unit == "area" else _of_places(grouping)
        drawn = drawing.drawn(sheet, shape, grouping, people=told, overlay=overlay)
    if drawn is None:
        return None
    if drawn.unit == "district":
        choices = {}
    title = f"Map of option {footprint.number}"
    if scenario:
        title += f", {scenario.label[:1].lower()}{scenario.label[1:]}"
    if overlay in choices:
        title += f", with {choices[overlay].lower()}"
    return ShownMap(
        drawing=drawn,
        title=title,
        choices=(Choice("", "Places only"), *(Choice(kind, label) for kind, label in choices.items()))
        if choices
        else (),
        overlay=overlay,
        rows=tiles.tiles if tiles else drawn.tiles if drawn.unit == "area" else (),
        source=found.source if found and sheet else "",
    )


def _of_places(grouping: Grouping) -> Peopled:
    """Return the people of places, for a map whose pieces are places."""
    return Peopled(words={part.key: f"{part.people:,}" if part.people else "not published" for part in grouping.parts})
