"""What is asked: questions, their parts, the choices offered and the items answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models.exercise import Exercise
from engagement.models.proposal import Factor, Option
from engagement.models.wording import Wording


class Stance(models.TextChoices):
    ADVANTAGE = "advantage", "Advantages"
    DISADVANTAGE = "disadvantage", "Disadvantages"


class Question(models.Model):
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="questions")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    section_key = models.CharField(max_length=40, blank=True, help_text="the section of the document that explains it")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="question_key_once", fields=["exercise", "key"]),
            models.UniqueConstraint(name="question_number_once", fields=["exercise", "number"]),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionWording(Wording):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=300)
    introduction = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="question_worded_once", fields=["question", "edition", "language"]),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionPart(models.Model):
    """What is asked in one go and handled by one question kind."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="parts")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=40, help_text="name of a question kind")
    position = models.PositiveSmallIntegerField()
    shows = models.JSONField(default=dict, blank=True, help_text="what to show beside it, e.g. functions of a level")

    class Meta:
        ordering = ["question__number", "position"]
        constraints = [models.UniqueConstraint(name="part_key_once", fields=["question", "key"])]

    def __str__(self) -> str:
        return self.key


class PartWording(Wording):
    part = models.ForeignKey(QuestionPart, on_delete=models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=300)
    hint = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="part_worded_once", fields=["part", "edition", "language"])]

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """One choice offered by a part; it may stand for a factor."""

    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="choices")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="choice_key_once", fields=["part", "key"])]

    def __str__(self) -> str:
        return self.key


class ChoiceWording(Wording):
    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="wordings")
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(name="choice_worded_once", fields=["choice", "edition", "language"])]

    def __str__(self) -> str:
        return self.label


class Item(models.Model):
    """The smallest thing answered: a part, for one option and stance or one factor where it has them."""

    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=160, help_text="unique within the exercise, used as the field's name")
    position = models.PositiveSmallIntegerField()
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stance = models.CharField(max_length=16, choices=Stance, blank=True)

    class Meta:
        ordering = ["part__question__number", "part__position", "position"]
        constraints = [
            models.UniqueConstraint(name="item_key_once", fields=["part", "key"]),
            models.CheckConstraint(name="item_stance_known", condition=Q(stance__in=["", "advantage", "disadvantage"])),
            models.CheckConstraint(
                name="item_stance_goes_with_option", condition=Q(stance="") | Q(option__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RespondentCategory(models.Model):
    """What respondents may say about themselves: type of organisation, area, or role of an individual."""

    class Dimension(models.TextChoices):
        ORGANISATION_TYPE = "organisation_type", "Type of organisation"
        AREA = "area", "Area"
        ROLE = "role", "Role"

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="respondent_categories")
    dimension = models.CharField(max_length=20, choices=Dimension)
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["dimension", "position"]
        constraints = [
            models.UniqueConstraint(name="respondent_category_once", fields=["exercise", "dimension", "key"]),
            models.CheckConstraint(
                name="respondent_dimension_known", condition=Q(dimension__in=["organisation_type", "area", "role"])
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RespondentCategoryWording(Wording):
    category = models.ForeignKey(RespondentCategory, on_delete=models.CASCADE, related_name="wordings")
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="respondent_category_worded_once", fields=["category", "edition", "language"]),
        ]

    def __str__(self) -> str:
        return self.label
