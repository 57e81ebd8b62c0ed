"""What upper rooms add to the cards that introduce the options; they join here in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable

from engagement.shapes import EditionContent

# From an edition to named facts by option number, e.g. {1: [("Places", "2")]}.
Fact = tuple[str, str]
OptionFacts = Callable[[EditionContent], dict[int, list[Fact]]]
option_facts: list[OptionFacts] = []


def facts_of(content: EditionContent) -> dict[int, list[Fact]]:
    """Return what the upper rooms have to say of each option in a line or two."""
    found: dict[int, list[Fact]] = {}
    for facts in option_facts:
        for number, lines in facts(content).items():
            found.setdefault(number, []).extend(lines)
    return found
