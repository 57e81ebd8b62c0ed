"""The part of a content pack that footprints read: geography.yaml."""

from __future__ import annotations

from typing import Any

from engagement.models import Edition, Exercise
from engagement.packs.pack import Pack
from engagement.packs.reading import PackError, PackFile, read_yaml, validate
from footprints import evidence, geography
from footprints.models import (
    Area,
    AreaGroup,
    BoundaryScenario,
    EstimateSize,
    EstimateSource,
    Footprint,
    Place,
    PlaceArea,
    Population,
    PopulationBase,
)
from footprints.schema import EstimateSourceSpec, FootprintSpec, GeographySpec, PlaceSpec

FILE = "geography.yaml"
KINDS = ("locality", "hospital", "district", "network")


class Geography:
    """Reads, checks and writes areas, places and populations; an exercise without the file has none."""

    def structure(self, pack: Pack) -> dict[str, Any]:
        _check_evidence(pack)
        spec = _read(pack)
        # What estimates are split by is no structure: nobody answers it, and a later edition may bring another.
        return {"geography": spec.model_dump(mode="json", exclude={"estimate_sources"})} if spec else {}

    def load(self, pack: Pack, edition: Edition) -> None:
        spec = _read(pack)
        if spec is None:
            return
        if edition.number == 1:  # later ones have the same, or it would be cleared and they would be the first
            _write(spec, edition.exercise)
        for position, source in enumerate(spec.estimate_sources):
            _write_estimates(source, edition, position)

    def changes(self, before: Edition, after: Edition) -> list[str]:
        old, new = ({one.key: one for one in geography.estimate_sources(each.pk)} for each in (before, after))
        keys = {
            "added": [key for key in new if key not in old],
            "took out": [key for key in old if key not in new],
            "changed": [key for key in new if key in old and new[key] != old[key]],
        }
        said = [f"{verb} {', '.join(found)}" for verb, found in keys.items() if found]
        if not said and list(old) != list(new):
            said = ["put in another order"]
        return [f"sources of estimates: {'; '.join(said)}"] if said else []

    def clear(self, exercise: Exercise) -> None:
        footprints = Footprint.objects.filter(option__exercise=exercise)
        Population.objects.filter(place__footprint__in=footprints).delete()
        PlaceArea.objects.filter(footprint__in=footprints).delete()
        Place.objects.filter(footprint__in=footprints).delete()
        footprints.delete()
        for model in (Area, AreaGroup, BoundaryScenario, PopulationBase):
            model.objects.filter(exercise=exercise).delete()


def areas_of(pack: Pack) -> list[tuple[str, str]]:
    """Return the keys and names of the areas of a pack, in their order; raises PackError where the file is wrong."""
    spec = _read(pack)
    return [(area.key, area.name) for area in spec.areas] if spec else []


def _read(pack: Pack) -> GeographySpec | None:
    if not (pack.folder / FILE).exists():
        return None
    file = read_yaml(pack.folder, FILE)
    spec = validate(file, GeographySpec)
    _check(file, spec, {option.key for option in pack.options.options})
    return spec


def _check_evidence(pack: Pack) -> None:
    """Hold what factors name as evidence against the kinds that there are."""
    for index, factor in enumerate(pack.factors.factors):
        for nth, key in enumerate(factor.evidence):
            twice = key in factor.evidence[:nth]
            if twice or key not in evidence.BY_KEY:
                name = "factors.yaml"
                line = read_yaml(pack.folder, name).line_of(("factors", index, "evidence", nth))
                problem = f"the evidence '{key}' is named twice." if twice else f"there is no evidence '{key}'."
                raise PackError(name, line, problem, f"Name each once, of {', '.join(evidence.BY_KEY)}.")


def _check(file: PackFile, spec: GeographySpec, options: set[str]) -> None:
    """Hold the file against itself: every key that is named must exist, every footprint must be whole."""
    known: dict[str, set[str]] = {
        "scenario": {scenario.key for scenario in spec.scenarios},
        "base": {base.key for base in spec.bases},
        "area": {area.key for area in spec.areas},
        "option": options,
        **{kind: {group.key for group in getattr(spec.groupings, kind)} for kind in KINDS},
    }

    def need(what: str, keys: Any, *location: str | int) -> None:
        for key in keys:
            if key not in known[what]:
                raise PackError(FILE, file.line_of(location), f"there is no {what} '{key}'.", "Correct or add it.")

    for index, area in enumerate(spec.areas):
        for kind in KINDS:
            need(kind, getattr(area, kind), "areas", index, kind)
        need("scenario", area.absent_in, "areas", index, "absent_in")
    for index, footprint in enumerate(spec.footprints):
        need("option", [footprint.option], "footprints", index, "option")
        need("base", [footprint.base], "footprints", index, "base")
        for nth, place in enumerate(footprint.places):
            where = ("footprints", index, "places", nth)
            need("area", place.areas, *where, "areas")
            need("district", [place.district] if place.district else [], *where, "district")
            need("scenario", place.absent_in, *where, "absent_in")
            if isinstance(place.population, dict):
                need("scenario", place.population, *where, "population")
        _check_partition(file, footprint, known["area"], index)
    for index, source in enumerate(spec.estimate_sources):
        need("base", [source.base], "estimate_sources", index, "base")
        seen: set[str] = set()
        for nth, size in enumerate(source.sizes):
            need("area", size.areas, "estimate_sources", index, "sizes", nth)
            if twice := seen.intersection(size.areas):
                line = file.line_of(("estimate_sources", index, "sizes", nth))
                raise PackError(FILE, line, f"{', '.join(sorted(twice))} is counted twice.", "Count each area once.")
            seen.update(size.areas)


