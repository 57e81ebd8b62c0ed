"""The structure of footprints that respondents draw. It holds no words: names of places stand in the answer's text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models import Option
from footprints.models import Area
from responses.submission.models import Answer


class Alternative(models.Model):
    """A footprint that was drawn in an answer; never rewritten once it is sent.

    Its places are numbered from 1; what one is called is a line of the answer's text. The last ones may have no areas.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="alternative")
    started_from = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    places = models.PositiveSmallIntegerField(help_text="how many places it has")

    class Meta:
        constraints = [
            models.CheckConstraint(name="alternative_has_1_to_10_places", condition=Q(places__gte=1, places__lte=10)),
        ]

    def __str__(self) -> str:
        return f"alternative in {self.answer_id}"


class AlternativeArea(models.Model):
    """An area's place in it, by its number; an area is in one place of an alternative at the most."""

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="area_in_one_place_of_an_alternative", fields=["alternative", "area"]),
            models.CheckConstraint(name="alternative_place_from_1_to_10", condition=Q(place__gte=1, place__lte=10)),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in place {self.place} of {self.alternative_id}"
