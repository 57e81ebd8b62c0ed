"""Advantages and disadvantages of each option, in words; one page for each option."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from engagement.models import Stance
from engagement.packs.pack import Pack
from engagement.packs.schema import PartSpec
from engagement.packs.sections import Expansion, ItemSpec
from engagement.shapes import ItemContent, PartContent
from responses.kinds.fields import WordsField
from responses.kinds.text import Text


class ProsAndCons(Text):
    name: ClassVar[str] = "pros_and_cons"
    measure: ClassVar[str] = "words_by_stance"
    one_page_per_option: ClassVar[bool] = True

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        return Expansion(
            items=[
                ItemSpec(f"{spec.key}.{option.key}.{stance}", option=option.key, stance=stance)
                for option in pack.options.options
                for stance in Stance.values
            ],
            choices=[],
        )

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return WordsField(label=Stance(item.stance).label, help_text=part.hint)
