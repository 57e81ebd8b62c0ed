"""What came of simplifying, in sentences that name the features."""

from __future__ import annotations

from collections.abc import Mapping

from footprints.maps.boundaries import child, geojson
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.matching import Matched
from footprints.maps.boundaries.simplifying import Overlapping, Simplified, Unmendable


def simplified(found: Matched, names: Mapping[str, str]) -> Simplified:
    """Simplify what was matched. Raises BoundaryFaults."""
    try:
        return child.simplify({key: feature.polygons for key, feature in found.features.items()})
    except Unmendable as error:
        key = str(error)
        fault = (
            f"{_called(found, key)}: the rings of {names[key]} cross each other, or enclose next to nothing, so that "
            "it is not clear what lies inside. Repair the geometry where it comes from."
        )
        raise BoundaryFaults([fault]) from None
    except Overlapping as error:
        raise BoundaryFaults(
            [
                f"{_called(found, one)} and {_called(found, other)} lie on top of each other, so that it is not clear "
                "whose the surface is. Take it out of one of them where the file comes from."
                for one, other in error.pairs
            ]
        ) from None
    except child.TooMuch:
        fault = (
            f"The boundaries could not be simplified in {child.SECONDS} seconds and the memory there is for it. "
            "Choose a more generalised version."
        )
        raise BoundaryFaults([fault]) from None
    except child.Failed:
        fault = (
            f"The rings of the {len(found.features)} features that were matched could not be made into a map, and not "
            "for want of time or memory. Repair the geometry where it comes from, or ask whoever runs the site: "
            "what went wrong is in its log."
        )
        raise BoundaryFaults([fault]) from None


def notes(simple: Simplified, found: Matched, names: Mapping[str, str]) -> list[str]:
    """Return what was noticed about the file."""
    said = []
    if simple.mended:
        mended = ", ".join(names[key] for key in simple.mended)
        said.append(f"Rings that cross or touch themselves were mended, which hardly changes the surface: {mended}.")
    if simple.overlaps:
        pairs = "; ".join(f"{names[one]} and {names[other]}" for one, other in simple.overlaps)
        said.append(f"Overlap a little, and the first has what both had: {pairs}.")
    if simple.gaps:
        said.append(
            f"Neighbours did not share all of their borders: {simple.gaps} narrow gaps between them were closed."
        )
    if found.missing:
        said.append(f"Not in the file, so not drawn: {', '.join(found.missing)}.")
    return said


def _called(found: Matched, key: str) -> str:
    feature = found.features[key]
    return geojson.called(feature.number, feature.properties)
