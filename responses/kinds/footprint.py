"""A footprint of the respondent's own: areas given to places. It is drawn on a page of its own."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from engagement.packs.pack import Pack
from engagement.packs.reading import PackError
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from engagement.shapes import EditionContent, ItemContent, PartContent
from footprints.packing import areas_of
from responses.alternatives import shapes
from responses.alternatives.controls import DrawingBox
from responses.alternatives.pictures import picture
from responses.alternatives.shapes import Drawing, Place, Unreadable, usual_name
from responses.kinds.base import Kind, Raw, Value
from responses.kinds.fields import said_of


class DrawingField(forms.CharField):
    """What a draft keeps of a drawing. Its page names what is wrong with it box by box; here it is sent or not."""

    def __init__(self, *, label: str, help_text: str, keys: Sequence[str]) -> None:
        super().__init__(label=label, help_text=help_text, required=False, strip=False)
        self.keys = keys

    def clean(self, value: Any) -> Drawing | None:
        if not value or (isinstance(value, str) and not value.strip()):
            return None
        try:
            drawing = shapes.read(value)
        except Unreadable:
            raise ValidationError(
                f"{said_of(self.label)} this could not be read. Draw the footprint again.", code="unreadable"
            ) from None
        if found := shapes.faults(drawing, self.keys):
            raise ValidationError([f"{said_of(self.label)} {fault}" for fault in found], code="invalid")
        return shapes.readable(value, self.keys)


class Footprint(Kind):
    """The areas of the exercise are what the part offers; names of places are words, and moderated like them."""

    name: ClassVar[str] = "footprint"
    measure: ClassVar[str] = "footprints"
    is_text: ClassVar[bool] = True
    has_picture: ClassVar[bool] = True

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        areas = areas_of(pack)
        if not areas:
            raise PackError(
                "questions.yaml",
                None,
                f"the part '{spec.key}' asks for a footprint, and this exercise has no areas to make one of.",
                "Name the areas in geography.yaml, or take the part out.",
            )
        return Expansion(items=[ItemSpec(spec.key)], choices=[ChoiceSpec(key, name) for key, name in areas])

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        return DrawingField(label=part.title, help_text=part.hint, keys=list(part.choice_by_key))

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        return [DrawingBox(item.key, part=part) for item in items]

    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        if not cleaned or not cleaned.drawn.place_of:
            return None
        return Value(text=shapes.words(cleaned, names_of(part)), drawn=cleaned.drawn)

    def raw(self, part: PartContent, value: Value) -> Raw:
        return shapes.with_names(value.drawn, value.text, names_of(part)).raw if value.drawn else ""

    def shown_raw(self, part: PartContent, raw: Raw) -> str:
        try:
            shapes.read(raw if isinstance(raw, str) else "")
        except Unreadable:
            return super().shown_raw(part, raw)
        return shapes.words(shapes.readable(raw, list(part.choice_by_key)), names_of(part))

    def picture(self, content: EditionContent, part: PartContent, value: Value) -> str:
        return picture(content, value.drawn) if value.drawn else ""

    def remark(self, part: PartContent, raw: Raw) -> str:
        drawing = shapes.readable(raw, list(part.choice_by_key))
        number = len(drawing.open_areas(part.choice_by_key))
        if not number or drawing == shapes.UNTOUCHED:
            return ""
        if number == len(part.choices):
            return "No area is in a place yet, so there is nothing of this to send."
        areas = "1 area is" if number == 1 else f"{number} areas are"
        return f"{areas} in no place yet. You can send it like this."

    def sample(self, part: PartContent, chance: random.Random) -> Value:
        number = chance.randint(2, min(5, max(2, len(part.choices))))
        given = {key: chance.randrange(number) for key in part.choice_by_key}
        drawing = Drawing(
            tuple(Place(usual_name(nth), tuple(key for key in given if given[key] == nth)) for nth in range(number))
        )
        return Value(text=shapes.words(drawing, names_of(part)), drawn=drawing.drawn)


def names_of(part: PartContent) -> dict[str, str]:
    """Return the areas that a part offers, with their names."""
    return {choice.key: choice.label for choice in part.choices}
