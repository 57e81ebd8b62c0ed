"""Boundaries of an exercise: read from a file and looked at, then put to use or out of use; each act recorded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from common import clock
from common.errors import DomainError
from engagement import lifecycle
from engagement.models import Exercise, ExerciseAct
from footprints.maps.boundaries import geojson, matching, telling
from footprints.maps.boundaries.faults import BoundaryFaults
from footprints.maps.boundaries.matching import Known
from footprints.maps.canvas import path_of
from footprints.maps.models import Boundary, BoundarySet
from footprints.models import Area, AreaGroup, Place

if TYPE_CHECKING:
    from accounts.models import User

MOST_UNMATCHED_KEPT = 50


class SomebodyElse(DomainError):
    """The boundaries are not what the person saw any more."""

    default_message = "Somebody else changed the boundaries in the meantime. Look at them again."


def look_at(
    exercise: Exercise,
    *,
    kind: str,
    data: bytes,
    file_name: str,
    name_field: str = "",
    attribution: str = "",
    by: User | None = None,
) -> BoundarySet:
    """Read a file and keep what was made of it for a look, in place of the last one. Raises BoundaryFaults."""
    known = _known(exercise, kind)
    if not known:
        raise BoundaryFaults([f"This exercise has no {BoundarySet.Kind(kind).label.lower()} to draw."])
    found = matching.matched(geojson.read(data), known, name_field=name_field)
    names = {one.key: one.name for one in known}
    simple = telling.simplified(found, names)
    with transaction.atomic():
        BoundarySet.objects.filter(pk__in=_held_looks(exercise, kind, by)).delete()
        made = BoundarySet.objects.create(
            exercise=exercise,
            kind=kind,
            file_name=file_name[-200:],
            sha256=hashlib.sha256(data).hexdigest(),
            name_field=found.name_field,
            attribution=attribution,
            made_at=clock.now(),
            made_by=by,
            unmatched=[*found.unmatched[:MOST_UNMATCHED_KEPT], *_more(found.unmatched)],
            notes=telling.notes(simple, found, names),
            points_read=sum(feature.points for feature in found.features.values()),
            points_kept=simple.points,
        )
        Boundary.objects.bulk_create(
            Boundary(
                boundary_set=made,
                key=key,
                name_in_file=feature.properties[found.name_field],
                path="".join(path_of(tuple(ring)) for ring in simple.rings[key]),
                label_x=simple.labels[key][0],
                label_y=simple.labels[key][1],
                room=simple.labels[key][2],
            )
            for key, feature in found.features.items()
        )
    return made


def _held_looks(exercise: Exercise, kind: str, by: User | None) -> list[int]:
    """Return what the person looked at last, held until the end: meanwhile another window cannot put it to use."""
    looked_at = BoundarySet.objects.filter(exercise=exercise, kind=kind, state=BoundarySet.State.PREVIEWED)
    return list(looked_at.filter(made_by=by).select_for_update().values_list("pk", flat=True))


def use(made: BoundarySet, *, by: User | None, reason: str) -> None:
    """Let the maps of this kind show these boundaries. Raises SomebodyElse."""
    own = BoundarySet.objects.filter(exercise=made.exercise_id, kind=made.kind)
    try:
        with transaction.atomic():
            own.filter(state=BoundarySet.State.IN_USE).update(state=BoundarySet.State.REPLACED)
            changed = own.filter(pk=made.pk, state=BoundarySet.State.PREVIEWED).update(state=BoundarySet.State.IN_USE)
            if not changed:
                raise SomebodyElse
            detail = {
                "kind": made.kind,
                "file": made.file_name,
                "sha256": made.sha256,
                "matched": made.boundaries.count(),
                "missing": missing(made),
            }
            lifecycle.record(made.exercise, ExerciseAct.Verb.BOUNDARIES, by=by, reason=reason, detail=detail)
    except IntegrityError:
        raise SomebodyElse from None
    made.state = BoundarySet.State.IN_USE


@transaction.atomic
def take_out(made: BoundarySet, *, by: User | None, reason: str) -> None:
    """Show tiles again. Raises SomebodyElse."""
    in_use = BoundarySet.objects.filter(pk=made.pk, state=BoundarySet.State.IN_USE)
    if not in_use.update(state=BoundarySet.State.REPLACED):
        raise SomebodyElse
    detail = {"kind": made.kind, "file": made.file_name, "sha256": made.sha256, "taken_out": True}
    lifecycle.record(made.exercise, ExerciseAct.Verb.BOUNDARIES, by=by, reason=reason, detail=detail)
    made.state = BoundarySet.State.REPLACED


def missing(made: BoundarySet) -> list[str]:
    """Return the names of areas or districts for which a set holds no boundary."""
    there = set(made.boundaries.values_list("key", flat=True))
    return [one.name for one in _known(made.exercise, made.kind) if one.key not in there]


def _known(exercise: Exercise, kind: str) -> list[Known]:
    """Return the areas or districts of an exercise with all their names; places made of districts name them too."""
    if kind == BoundarySet.Kind.AREA:
        areas = Area.objects.filter(exercise=exercise)
        return [Known(area.key, area.name, tuple(str(alias) for alias in area.aliases)) for area in areas]
    aliases: dict[int, list[str]] = {}
    for place in Place.objects.filter(footprint__option__exercise=exercise, district__isnull=False):
        aliases.setdefault(place.district_id or 0, []).append(place.name)
    districts = AreaGroup.objects.filter(exercise=exercise, kind=AreaGroup.Kind.DISTRICT)
    return [Known(one.key, one.name, tuple(aliases.get(one.pk, []))) for one in districts]


def _more(unmatched: tuple[str, ...]) -> list[str]:
    rest = len(unmatched) - MOST_UNMATCHED_KEPT
    return [f"and {rest} more"] if rest > 0 else []
