"""
The geography of an edition, compiled once per process: pages about places ask the database for nothing.

It is kept by the edition's id and never forgotten, which is right as long as nothing read here changes after an edition
is written: what is the exercise's is structure, and what is not structure is the edition's own.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from engagement.markdown import to_html
from engagement.shapes import EditionContent
from footprints.models import Area, AreaGroup, BoundaryScenario, EstimateSource, Footprint, PopulationBase
from footprints.shapes import (
    AreaShape,
    Base,
    EstimateSourceShape,
    FootprintShape,
    GeographyShape,
    Group,
    PlaceShape,
    Scenario,
)


def of(content: EditionContent) -> GeographyShape | None:
    """Return the geography of an edition, or None where its exercise has none."""
    return _compiled(content.id, content.digest, content.exercise_id)


def estimate_sources(edition_id: int) -> tuple[EstimateSourceShape, ...]:
    """Return the sources of estimates that an edition carries, in their order."""
    rows = EstimateSource.objects.filter(edition=edition_id).select_related("base").prefetch_related("sizes__areas")
    return tuple(_estimate_source(row) for row in rows)


@lru_cache(maxsize=64)
def _compiled(edition_id: int, digest: str, exercise_id: int) -> GeographyShape | None:
    footprints = (
        Footprint.objects.filter(option__exercise=exercise_id)
        .select_related("option", "base")
        .prefetch_related(
            "places__district",
            "places__absent_in",
            "places__populations__scenario",
            "places__place_areas",
        )
        .order_by("option__number")
    )
    rows = list(footprints)
    if not rows:
        return None
    areas = _areas(exercise_id)
    bases = list(dict.fromkeys(_base(row.base) for row in rows))
    groups = AreaGroup.objects.filter(exercise=exercise_id)
    return GeographyShape(
        scenarios=tuple(
            Scenario(row.key, row.label, to_html(row.detail))
            for row in BoundaryScenario.objects.filter(exercise=exercise_id)
        ),
        bases=tuple(bases),
        localities=tuple(_group(row) for row in groups if row.kind == AreaGroup.Kind.LOCALITY),
        areas=tuple(areas.values()),
        footprints=tuple(_footprint(row, areas) for row in rows),
        estimate_sources=estimate_sources(edition_id),
    )


def _base(row: PopulationBase) -> Base:
    return Base(row.key, row.label, to_html(row.detail))


def _group(row: AreaGroup) -> Group:
    return Group(row.kind, row.key, row.name)


def _areas(exercise_id: int) -> dict[int, AreaShape]:
    found: dict[int, AreaShape] = {}
    for row in Area.objects.filter(exercise=exercise_id).prefetch_related("groups", "absent_in"):
        by_kind: dict[str, list[Group]] = defaultdict(list)
        for group in row.groups.all():
            by_kind[group.kind].append(_group(group))
        has_grid = row.grid_column is not None and row.grid_row is not None
        found[row.pk] = AreaShape(
            key=row.key,
            name=row.name,
            localities=tuple(by_kind[AreaGroup.Kind.LOCALITY]),
            hospitals=tuple(by_kind[AreaGroup.Kind.HOSPITAL]),
            districts=tuple(by_kind[AreaGroup.Kind.DISTRICT]),
            networks=tuple(by_kind[AreaGroup.Kind.NETWORK]),
            absent_in=frozenset(scenario.key for scenario in row.absent_in.all()),
            grid=(row.grid_column or 0, row.grid_row or 0) if has_grid else None,
        )
    return found


def _footprint(row: Footprint, areas: dict[int, AreaShape]) -> FootprintShape:
    places = []
    for place in row.places.all():
        district = _group(place.district) if place.district else None
        own = [areas[entry.area_id] for entry in place.place_areas.all()]
        if district is not None:
            own = [area for area in areas.values() if district in area.districts]
        places.append(
            PlaceShape(
                key=place.key,
                name=place.name,
                note=place.note,
                district=district,
                areas=tuple(own),
                absent_in=frozenset(scenario.key for scenario in place.absent_in.all()),
                populations={
                    figure.scenario.key if figure.scenario else None: figure.people
                    for figure in place.populations.all()
                },
            )
        )
    return FootprintShape(row.option_id, row.option.number, row.made_of, _base(row.base), tuple(places))


def _estimate_source(row: EstimateSource) -> EstimateSourceShape:
    return EstimateSourceShape(
        key=row.key,
        label=row.label,
        dated=row.dated,
        html=to_html(row.detail),
        base=_base(row.base),
        sizes=tuple((frozenset(area.key for area in size.areas.all()), size.people) for size in row.sizes.all()),
    )


def forget() -> None:
    """Forget what is compiled; tests need it, because their ids come again."""
    _compiled.cache_clear()