def _check_partition(file: PackFile, footprint: FootprintSpec, areas: set[str], index: int) -> None:
    if footprint.made_of != "area":
        return
    placed = [key for place in footprint.places for key in place.areas]
    twice = sorted({key for key in placed if placed.count(key) > 1})
    missing = sorted(areas - set(placed))
    if twice or missing:
        said = "; ".join(
            [f"in two places: {', '.join(twice)}"] * bool(twice) + [f"in none: {', '.join(missing)}"] * bool(missing)
        )
        raise PackError(
            FILE,
            file.line_of(("footprints", index)),
            f"the footprint of {footprint.option} is not whole ({said}).",
            "Put every area in one place.",
        )


def _write(spec: GeographySpec, exercise: Exercise) -> None:
    scenarios = {
        entry.key: BoundaryScenario.objects.create(exercise=exercise, position=position, **entry.model_dump())
        for position, entry in enumerate(spec.scenarios)
    }
    bases = {entry.key: PopulationBase.objects.create(exercise=exercise, **entry.model_dump()) for entry in spec.bases}
    groups = {
        (kind, entry.key): AreaGroup.objects.create(
            exercise=exercise, kind=kind, key=entry.key, name=entry.name, position=position
        )
        for kind in KINDS
        for position, entry in enumerate(getattr(spec.groupings, kind))
    }
    areas = {}
    for position, entry in enumerate(spec.areas):
        column, row = entry.grid or (None, None)
        area = Area.objects.create(
            exercise=exercise,
            key=entry.key,
            position=position,
            name=entry.name,
            aliases=entry.aliases,
            grid_column=column,
            grid_row=row,
        )
        area.groups.set([groups[kind, key] for kind in KINDS for key in getattr(entry, kind)])
        area.absent_in.set([scenarios[key] for key in entry.absent_in])
        areas[entry.key] = area
    options = {option.key: option for option in exercise.options.all()}
    for footprint_spec in spec.footprints:
        footprint = Footprint.objects.create(
            option=options[footprint_spec.option], made_of=footprint_spec.made_of, base=bases[footprint_spec.base]
        )
        for position, place_spec in enumerate(footprint_spec.places):
            _write_place(place_spec, footprint, position, scenarios, groups, areas)


def _write_place(
    spec: PlaceSpec,
    footprint: Footprint,
    position: int,
    scenarios: dict[str, BoundaryScenario],
    groups: dict[tuple[str, str], AreaGroup],
    areas: dict[str, Area],
) -> None:
    place = Place.objects.create(
        footprint=footprint,
        key=spec.key,
        position=position,
        name=spec.name,
        district=groups["district", spec.district] if spec.district else None,
        note=spec.note,
    )
    place.absent_in.set([scenarios[key] for key in spec.absent_in])
    PlaceArea.objects.bulk_create(
        PlaceArea(footprint=footprint, place=place, area=areas[key], position=nth) for nth, key in enumerate(spec.areas)
    )
    figures = spec.population.items() if isinstance(spec.population, dict) else [(None, spec.population)]
    Population.objects.bulk_create(
        Population(place=place, scenario=scenarios[key] if key else None, people=people) for key, people in figures
    )


def _write_estimates(spec: EstimateSourceSpec, edition: Edition, position: int) -> None:
    source = EstimateSource.objects.create(
        edition=edition,
        key=spec.key,
        position=position,
        label=spec.label,
        dated=spec.dated,
        detail=spec.detail,
        base=edition.exercise.population_bases.get(key=spec.base),
    )
    areas = {area.key: area for area in edition.exercise.areas.all()}
    for size in spec.sizes:
        EstimateSize.objects.create(source=source, people=size.people).areas.set([areas[key] for key in size.areas])
