"""Which area or district of an exercise a feature is, by its name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engagement.wording import listed
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.geojson import Feature, called

_ENDINGS = {"district", "borough", "city", "council", "unitary", "authority"}
_MARKS = re.compile(r"[^\w\s]")


@dataclass(frozen=True)
class Known:
    """Something of the exercise that may have a boundary, with every name it goes by."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matched:
    name_field: str
    features: Mapping[str, Feature]  # by key
    unmatched: tuple[str, ...]  # names in the file that are not known
    missing: tuple[str, ...]  # names known that are not in the file


def matched(features: Sequence[Feature], known: Sequence[Known], *, name_field: str = "") -> Matched:
    """Match features by a property, the one with the most known names unless told. Raises BoundaryFaults."""
    keys = _keys(known)
    fields = Counter(field for feature in features for field in feature.properties)
    if name_field and name_field not in fields:
        there = listed(sorted(fields)[:20]) or "none"
        raise BoundaryFaults([f"No feature has text in a property '{name_field}'. Text properties there: {there}."])
    field = name_field or _likeliest(features, keys, fields)
    by_key: dict[str, list[Feature]] = defaultdict(list)
    unmatched = []
    for feature in features:
        key = keys.get(plain(feature.properties.get(field, "")))
        if key is None:
            unmatched.append(feature.properties.get(field) or called(feature.number, feature.properties))
        else:
            by_key[key].append(feature)
    names = {one.key: one.name for one in known}
    faults = [
        f"{names[key]} is there {len(rows)} times, as {listed([called(row.number, row.properties) for row in rows])}. "
        "Join them into one MultiPolygon."
        for key, rows in by_key.items()
        if len(rows) > 1
    ]
    if 2 * len(by_key) < len(known):
        said = f"'{field}' says, for example, {listed(unmatched[:5])}; " if unmatched else ""
        faults.append(
            f"Only {len(by_key)} of the {len(known)} that this exercise knows are in the file, too few for a map: "
            f"{said}the exercise knows {listed([one.name for one in known])}. Is it the right file and kind?"
        )
    if faults:
        raise BoundaryFaults(faults)
    return Matched(
        name_field=field,
        features={key: rows[0] for key, rows in by_key.items()},
        unmatched=tuple(unmatched),
        missing=tuple(one.name for one in known if one.key not in by_key),
    )


def plain(name: str) -> str:
    """Return a name without what varies between sources: case, accents, '&', marks, 'City Council' at its end."""
    text = unicodedata.normalize("NFKD", name).casefold().replace("&", " and ")
    text = "".join(each for each in text if not unicodedata.combining(each))
    words = _MARKS.sub("", text.replace("-", " ")).split()
    while len(words) > 1 and words[-1] in _ENDINGS:
        words.pop()
    return " ".join(words)


def _keys(known: Sequence[Known]) -> dict[str, str]:
    """Return the key for each plain name; a name that stands for two of them stands for neither."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in known:
        for name in (one.name, one.key, *one.aliases):
            found[plain(name)].add(one.key)
    return {name: keys.pop() for name, keys in found.items() if len(keys) == 1 and name}


def _likeliest(features: Sequence[Feature], keys: Mapping[str, str], fields: Mapping[str, int]) -> str:
    if not fields:
        raise BoundaryFaults(["No feature has a property with text in it, so none of them has a name."])

    def hits(field: str) -> int:
        return len({keys[name] for row in features if (name := plain(row.properties.get(field, ""))) in keys})

    return max(sorted(fields), key=hits)
