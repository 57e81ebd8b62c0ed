"""What geography.yaml of a content pack may say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from engagement.packs.schema import Key, Line, OptionalProse, Strict


class ScenarioSpec(Strict):
    key: Key
    label: Line
    detail: OptionalProse = ""


class BaseSpec(Strict):
    key: Key
    label: Line
    detail: OptionalProse = ""


class Named(Strict):
    key: Key
    name: Line


class GroupingsSpec(Strict):
    locality: list[Named] = []
    hospital: list[Named] = []
    district: list[Named] = []
    network: list[Named] = []


class AreaSpec(Strict):
    key: Key
    name: Line
    aliases: list[str] = []
    locality: list[Key] = []
    hospital: list[Key] = []
    district: list[Key] = []
    network: list[Key] = []
    absent_in: list[Key] = []
    grid: tuple[int, int] | None = None


class PlaceSpec(Strict):
    key: Key
    name: Line
    areas: list[Key] = []
    district: Key | None = None
    population: dict[str, int] | int
    absent_in: list[Key] = []
    note: str = ""
    hospital: Key | None = None

    @model_validator(mode="after")
    def is_made_of_something(self) -> PlaceSpec:
        if bool(self.areas) == bool(self.district):
            raise ValueError("a place is made of areas or of one district")
        return self


class FootprintSpec(Strict):
    option: Key
    made_of: Literal["area", "district"]
    base: Key
    places: list[PlaceSpec] = Field(min_length=1)


class EstimateSizeSpec(Strict):
    areas: list[Key] = Field(min_length=1)
    people: int = Field(gt=0)


class EstimateSourceSpec(Strict):
    key: Key
    label: Line
    dated: Line
    detail: OptionalProse = ""
    base: Key
    sizes: list[EstimateSizeSpec] = Field(min_length=1)


class GeographySpec(Strict):
    scenarios: list[ScenarioSpec] = []
    bases: list[BaseSpec] = []
    groupings: GroupingsSpec = GroupingsSpec()
    areas: list[AreaSpec] = []
    footprints: list[FootprintSpec] = []
    estimate_sources: list[EstimateSourceSpec] = []
