"""A judgement of each option against each factor; it stands on the page of the option, one option at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from crispy_nhsuk.layout import Fieldset
from engagement.packs.pack import Pack
from engagement.packs.reading import PackError
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from engagement.shapes import ItemContent, PartContent
from responses.kinds.controls import RadiosToTakeBack
from responses.kinds.fields import PickField
from responses.kinds.single_choice import SingleChoice


class JudgementPerOption(SingleChoice):
    """Factors are named by their titles alone: they are explained where the exercise asks about them."""

    name: ClassVar[str] = "judgement_per_option"
    measure: ClassVar[str] = "judgements_by_option"
    one_page_per_option: ClassVar[bool] = True
    folded_under: ClassVar[str] = "Judge this option against the factors (optional)"

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        options, factors = pack.options.options, pack.factors.factors
        if not (options and factors and spec.choices):
            raise PackError(
                "questions.yaml",
                None,
                f"the part '{spec.key}' asks to judge each option against each factor, and there is nothing to do so.",
                "Name options in options.yaml, factors in factors.yaml and choices in the part, or take the part out.",
            )
        return Expansion(
            items=[
                ItemSpec(f"{spec.key}.{option.key}.{factor.key}", option=option.key, factor=factor.key)
                for option in options
                for factor in factors
            ],
            choices=[ChoiceSpec(entry.key, entry.label) for entry in spec.choices],
        )

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        assert item.factor is not None
        return PickField(label=item.factor.title, choices=[(choice.key, choice.label) for choice in part.choices])

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        groups = [RadiosToTakeBack(item.key, label_size="s", inline=True, small=True) for item in items]
        return [Fieldset(part.title, *groups, hint=part.hint)]
