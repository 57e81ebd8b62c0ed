"""What is proposed: options, the factors to weigh them by, functions at each level, principles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models.exercise import Edition, Exercise
from engagement.models.wording import Wording


class Option(models.Model):
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="options")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="option_key_once", fields=["exercise", "key"]),
            models.UniqueConstraint(name="option_number_once", fields=["exercise", "number"]),
        ]

    def __str__(self) -> str:
        return self.key


class OptionWording(Wording):
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=120)
    summary = models.TextField()
    boundary = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="option_worded_once", fields=["option", "edition", "language"]),
        ]

    def __str__(self) -> str:
        return self.title


class Factor(models.Model):
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="factors")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="factor_key_once", fields=["exercise", "key"])]

    def __str__(self) -> str:
        return self.key


class FactorWording(Wording):
    factor = models.ForeignKey(Factor, on_delete=models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=200)
    detail = models.TextField()
    evidence = models.JSONField(default=list, blank=True, help_text="what published data can say of it, by key")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="factor_worded_once", fields=["factor", "edition", "language"]),
        ]

    def __str__(self) -> str:
        return self.title


class Function(models.Model):
    """A function or task suggested for one level of the system."""

    class Level(models.TextChoices):
        NEIGHBOURHOOD = "neighbourhood", "Neighbourhood"
        PLACE = "place", "Place"
        SYSTEM = "system", "System"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="functions")
    key = models.SlugField(max_length=80)
    level = models.CharField(max_length=16, choices=Level)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="function_key_once", fields=["exercise", "level", "key"]),
            models.CheckConstraint(
                name="function_level_known", condition=Q(level__in=["neighbourhood", "place", "system"])
            ),
        ]

    def __str__(self) -> str:
        return self.key


class FunctionWording(Wording):
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="function_worded_once", fields=["function", "edition", "language"]),
        ]

    def __str__(self) -> str:
        return self.title


class Principle(models.Model):
    """A principle behind the proposal; shown, never answered, so that it needs no identity beyond its edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="principles")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    detail = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="principle_key_once", fields=["edition", "key"])]

    def __str__(self) -> str:
        return self.title
