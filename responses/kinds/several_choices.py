"""Any number of choices of a list."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from crispy_nhsuk.layout import Checkboxes
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import ChoiceKind, Raw, Value
from responses.kinds.fields import PickSeveralField


class SeveralChoices(ChoiceKind):
    name: ClassVar[str] = "several_choices"
    has_ticks: ClassVar[bool] = True

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return PickSeveralField(
            label=part.title, help_text=part.hint, choices=[(choice.key, choice.label) for choice in part.choices]
        )

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [Checkboxes(item.key, label_size="m") for item in items]

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        return Value(choices=tuple(part.choice_by_key[key].id for key in cleaned)) if cleaned else None

    def sample(self, part: PartContent, chance: random.Random) -> Value:
        picked = chance.sample(part.choices, chance.randint(1, len(part.choices)))
        return Value(choices=tuple(choice.id for choice in picked))

    def raw(self, part: PartContent, value: Value) -> Raw:
        return [choice.key for choice in part.choices if choice.id in value.choices]
