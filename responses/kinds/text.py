"""An answer in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from crispy_nhsuk.layout import Textarea
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import Kind, Value
from responses.kinds.fields import WordsField


class Text(Kind):
    name: ClassVar[str] = "text"
    measure: ClassVar[str] = "words"
    is_text: ClassVar[bool] = True

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return WordsField(label=part.title, help_text=part.hint)

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [Textarea(item.key, rows=8, label_size="m", max_length=self._limit(part, item)) for item in items]

    def _limit(self, part: PartContent, item: ItemContent) -> int:
        field = self.field(part, item)
        assert isinstance(field, WordsField)
        return field.limit

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        return Value(text=cleaned) if cleaned.strip() else None
