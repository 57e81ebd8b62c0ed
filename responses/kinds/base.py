"""What every question kind provides. A new kind is one new file in this folder."""

from __future__ import annotations

import importlib
import pkgutil
import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms

from engagement.models import Stance
from engagement.packs.pack import Pack
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from engagement.shapes import EditionContent, ItemContent, PartContent
from responses.alternatives.shapes import Drawn

Raw = str | list[str]


@dataclass(frozen=True)
class Value:
    """An answer as the database keeps it: text, ids of choices, or a footprint whose words are the text."""

    text: str = ""
    choices: tuple[int, ...] = ()
    drawn: Drawn | None = None


class Kind(ABC):
    """Form, validation, storage, display, export columns and measure of one kind of question."""

    name: ClassVar[str]
    measure: ClassVar[str] = "words"  # name of the figure that analysis draws from it
    is_text: ClassVar[bool] = False
    has_ticks: ClassVar[bool] = False  # a box may be left without any tick, so that a posted page does not name it
    has_picture: ClassVar[bool] = False  # an answer is drawn: see Value.drawn
    one_page_per_option: ClassVar[bool] = False
    folded_under: ClassVar[str] = ""  # the line under which boxes fold away on a page that asks for something else too

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        """Return the items a part is answered by and the choices it offers; one item unless overridden."""
        return Expansion(
            items=[ItemSpec(spec.key)], choices=[ChoiceSpec(entry.key, entry.label) for entry in spec.choices]
        )

    def label(self, part: PartContent, item: ItemContent) -> str:
        """Return what a box is called among the others of its page."""
        if item.factor:
            return item.factor.title
        return str(Stance(item.stance).label) if item.stance else part.title

    @abstractmethod
    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        """Return the form field of one item."""

    @abstractmethod
    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        """Return crispy layout objects for the items of a part that stand on one page."""

    @abstractmethod
    def value(self, part: PartContent, cleaned: Any) -> Value | None:
        """Turn a cleaned field into what is stored; None where nothing was answered."""

    def raw(self, part: PartContent, value: Value) -> Raw:
        """Turn what is stored back into what stood in the box; the inverse of `value`."""
        return value.text

    def clashes(self, part: PartContent, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """Return what is wrong with boxes of a part taken together, by item key; each is valid by itself.

        `cleaned` holds the cleaned fields of a page, or of a whole answer, by item key.
        """
        return {}

    def shown(self, part: PartContent, value: Value) -> str:
        """Return an answer in words."""
        return value.text

    def shown_raw(self, part: PartContent, raw: Raw) -> str:
        """Return what stands in a box in words, as far as it is valid; otherwise as it was typed."""
        return raw if isinstance(raw, str) else "; ".join(raw)

    def is_line(self, item: ItemContent) -> bool:
        """Whether an answer is told in one line of a list, with the others of its part."""
        return item.factor is not None and not self.is_text

    def lines(self, part: PartContent, said: Sequence[tuple[ItemContent, str]]) -> list[tuple[ItemContent, str]]:
        """Return the lines of such a list, in their order, for what was answered in words."""
        return [(item, f"{item.factor.title}: {words}") for item, words in said if item.factor]

    def picture(self, content: EditionContent, part: PartContent, value: Value) -> str:
        """Return HTML that shows an answer beside its words; empty where words are all there is."""
        return ""

    def remark(self, part: PartContent, raw: Raw) -> str:
        """Return what to tell somebody who is about to send what stands in a box; empty where nothing is to be told."""
        return ""

    def sample(self, part: PartContent, chance: random.Random) -> Value:
        """Return an invented answer, for trials and measurements."""
        return Value(text="An invented answer.")

    def samples(self, part: PartContent, items: Sequence[ItemContent], chance: random.Random) -> dict[int, Value]:
        """Return invented answers to several items of a part, which go together."""
        return {item.id: self.sample(part, chance) for item in items}

    def columns(self, part: PartContent, item: ItemContent) -> list[str]:
        """Return the headings an item has in an export."""
        return [item.key]


class ChoiceKind(Kind):
    """Shared by kinds that are answered by picking choices."""

    measure: ClassVar[str] = "choices"

    def raw(self, part: PartContent, value: Value) -> Raw:
        keys = [choice.key for choice in part.choices if choice.id in value.choices]
        return keys[0] if keys else ""

    def shown(self, part: PartContent, value: Value) -> str:
        return "; ".join(choice.label for choice in part.choices if choice.id in value.choices)

    def shown_raw(self, part: PartContent, raw: Raw) -> str:
        keys = [raw] if isinstance(raw, str) else raw
        return "; ".join(choice.label for choice in part.choices if choice.key in keys)

    def sample(self, part: PartContent, chance: random.Random) -> Value:
        return Value(choices=(chance.choice(part.choices).id,))


@cache
def kinds() -> dict[str, Kind]:
    """Return all question kinds by name: every subclass of Kind with a name, in every file of this folder."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{module.name}")
    return {kind.name: kind() for kind in _descendants(Kind) if "name" in vars(kind)}


def clashes(parts: Sequence[PartContent], cleaned: Mapping[str, Any]) -> Iterator[tuple[ItemContent, str]]:
    """Yield items whose boxes are wrong beside others of their part, with what is wrong."""
    for part in parts:
        found = kinds()[part.kind].clashes(part, cleaned)
        if found:
            yield from ((item, found[item.key]) for item in part.items if item.key in found)


def _descendants(kind: Any) -> Iterator[Any]:
    for child in kind.__subclasses__():
        yield child
        yield from _descendants(child)
