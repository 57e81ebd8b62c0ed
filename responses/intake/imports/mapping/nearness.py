"""How near two short texts are by the words that carry them: for suggestions, which a person confirms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from responses.intake.imports.mapping.values import plain

NEAR = 85  # of 100: how like a choice a value must be to be near it
APART = 8  # by how much it must be less like every other choice
STEM = 7  # letters: 'suggestion' and 'suggest' are one word here
SHORTEST_INITIALS = 3
_LITTLE = """
    a an and any are as at be by do does for from has have how i in is it its my of on or our please should that the
    their there these they this those to up was we were what which who why will with would you your
"""
LITTLE = frozenset(_LITTLE.split())
OPPOSITES = frozenset({"least", "worst", "not", "never", "without", "against"})
ONE_WORD = {"made": "make", "making": "make", "chosen": "choose", "choice": "choose"}


@lru_cache(maxsize=4096)  # the same questions are held against every column
def carrying(text: str) -> frozenset[str]:
    """Return the words that carry a text, cut to what their forms have in common."""
    words = [ONE_WORD.get(word, word) for word in plain(text).replace("/", " ").split()]
    return frozenset(word.removesuffix("s")[:STEM] for word in words if word not in LITTLE)


def overlap(heading: str, title: str) -> float:
    """Return, of 100, how far the words that carry a heading are those of a question; 0 where it says the opposite."""
    said, asked = carrying(heading), carrying(title)
    common = said & asked
    if not common or (said - asked) & OPPOSITES:
        return 0.0
    if said == asked and len(common) > 1:
        return 95.0
    if said < asked:
        return 90.0 if len(common) > 1 else 76.0
    return 60 + 70 * len(common) / (len(said) + len(asked)) if len(common) > 1 else 0.0


@lru_cache(maxsize=4096)
def _initials(label: str) -> str:
    return "".join(word[0] for word in plain(label).split() if word not in LITTLE)


def _is_in(words: frozenset[str], label: str) -> bool:
    """Whether a label says all of these words, or has the first letters of some: 'PCNs' in 'Primary Care Networks'."""
    others, initials = carrying(label), _initials(label)
    return all(word in others or (len(word) >= SHORTEST_INITIALS and word in initials) for word in words)


def suggested(value: str, choices: Mapping[str, str]) -> str:
    """Return the one choice that a value is near: its short or long name, or much like it; nothing where none is."""
    said = carrying(value)
    if not said:
        return ""
    short = [key for key, label in choices.items() if _is_in(said, label)]
    if short:
        return short[0] if len(short) == 1 else ""
    long = [key for key, label in choices.items() if carrying(label) and carrying(label) <= said]
    if len(long) == 1 and not (said - carrying(choices[long[0]])) & OPPOSITES:
        return long[0]
    like = sorted(((fuzz.token_sort_ratio(plain(value), plain(label)), key) for key, label in choices.items()))[::-1]
    if not like or like[0][0] < NEAR or (len(like) > 1 and like[0][0] - like[1][0] < APART):
        return ""
    return "" if (said ^ carrying(choices[like[0][1]])) & OPPOSITES else like[0][1]
