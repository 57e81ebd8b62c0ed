"""
The geography of an exercise: areas, what they belong to, and the places that options make of them.

All of it is structure, which no later edition changes (see packing.py), but for the sources of estimates: they are no
part of what is asked, so each edition carries its own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models import Edition, Exercise, Option
from footprints.maps.models import Boundary as Boundary
from footprints.maps.models import BoundarySet as BoundarySet


class BoundaryScenario(models.Model):
    """An outer boundary that may come to apply, e.g. with or without Waveney."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="scenarios")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="scenario_key_once", fields=["exercise", "key"])]

    def __str__(self) -> str:
        return self.label


class AreaGroup(models.Model):
    """What areas belong to or look to: a locality, a hospital's catchment, a district council, a network."""

    class Kind(models.TextChoices):
        LOCALITY = "locality", "Locality"
        HOSPITAL = "hospital", "Hospital catchment"
        DISTRICT = "district", "District council"
        NETWORK = "network", "Primary care network"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="area_groups")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(name="area_group_once", fields=["exercise", "kind", "key"]),
            models.CheckConstraint(
                name="area_group_kind_known", condition=Q(kind__in=["locality", "hospital", "district", "network"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """What places are made of, e.g. one primary care network."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="areas")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list, blank=True)
    grid_column = models.PositiveSmallIntegerField(null=True, blank=True, help_text="rough position, west is 0")
    grid_row = models.PositiveSmallIntegerField(null=True, blank=True, help_text="rough position, north is 0")
    groups = models.ManyToManyField(AreaGroup, related_name="areas")
    absent_in = models.ManyToManyField(BoundaryScenario, related_name="absent_areas", blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="area_key_once", fields=["exercise", "key"])]

    def __str__(self) -> str:
        return self.name


class PopulationBase(models.Model):
    """Where population figures come from; figures on different bases are never summed together."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="population_bases")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    detail = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(name="population_base_once", fields=["exercise", "key"])]

    def __str__(self) -> str:
        return self.label


class Footprint(models.Model):
    """The geography of one option."""

    class MadeOf(models.TextChoices):
        AREA = "area", "Areas"
        DISTRICT = "district", "Districts"

    option = models.OneToOneField(Option, on_delete=models.PROTECT, related_name="footprint")
    made_of = models.CharField(max_length=12, choices=MadeOf)
    base = models.ForeignKey(PopulationBase, on_delete=models.PROTECT, related_name="footprints")

    class Meta:
        constraints = [
            models.CheckConstraint(name="footprint_made_of_known", condition=Q(made_of__in=["area", "district"])),
        ]

    def __str__(self) -> str:
        return f"footprint of {self.option_id}"


class Place(models.Model):
    """One place of a footprint."""

    footprint = models.ForeignKey(Footprint, on_delete=models.PROTECT, related_name="places")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    district = models.ForeignKey(AreaGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    absent_in = models.ManyToManyField(BoundaryScenario, related_name="absent_places", blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="place_key_once", fields=["footprint", "key"])]

    def __str__(self) -> str:
        return self.name


class PlaceArea(models.Model):
    """An area's place in a footprint; an area is in one place of a footprint at the most."""

    footprint = models.ForeignKey(Footprint, on_delete=models.PROTECT, related_name="place_areas")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="place_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="place_areas")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place", "position"]
        constraints = [models.UniqueConstraint(name="area_in_one_place_of_a_footprint", fields=["footprint", "area"])]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.place_id}"


class Population(models.Model):
    """A published figure for a place: per boundary scenario, or one figure whatever the boundary."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="populations")
    scenario = models.ForeignKey(BoundaryScenario, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="population_once_per_scenario", fields=["place", "scenario"], condition=Q(scenario__isnull=False)
            ),
            models.UniqueConstraint(
                name="population_once_without_scenario", fields=["place"], condition=Q(scenario__isnull=True)
            ),
            models.CheckConstraint(name="population_above_zero", condition=Q(people__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.people:,}"


class EstimateSource(models.Model):
    """Another source by whose proportions a population that is known as a whole may be split: never a figure itself."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="estimate_sources")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    dated = models.CharField(max_length=60)
    detail = models.TextField(blank=True)
    base = models.ForeignKey(PopulationBase, on_delete=models.PROTECT, related_name="estimate_sources")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="estimate_source_once", fields=["edition", "key"]),
            models.UniqueConstraint(name="estimate_source_position_once", fields=["edition", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.dated}"


class EstimateSize(models.Model):
    """How many people that source counted in one area, or in several that it does not tell apart."""

    source = models.ForeignKey(EstimateSource, on_delete=models.CASCADE, related_name="sizes")
    areas = models.ManyToManyField(Area, related_name="estimate_sizes")
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="estimate_size_above_zero", condition=Q(people__gt=0))]

    def __str__(self) -> str:
        return f"{self.people:,}"
