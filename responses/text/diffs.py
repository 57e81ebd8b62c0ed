"""A text beside its template, in pieces that can be shown: what is the same, gone, changed and added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from responses.text.alike import Stretch, compare
from responses.text.words import Words, split

Sign = Literal["same", "gone", "changed", "added"]
BLOCK = "[redacted]"  # in the place of hidden words
SHOWN = 8  # words at either end of a longer stretch that is the same


@dataclass(frozen=True)
class Wording:
    """A text, and the code points [start, end) of it that are hidden, in order."""

    text: str
    hidden: Sequence[tuple[int, int]] = ()

    def read(self, first: int, last: int) -> str:
        """Return what stands in [first, last), with a block in the place of each hidden part."""
        found, at = "", first
        for start, end in self.hidden:
            if at < end and start < last:
                found += self.text[at : max(at, start)] + BLOCK
                at = min(end, last)
        return found + self.text[at:last]


@dataclass(frozen=True)
class Piece:
    """Words of the template that are gone, words of the text, or so many words left out since both have them."""

    sign: Sign
    text: str
    left_out: int = 0
    after: str = ""  # of a piece of which words are left out: what follows these


def pieces(template: Wording, text: Wording, *, short: bool = False) -> list[Piece]:
    """
    Return the pieces of a text in order, with the template's where they differ; the text's own spacing is kept.

    All words are compared, so that what is hidden in one of them is no change; none of the hidden words is returned.
    With `short`, of a long stretch that is the same only the ends are given.
    """
    ours, theirs = split(template.text), split(text.text)
    if not len(theirs):
        return [Piece("added", text.read(0, len(text.text)))] if text.text else []
    found: list[Piece] = []
    stretches = compare(ours.words, theirs.words).stretches
    for number, one in enumerate(stretches):
        found += _of_stretch(one, (template, ours), (text, theirs), last=number == len(stretches) - 1, short=short)
    return found


def _of_stretch(
    one: Stretch, template: tuple[Wording, Words], text: tuple[Wording, Words], *, last: bool, short: bool
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


def _cut(text: Wording, words: Words, start: int, end: int, *, to_the_end: bool = False) -> str:
    """Return words [start, end) with what stands before the first of all and after each of them."""
    first = 0 if start == 0 else words.places[start][0]
    return text.read(first, len(text.text) if to_the_end or end >= len(words) else words.places[end][0])
