"""A judgement of each factor, e.g. whether it is right to take it into account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.html import strip_tags

from crispy_nhsuk.layout import Fieldset
from engagement.packs.pack import Pack
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from engagement.shapes import ItemContent, PartContent
from responses.kinds.controls import RadiosToTakeBack
from responses.kinds.fields import PickField
from responses.kinds.single_choice import SingleChoice


class JudgementPerFactor(SingleChoice):
    name: ClassVar[str] = "judgement_per_factor"
    measure: ClassVar[str] = "judgements"

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        return Expansion(
            items=[ItemSpec(f"{spec.key}.{factor.key}", factor=factor.key) for factor in pack.factors.factors],
            choices=[ChoiceSpec(entry.key, entry.label) for entry in spec.choices],
        )

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        assert item.factor is not None
        return PickField(
            label=item.factor.title,
            help_text=strip_tags(item.factor.detail),
            choices=[(choice.key, choice.label) for choice in part.choices],
        )

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        groups = [RadiosToTakeBack(item.key, label_size="s", inline=True, small=True) for item in items]
        return [Fieldset(part.title, *groups, hint=part.hint)]
