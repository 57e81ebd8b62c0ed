"""A text beside its template, in pieces that can be shown: what is the same, gone, changed and added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from responses.text.alike import Stretch, compare
from responses.text.words import Words, split

Sign = Literal["same", "gone", "changed", "added"]
SHOWN = 8  # words at either end of a longer stretch that is the same


@dataclass(frozen=True)
class Piece:
    """Words of the template that are gone, words of the text, or so many words left out since both have them."""

    sign: Sign
    text: str
    left_out: int = 0
    after: str = ""  # of a piece of which words are left out: what follows these


def pieces(template: str, text: str, *, short: bool = False) -> list[Piece]:
    """
    Return the pieces of a text in order, with the template's where they differ; the text's own spacing is kept.

    With `short`, of a long stretch that is the same only the ends are given.
    """
    ours, theirs = split(template), split(text)
    if not len(theirs):
        return [Piece("added", text)] if text else []
    found: list[Piece] = []
    stretches = compare(ours.words, theirs.words).stretches
    for number, one in enumerate(stretches):
        found += _of_stretch(one, (template, ours), (text, theirs), last=number == len(stretches) - 1, short=short)
    return found


def _of_stretch(
    one: Stretch, template: tuple[str, Words], text: tuple[str, Words], *, last: bool, short: bool
) -> Iterator[Piece]:
    if one.sign != "same" and one.taken_out:
        yield Piece("gone", _cut(*template, *one.template).strip())
    if not one.put_in:
        return
    start, end = one.text
    if one.sign == "same" and short and end - start > 3 * SHOWN:
        yield Piece(
            "same",
            _cut(*text, start, start + SHOWN),
            left_out=end - start - 2 * SHOWN,
            after=_cut(*text, end - SHOWN, end, to_the_end=last),
        )
        return
    yield Piece("changed" if one.sign == "change" else one.sign, _cut(*text, start, end, to_the_end=last))


def _cut(text: str, words: Words, start: int, end: int, *, to_the_end: bool = False) -> str:
    """Return words [start, end) with what stands before the first of all and after each of them."""
    first = 0 if start == 0 else words.places[start][0]
    return text[first:] if to_the_end or end >= len(words) else text[first : words.places[end][0]]
