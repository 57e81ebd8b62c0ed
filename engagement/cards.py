"""What upper rooms add to the cards that introduce the options; they join here in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engagement.shapes import EditionContent, OptionContent

# From an edition to named facts by option number, e.g. {1: [("Places", "2")]}.
Fact = tuple[str, str]
OptionFacts = Callable[[EditionContent], dict[int, list[Fact]]]
option_facts: list[OptionFacts] = []

# From an edition to a small picture by option number, as safe HTML; the words of the card stand beside it.
OptionPictures = Callable[[EditionContent], dict[int, str]]
option_pictures: list[OptionPictures] = []


@dataclass(frozen=True)
class Card:
    """An option in short."""

    option: OptionContent
    facts: list[Fact]
    picture: str


def cards_of(content: EditionContent) -> list[Card]:
    """Return a card for each option."""
    facts = facts_of(content)
    pictures: dict[int, str] = {}
    for made in option_pictures:
        pictures |= made(content)
    return [Card(one, facts.get(one.number, []), pictures.get(one.number, "")) for one in content.options]


def facts_of(content: EditionContent) -> dict[int, list[Fact]]:
    """Return what the upper rooms have to say of each option in a line or two."""
    found: dict[int, list[Fact]] = {}
    for facts in option_facts:
        for number, lines in facts(content).items():
            found.setdefault(number, []).extend(lines)
    return found
