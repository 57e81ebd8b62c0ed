"""Reading GeoJSON that may be anything: what is taken is checked first, and every fault names its feature."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from footprints.maps.boundaries.faults import MOST_TOLD, BoundaryFaults

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_FEATURES, MOST_POINTS, MOST_RINGS = 5_000, 500_000, 20_000
# Signs that each become something in memory, counted before anything is read into it.
MOST_SIGNS = {b"[": 2 * MOST_POINTS, b"{": 10 * MOST_FEATURES, b",": 4 * MOST_POINTS, b'"': 4 * MOST_POINTS}
LONGEST_NAME = 200

Position = tuple[float, float]
Polygon = list[list[Position]]  # the outer ring, then holes; each ends where it begins


@dataclass(frozen=True)
class Feature:
    """One feature of the file: its number from 1, its text properties, and its polygons."""

    number: int
    properties: dict[str, str]
    polygons: list[Polygon]

    @property
    def points(self) -> int:
        return sum(len(ring) for polygon in self.polygons for ring in polygon)


class _Fault(Exception):
    """What is wrong with one feature."""


def read(data: bytes) -> list[Feature]:
    """Return the features of a file. Raises BoundaryFaults."""
    if len(data) > LARGEST:
        raise BoundaryFaults([f"The file is larger than {LARGEST // MEGABYTE} MB. Choose a more generalised version."])
    if any(data.count(sign) > most for sign, most in MOST_SIGNS.items()):
        raise BoundaryFaults([f"The file holds more than {MOST_POINTS:,} points or too many properties to be read."])
    found = _parsed(data)
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise BoundaryFaults(["The file is JSON but no GeoJSON 'FeatureCollection'. Export it as GeoJSON features."])
    _check_reference_system(found.get("crs"))
    rows = found.get("features")
    if not isinstance(rows, list) or not rows:
        raise BoundaryFaults(["The file has no features."])
    if len(rows) > MOST_FEATURES:
        raise BoundaryFaults([f"The file has {len(rows):,} features; {MOST_FEATURES:,} are the most that are read."])
    return _features(rows)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise BoundaryFaults(["The file is not UTF-8 text. Export it as GeoJSON in UTF-8."]) from None
    except json.JSONDecodeError as error:
        raise BoundaryFaults([f"The file is not JSON: line {error.lineno}, {error.msg.lower()}."]) from None
    except RecursionError:
        raise BoundaryFaults(["The file is nested too deeply to be GeoJSON."]) from None
    except ValueError as error:  # numbers of thousands of digits, or none at all
        raise BoundaryFaults([f"The file holds a number that cannot be read: {str(error)[:80]}."]) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check_reference_system(crs: Any) -> None:
    """GeoJSON is longitude and latitude; older files may name another system."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and not name.endswith(("CRS84", ":4326")):
        said = f"The file's coordinates are in {_clean(name)[:60]}."
        raise BoundaryFaults([f"{said} Export it in longitude and latitude (WGS 84, EPSG:4326)."])


def _features(rows: list[Any]) -> list[Feature]:
    found, faults, points, rings = [], [], 0, 0
    for number, row in enumerate(rows, 1):
        properties = _texts(row)
        try:
            feature = Feature(number, properties, _polygons(row))
        except _Fault as fault:
            faults.append(f"{called(number, properties)}: {fault}")
            if len(faults) > MOST_TOLD:
                break
            continue
        points += feature.points
        rings += sum(len(polygon) for polygon in feature.polygons)
        if points > MOST_POINTS or rings > MOST_RINGS:
            raise BoundaryFaults(
                [
                    f"The file has more than {MOST_POINTS:,} points or {MOST_RINGS:,} rings. "
                    "Choose a more generalised version."
                ]
            )
        found.append(feature)
    if faults:
        raise BoundaryFaults(faults)
    return found


def called(number: int, properties: dict[str, str]) -> str:
    """Name a feature by its number and the properties that look like a name."""
    likely = sorted(properties, key=lambda key: (not key.lower().endswith(("name", "nm")), key))
    said = next((properties[key] for key in likely if properties[key]), "")
    return f"Feature {number} ({said[:60]})" if said else f"Feature {number}"


def _texts(row: Any) -> dict[str, str]:
    properties = row.get("properties") if isinstance(row, dict) else None
    if not isinstance(properties, dict):
        return {}
    return {_clean(key): _clean(value) for key, value in properties.items() if isinstance(value, str)}


def _clean(text: str) -> str:
    """Return a text that can be kept and shown: JSON may hold halves of signs and signs that no database takes."""
    return text[:LONGEST_NAME].encode(errors="replace").decode().replace("\0", "").strip()


def _polygons(row: Any) -> list[Polygon]:
    geometry = row.get("geometry") if isinstance(row, dict) else None
    if not isinstance(geometry, dict):
        raise _Fault("it has no geometry.")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):  # and no set: what stands there may be a list
        said = _clean(kind)[:40] if isinstance(kind, str) else "thing without a type"
        raise _Fault(f"it is a {said} and not a Polygon or MultiPolygon.")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise _Fault("its geometry is empty.")
    return [_polygon(part) for part in parts]


def _polygon(part: Any) -> Polygon:
    if not isinstance(part, list) or not part:
        raise _Fault("one of its polygons has no rings.")
    return [list(_ring(ring)) for ring in part]


def _ring(ring: Any) -> Iterator[Position]:
    if not isinstance(ring, list):
        raise _Fault("one of its rings is no list of positions.")
    if len(ring) < 4:
        raise _Fault(f"a ring has {len(ring)} positions; a closed ring has at least 4.")
    if ring[0] != ring[-1]:
        raise _Fault("a ring is not closed: its last position must be its first.")
    for position in ring:
        yield _position(position)


def _position(position: Any) -> Position:
    if not isinstance(position, list) or len(position) < 2:
        raise _Fault("a position is no pair of numbers.")
    east, north = position[0], position[1]
    if any(isinstance(each, bool) or not isinstance(each, int | float) for each in (east, north)):
        raise _Fault("a position is no pair of numbers.")
    if -180 <= east <= 180 and -90 <= north <= 90:
        return float(east), float(north)
    said = f"{_short(east)}, {_short(north)} is no longitude and latitude."
    grid = " It looks like metres of a national grid: export in longitude and latitude (WGS 84, EPSG:4326)."
    raise _Fault(said + (grid if 1000 < abs(east) < 10_000_000 else ""))


def _short(number: float) -> str:
    """Return a number in a few digits; whole numbers of JSON have as many as somebody wrote, and e999 is infinite."""
    return f"{float(number):.6g}" if abs(number) < 1e15 else "a number without end"
