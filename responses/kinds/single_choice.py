"""One choice of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import ChoiceKind, Value
from responses.kinds.controls import RadiosToTakeBack
from responses.kinds.fields import PickField


class SingleChoice(ChoiceKind):
    name: ClassVar[str] = "single_choice"

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return PickField(
            label=part.title, help_text=part.hint, choices=[(choice.key, choice.label) for choice in part.choices]
        )

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [RadiosToTakeBack(item.key, label_size="m", dividers={"": "or"}) for item in items]

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        return Value(choices=(part.choice_by_key[cleaned].id,)) if cleaned else None
