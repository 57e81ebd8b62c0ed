"""The structure of footprints that respondents draw. It holds no words: names of places stand in the answer's text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models import Option
from footprints.models import Area
from responses.submission.models import Answer


class Alternative(models.Model):
    """A footprint that was drawn in an answer; never rewritten once it is sent."""

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="alternative")
    started_from = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"alternative in {self.answer_id}"


class AlternativePlace(models.Model):
    """One place of it, by its position; what it is called is a line of the answer's text."""

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["alternative", "position"]
        constraints = [
            models.UniqueConstraint(name="alternative_place_once", fields=["alternative", "position"]),
            models.CheckConstraint(
                name="alternative_place_from_1_to_10", condition=Q(position__gte=1, position__lte=10)
            ),
        ]

    def __str__(self) -> str:
        return f"place {self.position} of {self.alternative_id}"


class AlternativeArea(models.Model):
    """An area's place in it; an area is in one place of an alternative at the most.

    `alternative` is that of the place, repeated for the constraint; writing.py, which alone writes rows, takes it from
    there.
    """

    alternative = models.ForeignKey(Alternative, on_delete=models.CASCADE, related_name="areas")
    place = models.ForeignKey(AlternativePlace, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="area_in_one_place_of_an_alternative", fields=["alternative", "area"])
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.place_id}"
