"""What a map says, in words: for those who do not see it, and for everybody to check it by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engagement.wording import listed
from footprints.maps.canvas import Point
from footprints.maps.overlays import Overlay
from footprints.maps.parts import Grouping, Part
from footprints.shapes import AreaShape, Group

MIDDLE = 0.22  # of half the map's extent: how far from the middle of all tiles something still lies in it


def facts_of(
    area: AreaShape, own: Sequence[Part], grouping: Grouping, people: str | None, kinds: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return what is known of an area, as named facts: the same number for each area of a map."""
    if area.key in grouping.outside:
        facts = [("Place", "outside the system in this scenario")]
    else:
        name = "Places" if len(own) > 1 else "Place"
        facts = [(name, listed([f"{part.letter} {part.name}" for part in own]) or "none yet")]
    if people is not None:
        facts.append(("People", people))
    if "district" in kinds:
        facts.append(_belonging("District", area.districts))
    if "hospital" in kinds:
        facts.append(_belonging("Hospital", area.hospitals))
    return tuple(facts)


def _belonging(name: str, groups: Sequence[Group]) -> tuple[str, str]:
    return f"{name}s" if len(groups) > 1 else name, listed([group.name for group in groups]) or "none known"


def of_sizes(known: Collection[str], there: Sequence[AreaShape]) -> str:
    """Say what the size of a tile means."""
    if not known:
        return "All tiles are of one size: no population is published for an area by itself."
    missing = [area.name for area in there if area.key not in known]
    said = "The patterned part of a tile grows with the number of people; the largest area fills its tile."
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        said += f" {listed(missing)} {verb} left plain: what is published does not determine their population."
    return said


def of_map(
    areas: tuple[AreaShape, ...], grouping: Grouping, middles: Mapping[str, list[Point]], overlay: Overlay | None
) -> tuple[str, ...]:
    """Say which places a map shows, where each lies, and which areas it has; then what is drawn over it.

    `middles`: where the pieces of each place lie; none for a place that is not drawn.
    """
    everything = [point for points in middles.values() for point in points]
    said = [
        f"{part.letter}, {part.name}, {lies(middles[part.key], everything)} and has "
        f"{_counted(own, partly=grouping.of_districts)}: {listed([_named(area, grouping) for area in own])}."
        for part in grouping.parts
        if (own := grouping.areas_of(part.key, areas))
    ]
    open_areas = [area.name for area in areas if area.key in grouping.parts_of and not grouping.parts_of[area.key]]
    if open_areas:
        said.append(f"In no place yet: {listed(open_areas)}.")
    outside = [area.name for area in areas if area.key in grouping.outside]
    if outside:
        said.append(f"Drawn as outlines, because they are outside the system in this scenario: {listed(outside)}.")
    if overlay:
        said += [
            f"{short}, {group.name}: {listed([area.name for area in overlay.areas_of(group, areas)])}."
            for group, short in overlay.groups
        ]
        said += _twice(areas, overlay)
    return tuple(said)


def _twice(areas: tuple[AreaShape, ...], overlay: Overlay) -> list[str]:
    several = [area.name for area in areas if len(overlay.of_area.get(area.key, ())) > 1]
    verb = "lies in" if overlay.kind == "district" else "looks to"
    many = "lie in" if overlay.kind == "district" else "look to"
    return [f"{listed(several)} {verb if len(several) == 1 else many} more than one of them."] if several else []


def _counted(areas: Sequence[AreaShape], *, partly: bool) -> str:
    said = f"{len(areas)} area{'' if len(areas) == 1 else 's'}"
    return f"{said} in whole or in part" if partly else said


def _named(area: AreaShape, grouping: Grouping) -> str:
    return f"{area.name} (part)" if len(grouping.parts_of[area.key]) > 1 else area.name


def lies(own: Sequence[Point], everything: Sequence[Point]) -> str:
    """Say where something lies on the map: 'lies in the north east', 'lies in the middle'."""
    if not own:
        return "is not drawn"

    def off(axis: int) -> float:
        values = [point[axis] for point in everything]
        half = (max(values) - min(values)) / 2 or 1
        return (sum(point[axis] for point in own) / len(own) - sum(values) / len(values)) / half

    words = [word for word in (_side(off(1), "south", "north"), _side(off(0), "east", "west")) if word]
    return f"lies in the {' '.join(words)}" if words else "lies in the middle"


def _side(off: float, beyond: str, before: str) -> str:
    return beyond if off > MIDDLE else before if off < -MIDDLE else ""
