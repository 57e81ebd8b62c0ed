"""How alike two texts are, as a person would say it; and what one of them changes and adds.

The measure: how many words of the template stand in the text too, in the same order and at least five together, as a
share of the template's words. What somebody adds to the template does not make a text less alike. A text that leaves
much of the template out is a copy where it is made of the template, so where nearly all of its words stand there. Both
are containment (Broder 1997, see sketches), counted on a longest common subsequence of words (Wagner and Fischer, J. of
the ACM 21 (1974), 168-173), which rapidfuzz works out; counting words that stand together keeps out turns of speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel, LCSseq

TOGETHER = 5  # words
LEAST_SHARE = 0.6  # of the template's words; the default setting
PART_SHARE = 0.8  # of the text's words, where it is a part of the template; of the template's, where they are few
LEAST_OF_MANY = 35  # words that both have, below which a text is a copy only if it holds little else: a sentence or two
# may be from a leaflet that many read
LEAST_WORDS = 8  # a shorter text is not compared: people say the same few words by themselves
LEAST_KEPT = 20  # words that both have, unless they are all there is: fewer may be anybody's
ADDED = 4  # words more than what they stand for, from which on words are somebody's own

Sign = Literal["same", "change", "added"]


@dataclass(frozen=True)
class Stretch:
    """A part of the comparison: words [i, j) of the template became words [k, l) of the text."""

    sign: Sign
    template: tuple[int, int]
    text: tuple[int, int]

    @property
    def taken_out(self) -> int:
        return self.template[1] - self.template[0]

    @property
    def put_in(self) -> int:
        return self.text[1] - self.text[0]


@dataclass(frozen=True)
class Comparison:
    """A text against a template: its stretches in order, and how many words both have."""

    stretches: list[Stretch]
    template: int  # words
    text: int

    @property
    def kept(self) -> int:
        """Return how many words stand in both."""
        return sum(one.put_in for one in self.stretches if one.sign == "same")

    @property
    def of_template(self) -> float:
        """Return the share of the template's words that stand in the text, from 0 to 1."""
        return self.kept / self.template if self.template else 0.0

    @property
    def of_text(self) -> float:
        """Return the share of the text's words that stand in the template, from 0 to 1."""
        return self.kept / self.text if self.text else 0.0

    @property
    def is_exact(self) -> bool:
        return self.kept == self.template == self.text

    @property
    def added(self) -> int:
        """Return how many words are the text's own."""
        return sum(one.put_in for one in self.stretches if one.sign == "added")

    @property
    def is_copy(self) -> bool:
        """Whether the text is a copy of the template at the default setting."""
        return is_copy(self.kept, self.template, self.text)


def is_copy(kept: int, template: int, text: int, least: float = LEAST_SHARE) -> bool:
    """Whether most of a template stands in a text, or the text is a part of it, given their numbers of words."""
    if min(template, text) < LEAST_WORDS or kept < min(LEAST_KEPT, template, text):
        return False
    if kept < LEAST_OF_MANY:
        return kept >= max(least, PART_SHARE) * template and 2 * kept >= text
    return kept >= least * template or kept >= PART_SHARE * text


def kept_words(template: Sequence[str], text: Sequence[str]) -> int:
    """Return how many words stand in both, in the same order and together: as `compare` finds, in less time."""
    together = min(TOGETHER, len(template), len(text))
    if LCSseq.similarity(template, text, score_cutoff=min(LEAST_KEPT, len(template), len(text))) == 0:
        return 0
    blocks = Indel.opcodes(template, text).as_matching_blocks()
    return sum(block.size for block in blocks if block.size >= together)


def compare(template: Sequence[str], text: Sequence[str]) -> Comparison:
    """Compare a text with a template, both as words in their normal form."""
    found = Indel.opcodes(list(template), list(text))
    stretches: list[Stretch] = []
    for code in found:
        same = code.tag == "equal" and _stands_together(code.src_end - code.src_start, len(template), len(text))
        _join(stretches, "same" if same else "change", (code.src_start, code.src_end), (code.dest_start, code.dest_end))
    return Comparison([_judged(one) for one in stretches], len(template), len(text))


def _stands_together(words: int, template: int, text: int) -> bool:
    return words >= min(TOGETHER, template, text)


def _join(stretches: list[Stretch], sign: Sign, template: tuple[int, int], text: tuple[int, int]) -> None:
    """Add a stretch, or make the last one longer where it has the same sign."""
    if stretches and stretches[-1].sign == sign:
        last = stretches.pop()
        template, text = (last.template[0], template[1]), (last.text[0], text[1])
    stretches.append(Stretch(sign, template, text))


def _judged(one: Stretch) -> Stretch:
    """Tell words of somebody's own from words that stand in the place of others, as a name does."""
    own = one.sign == "change" and one.put_in - one.taken_out >= ADDED
    return Stretch("added", one.template, one.text) if own else one
