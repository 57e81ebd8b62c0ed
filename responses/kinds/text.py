"""An answer in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from crispy_nhsuk.layout import Textarea
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import Kind, Value
from responses.kinds.fields import WordsField


class Text(Kind):
    name: ClassVar[str] = "text"
    is_text: ClassVar[bool] = True

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return WordsField(label=part.title, help_text=part.hint)

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [Textarea(item.key, rows=8, label_size="m", max_length=settings.ANSWER_MAX_LENGTH) for item in items]

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        return Value(text=cleaned) if cleaned.strip() else None
