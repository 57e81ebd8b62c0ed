"""The map of an option as its page shows it: drawing, legend, overlays to choose from, the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from footprints.maps import drawing, overlays, parts
from footprints.maps.drawing import Drawing, Tile
from footprints.maps.peopled import peopled
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

    @property
    def columns(self) -> list[str]:
        return [name for name, _ in self.rows[0].facts]


def map_of(
    shape: GeographyShape, footprint: FootprintShape, scenario: Scenario | None, overlay: str = ""
) -> ShownMap | None:
    """Return the map of an option under a scenario; None where its areas have no position. Raises Http404."""
    key = scenario.key if scenario else None
    choices = overlays.offered(shape)
    if overlay and overlay not in choices:
        raise Http404("There is no such overlay.")
    grouping = parts.grouping(shape, footprint, key)
    drawn = drawing.schematic(shape, grouping, people=peopled(shape, footprint, scenario), overlay=overlay)
    if drawn is None:
        return None
    title = f"Map of option {footprint.number}"
    if scenario:
        title += f", {scenario.label[:1].lower()}{scenario.label[1:]}"
    if overlay:
        title += f", with {choices[overlay].lower()}"
    return ShownMap(
        drawing=drawn,
        title=title,
        choices=(Choice("", "Places only"), *(Choice(kind, label) for kind, label in choices.items())),
        overlay=overlay,
        rows=drawn.tiles,
    )
