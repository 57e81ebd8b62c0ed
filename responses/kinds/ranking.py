"""The factors in an order of importance: a rank for each of them, or for some."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from crispy_nhsuk.layout import Fieldset, Select
from engagement.packs.pack import Pack
from engagement.packs.reading import PackError
from engagement.packs.schema import PartSpec
from engagement.packs.sections import ChoiceSpec, Expansion, ItemSpec
from engagement.shapes import ItemContent, PartContent
from responses.kinds.base import Value
from responses.kinds.fields import PickField, said_of
from responses.kinds.single_choice import SingleChoice

NO_RANK = ("", "Not ranked")
ONCE = "Give each rank to one factor only."


class RankField(PickField):
    """A rank from a list, which a keyboard, a finger and a screen reader handle alike."""

    widget = forms.Select


class Ranking(SingleChoice):
    """A list for each factor needs no dragging and no script. A rank is given once; any factor may be left out."""

    name: ClassVar[str] = "ranking"
    measure: ClassVar[str] = "ranking"
    folded_under: ClassVar[str] = "Put the factors in order (optional)"

    def expand(self, spec: PartSpec, pack: Pack) -> Expansion:
        factors = pack.factors.factors
        if not factors:
            raise PackError(
                "questions.yaml",
                None,
                f"the part '{spec.key}' asks to rank the factors, and there are none.",
                "Name them in factors.yaml, or take the part out.",
            )
        return Expansion(
            items=[ItemSpec(f"{spec.key}.{factor.key}", factor=factor.key) for factor in factors],
            choices=[ChoiceSpec(str(rank), rank_in_words(rank)) for rank in range(1, len(factors) + 1)],
        )

    def label(self, part: PartContent, item: ItemContent) -> str:
        return f"Rank of {_quoted(item)}"

    def field(self, part: PartContent, item: ItemContent) -> forms.Field:
        assert item.factor is not None
        ranks = [(choice.key, choice.label) for choice in part.choices]
        return RankField(label=item.factor.title, choices=[NO_RANK, *ranks])

    def layout(self, part: PartContent, items: Sequence[ItemContent]) -> list[Any]:
        lists = (Select(item.key) for item in items)
        return [Fieldset(part.title, *lists, hint=part.hint, css_class="app-ranks")]

    def clashes(self, part: PartContent, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """A rank that several factors have is wrong at each of them."""
        ranked: dict[str, list[ItemContent]] = defaultdict(list)
        for item in part.items:
            if rank := cleaned.get(item.key):
                ranked[rank].append(item)
        return {
            item.key: _also_there(part, rank, item, [one for one in items if one is not item])
            for rank, items in ranked.items()
            if len(items) > 1
            for item in items
        }

    def lines(self, part: PartContent, said: Sequence[tuple[ItemContent, str]]) -> list[tuple[ItemContent, str]]:
        """Tell the ranks in their order, which says more than that of the factors."""
        order = {choice.label: position for position, choice in enumerate(part.choices)}
        ranked = sorted(said, key=lambda one: order[one[1]])
        return [(item, f"{rank}: {_title(item)}") for item, rank in ranked]

    def samples(self, part: PartContent, items: Sequence[ItemContent], chance: random.Random) -> dict[int, Value]:
        """Give the first ranks to the items in any order."""
        ranks = list(part.choices[: len(items)])
        chance.shuffle(ranks)
        return {item.id: Value(choices=(rank.id,)) for item, rank in zip(items, ranks, strict=True)}


def rank_in_words(rank: int) -> str:
    """Return '1st (most important)', '2nd' and so on."""
    if rank == 1:
        return "1st (most important)"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th") if rank % 100 not in {11, 12, 13} else "th"
    return f"{rank}{ending}"


def _also_there(part: PartContent, rank: str, item: ItemContent, others: Sequence[ItemContent]) -> str:
    label = part.choice_by_key[rank].label.partition(" (")[0]
    names = " and ".join(map(_quoted, others))
    return f"{said_of(_title(item))} {names} {'is' if len(others) == 1 else 'are'} {label} too. {ONCE}"


def _title(item: ItemContent) -> str:
    assert item.factor is not None
    return item.factor.title


def _quoted(item: ItemContent) -> str:
    return f"\N{LEFT SINGLE QUOTATION MARK}{_title(item)}\N{RIGHT SINGLE QUOTATION MARK}"
