"""A footprint that a respondent draws, as plain data: places in order, each with a name and the keys of its areas."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

MOST_PLACES, LONGEST_NAME = 10, 80
UNSEEN = {"Cc", "Zl", "Zp"}  # Unicode's names for control characters and the ends of lines: a name stands on one line


@dataclass(frozen=True)
class Drawn:
    """What the database keeps of it as rows, without a word: areas by place, and the option it was started from."""

    places: tuple[tuple[str, ...], ...]
    started_from: int | None = None

    @property
    def place_of(self) -> dict[str, int]:
        """Return the position of each area's place, from 0."""
        return {key: nth for nth, areas in enumerate(self.places) for key in areas}


@dataclass(frozen=True)
class Place:
    name: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A footprint as it is drawn, finished or not; `started_from` is the number of an option."""

    places: tuple[Place, ...]
    started_from: int | None = None

    @property
    def drawn(self) -> Drawn:
        return Drawn(tuple(place.areas for place in self.places), self.started_from)

    @property
    def raw(self) -> str:
        """Return what a draft keeps: the same text for the same drawing, and nothing for one that is not begun."""
        if self == UNTOUCHED:
            return ""
        places = [{"name": place.name, "areas": list(place.areas)} for place in self.places]
        return json.dumps({"from": self.started_from, "places": places}, ensure_ascii=False, separators=(",", ":"))

    def open_areas(self, keys: Collection[str]) -> list[str]:
        """Return which of the areas are in no place yet."""
        placed = self.drawn.place_of
        return [key for key in keys if key not in placed]


def usual_name(nth: int) -> str:
    """Return what the nth place, from 0, is called until it gets a name."""
    return f"Place {nth + 1}"


UNTOUCHED = Drawing((Place(usual_name(0)), Place(usual_name(1))))


class Unreadable(ValueError):
    """A text that is no drawing at all."""


def read(raw: str) -> Drawing:
    """Read what a draft keeps, whether it makes sense or not. Raises Unreadable."""
    try:
        said = json.loads(raw)
        started_from = said.get("from")
        places = tuple(
            Place(_text(place["name"]), tuple(_text(key) for key in place["areas"])) for place in said["places"]
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable from error
    is_number = isinstance(started_from, int) and not isinstance(started_from, bool)
    if started_from is not None and not (is_number and 0 < started_from < 100):
        raise Unreadable
    return Drawing(places, started_from)


def readable(raw: Any, keys: Collection[str]) -> Drawing:
    """Return as much of what a draft keeps as can be drawn: known areas, each in the first place that names it."""
    try:
        said = read(raw)
    except Unreadable:
        return UNTOUCHED
    left = set(keys)
    places = []
    for place in said.places[:MOST_PLACES]:
        own = [key for key in keys if key in place.areas and key in left]
        left.difference_update(own)
        places.append(Place(place.name, tuple(own)))
    return Drawing(tuple(places), said.started_from) if places else UNTOUCHED


def name_fault(name: str, nth: int) -> str:
    """Return what is wrong with the name of the nth place, from 0; empty where nothing is."""
    if not name.strip():
        return f"Name of place {nth + 1}: enter a name, for example {usual_name(nth)}."
    if any(unicodedata.category(character) in UNSEEN for character in name):
        return f"Name of place {nth + 1}: the name holds a character that cannot be seen. Type the name again."
    if len(name) > LONGEST_NAME:
        return f"Name of place {nth + 1}: the name must be {LONGEST_NAME} characters or fewer. It has {len(name):,}."
    return ""


def faults(drawing: Drawing, keys: Collection[str]) -> list[str]:
    """Return what keeps a drawing from being sent. Areas that are in no place do not: that may be meant."""
    named = [key for place in drawing.places for key in place.areas]
    found = [fault for nth, place in enumerate(drawing.places) if (fault := name_fault(place.name, nth))]
    if len(drawing.places) > MOST_PLACES:
        found.append(f"There can be {MOST_PLACES} places at the most. There are {len(drawing.places)}.")
    if not set(named) <= set(keys):
        found.append("An area is named that this exercise does not have. Draw the footprint again.")
    if len(named) != len(set(named)):
        found.append("An area is in more than one place. Give each area to one place.")
    return found


def words(drawing: Drawing, names: Mapping[str, str]) -> str:
    """Say a drawing in words, a line for each place; `names` are those of all areas, by their keys."""
    lines = [f"{letter(nth)}. {place.name}{_tail(place.areas, names)}" for nth, place in enumerate(drawing.places)]
    open_areas = drawing.open_areas(names)
    if open_areas:
        lines.append(f"In no place: {_listed(open_areas, names)}")
    return "\n".join(lines)


def with_names(drawn: Drawn, text: str, names: Mapping[str, str]) -> Drawing:
    """Put the names back that `words` said, as far as redaction has left each in its line."""
    lines = text.split("\n")
    places = []
    for nth, areas in enumerate(drawn.places):
        line, start, tail = lines[nth] if nth < len(lines) else "", f"{letter(nth)}. ", _tail(areas, names)
        whole = line.startswith(start) and line.endswith(tail)
        places.append(Place(line[len(start) : len(line) - len(tail)] if whole else usual_name(nth), areas))
    return Drawing(tuple(places), drawn.started_from)


def letter(nth: int) -> str:
    """Return the letter that stands for the nth place, from 0, in words and on the map."""
    return chr(ord("A") + nth)


def _tail(areas: Collection[str], names: Mapping[str, str]) -> str:
    return f": {_listed(areas, names)}" if areas else " (no areas)"


def _listed(keys: Collection[str], names: Mapping[str, str]) -> str:
    return "; ".join(names[key] for key in keys)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
