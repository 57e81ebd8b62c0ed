"""Real boundaries of areas or districts, as an installation loaded them: simplified, and ready to draw."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from engagement.models import Exercise


class BoundarySet(models.Model):
    """The boundaries of one file. Maps of the kind show the set that is in use; without one they show tiles."""

    class Kind(models.TextChoices):
        AREA = "area", "Areas"
        DISTRICT = "district", "Districts"

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Looked at"
        IN_USE = "in_use", "In use"
        REPLACED = "replaced", "No longer in use"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="boundary_sets")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.PREVIEWED)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    name_field = models.CharField(max_length=200)
    attribution = models.CharField(
        max_length=300, blank=True, help_text="whose boundaries they are, said below the map"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="empty when loaded from the command line",
    )
    unmatched = models.JSONField(default=list, help_text="names in the file that the exercise does not know")
    notes = models.JSONField(default=list, help_text="what was noticed about the file, in sentences")
    points_read = models.PositiveIntegerField()
    points_kept = models.PositiveIntegerField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(name="boundary_set_kind_known", condition=Q(kind__in=["area", "district"])),
            models.CheckConstraint(
                name="boundary_set_state_known", condition=Q(state__in=["previewed", "in_use", "replaced"])
            ),
            models.UniqueConstraint(
                name="boundary_set_in_use_once", fields=["exercise", "kind"], condition=Q(state="in_use")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} boundaries from {self.file_name}"


class Boundary(models.Model):
    """One area or district, by its key in the exercise: a content pack that is loaded again keeps its boundaries."""

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="boundaries")
    key = models.SlugField(max_length=60)
    name_in_file = models.CharField(max_length=200)
    path = models.TextField(help_text="rings as an SVG path in whole units, north up")
    label_x = models.IntegerField()
    label_y = models.IntegerField()
    room = models.PositiveIntegerField(help_text="radius of the circle around the label that lies inside")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="boundary_key_once", fields=["boundary_set", "key"])]

    def __str__(self) -> str:
        return self.key
