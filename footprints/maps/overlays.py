"""What may be drawn over a map: districts, or the hospitals that areas look to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from footprints.maps.naming import shortened
from footprints.maps.parts import Grouping
from footprints.shapes import AreaShape, GeographyShape, Group

LABELS = {"district": "Districts", "hospital": "Hospital catchments"}


@dataclass(frozen=True)
class Overlay:
    """The groups of one kind with their short forms, and the groups of each area that is there."""

    kind: str
    label: str
    groups: tuple[tuple[Group, str], ...]
    of_area: Mapping[str, tuple[Group, ...]]

    def code_of(self, key: str) -> str:
        """Return the short forms of an area's groups, as they stand on its tile."""
        short = dict(self.groups)
        return "+".join(short[group] for group in self.of_area.get(key, ()))

    def areas_of(self, group: Group, areas: tuple[AreaShape, ...]) -> tuple[AreaShape, ...]:
        return tuple(area for area in areas if group in self.of_area.get(area.key, ()))


def offered(shape: GeographyShape) -> dict[str, str]:
    """Return the overlays for which areas have groups, by kind, with their labels."""
    return {kind: label for kind, label in LABELS.items() if any(_groups(area, kind) for area in shape.areas)}


def overlay_of(kind: str, shape: GeographyShape, grouping: Grouping) -> Overlay | None:
    """Return an overlay over the areas that a scenario holds."""
    if kind not in offered(shape):
        return None
    of_area = {area.key: _groups(area, kind) for area in shape.areas if area.key not in grouping.outside}
    groups = list(dict.fromkeys(group for own in of_area.values() for group in own))
    short = shortened(group.name for group in groups)
    return Overlay(kind, LABELS[kind], tuple((group, short[group.name]) for group in groups), of_area)


def _groups(area: AreaShape, kind: str) -> tuple[Group, ...]:
    return area.districts if kind == "district" else area.hospitals
