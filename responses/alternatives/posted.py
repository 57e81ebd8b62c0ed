"""What the page that draws a footprint sends: one select for each area, a name for each place, and a button's act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from footprints.evidence.kinds import GROUPS, GroupKind
from footprints.shapes import GeographyShape
from responses.alternatives.shapes import MOST_PLACES, Drawing, Place, name_fault, usual_name

GROUPINGS: dict[str, GroupKind] = {kind.key: kind for kind in GROUPS}
NAME_FLOOD = 2_000  # letters of a name that are kept for its author to shorten


@dataclass(frozen=True)
class Posted:
    """A drawing as it was posted, with what is wrong by the name of the box."""

    drawing: Drawing
    faults: Mapping[str, str] = field(default_factory=dict)


def read(data: Mapping[str, str], before: Drawing, keys: Sequence[str]) -> Posted:
    """Return the drawing that was posted; what a request does not name is as it was before (autosave names little)."""
    faults: dict[str, str] = {}
    number = _count(data, before)
    names = [_name(data, before, nth) for nth in range(number)]
    place_of: dict[str, int] = {key: nth for key, nth in before.drawn.place_of.items() if nth < number}
    for key in keys:
        said = data.get(f"area-{key}")
        if said is None:
            continue
        place_of.pop(key, None)
        nth = _position(said, number)
        if nth is not None:
            place_of[key] = nth
        elif said:
            faults[f"area-{key}"] = "Choose one of the places listed."
    for nth, name in enumerate(names):
        if fault := name_fault(name, nth):
            faults[f"name-{nth + 1}"] = fault
    places = [Place(name, tuple(key for key in keys if place_of.get(key) == nth)) for nth, name in enumerate(names)]
    return Posted(Drawing(tuple(places), before.started_from), faults)


def acted(posted: Posted, data: Mapping[str, str], shape: GeographyShape) -> Posted:
    """Return the drawing after whole groups were given away and a button was pressed."""
    drawing = _with_groups(posted.drawing, data, shape)
    act, _, which = data.get("do", "").partition("-")
    faults = dict(posted.faults)
    if act == "add":
        if len(drawing.places) < MOST_PLACES:
            drawing = replace(drawing, places=(*drawing.places, Place(_free_name(drawing))))
        else:
            faults["add"] = f"There can be {MOST_PLACES} places at the most."
    elif act == "remove":
        nth = _position(which, len(drawing.places))
        if nth is not None and len(drawing.places) > 1:
            drawing = replace(drawing, places=(*drawing.places[:nth], *drawing.places[nth + 1 :]))
            # What was wrong with the names of places that have moved up is found again when they are sent.
            faults = {key: fault for key, fault in faults.items() if not key.startswith("name-")}
    elif act == "start":
        return Posted(started(shape, data.get("start", "")) or drawing)
    return Posted(drawing, faults)


def started(shape: GeographyShape, number: str) -> Drawing | None:
    """Return an option's footprint to go on from, or two empty places for nothing; None where there is no such option.

    An area that lies in several places of an option, as with districts, starts in the first of them.
    """
    if number == "nothing":
        return Drawing((Place(usual_name(0)), Place(usual_name(1))))
    found = shape.by_number.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    if found is None or len(found.places) > MOST_PLACES:
        return None
    left = {area.key for area in shape.areas}
    places = []
    for place in found.places:
        own = tuple(area.key for area in shape.areas if area in place.areas and area.key in left)
        left.difference_update(own)
        places.append(Place(place.name[:80], own))
    return Drawing(tuple(places), found.number)


def groups(shape: GeographyShape, kind: str) -> dict[str, tuple[str, list[str]]]:
    """Return what areas belong to, by key: its name, and the keys of all its areas, wholly in it or partly."""
    found: dict[str, tuple[str, list[str]]] = {}
    for area in shape.areas:
        for group in GROUPINGS[kind].groups_of(area):
            found.setdefault(group.key, (group.name, []))[1].append(area.key)
    return found


def _with_groups(drawing: Drawing, data: Mapping[str, str], shape: GeographyShape) -> Drawing:
    """Give all areas of a locality or district to a place where that was chosen."""
    given: dict[str, int] = {}
    for kind in GROUPINGS:
        for key, (_, areas) in groups(shape, kind).items():
            nth = _position(data.get(f"all-{kind}-{key}", ""), len(drawing.places))
            if nth is not None:
                given |= dict.fromkeys(areas, nth)
    if not given:
        return drawing
    place_of = drawing.drawn.place_of | given
    places = (
        replace(place, areas=tuple(area.key for area in shape.areas if place_of.get(area.key) == nth))
        for nth, place in enumerate(drawing.places)
    )
    return replace(drawing, places=tuple(places))


def _count(data: Mapping[str, str], before: Drawing) -> int:
    said = data.get("count", "")
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        return len(before.places)
    return min(max(int(said), 1), MOST_PLACES)


def _name(data: Mapping[str, str], before: Drawing, nth: int) -> str:
    name = data.get(f"name-{nth + 1}")
    if name is None:
        return before.places[nth].name if nth < len(before.places) else usual_name(nth)
    return name.strip(" \t")[:NAME_FLOOD]


def _position(said: str, number: int) -> int | None:
    """Return the position, from 0, that a select says; None where it says no place."""
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        return None
    return int(said) - 1 if 1 <= int(said) <= number else None


def _free_name(drawing: Drawing) -> str:
    taken = {place.name for place in drawing.places}
    number = len(drawing.places)
    return next(name for nth in range(number, number + MOST_PLACES + 1) if (name := usual_name(nth)) not in taken)
