"""The engagement document: sections, and the blocks they are made of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models.exercise import Edition


class Section(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    letter = models.CharField(max_length=20)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="section_position_once", fields=["edition", "position"]),
            models.UniqueConstraint(name="section_key_once", fields=["edition", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.letter}. {self.title}"


class Block(models.Model):
    """One piece of a section in reading order: a numbered paragraph, text, heading, aside, table or figure."""

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", "Numbered paragraph"
        TEXT = "text", "Text"
        HEADING = "heading", "Heading"
        ASIDE = "aside", "Aside"
        TABLE = "table", "Table"
        FIGURE = "figure", "Figure"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="blocks")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of a numbered paragraph")
    title = models.CharField(max_length=300, blank=True, help_text="heading, caption or title")
    text = models.TextField(blank=True, help_text="Markdown")
    columns = models.JSONField(default=list, blank=True)
    rows = models.JSONField(default=list, blank=True)
    alternative = models.TextField(blank=True, help_text="what a figure says, in words")
    available = models.BooleanField(default=True, help_text="false where the picture itself is lost")
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["section__position", "position"]
        constraints = [
            models.UniqueConstraint(name="block_position_once", fields=["section", "position"]),
            models.UniqueConstraint(
                name="block_paragraph_number_once", fields=["edition", "number"], condition=Q(number__isnull=False)
            ),
            models.CheckConstraint(
                name="block_numbered_only_if_paragraph",
                condition=Q(kind="paragraph", number__isnull=False) | (~Q(kind="paragraph") & Q(number__isnull=True)),
            ),
            models.CheckConstraint(name="block_figure_has_alternative", condition=~Q(kind="figure", alternative="")),
            models.CheckConstraint(
                name="block_table_and_figure_have_title",
                condition=~Q(kind__in=["table", "figure", "heading", "aside"], title=""),
            ),
            models.CheckConstraint(
                name="block_kind_known",
                condition=Q(kind__in=["paragraph", "text", "heading", "aside", "table", "figure"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number or self.title}"
