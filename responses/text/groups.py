"""Groups of copies: each around a template, which every member is compared with.

Members are not joined through one another, since from one small change to the next two unlike texts would end in one
group (the chaining of single linkage; Everitt and others, *Cluster Analysis*, 5th edition 2011, chapter 4). The text
with most company becomes a template first ("leader" clustering, Hartigan, *Clustering Algorithms* 1975, chapter 3), so
the template is the wording most have, or the most typical one where no two are the same.

The outcome depends on the set of texts alone and not on their order: what arrives piece by piece is grouped as if it
had come at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from responses.text.alike import LEAST_SHARE, LEAST_WORDS, is_copy, kept_words
from responses.text.buckets import Buckets, Index, Rows, company, near
from responses.text.sketches import Sketches, sketched

AT_ONCE = 2_000  # texts whose words are fetched together

WordsOf = Callable[[Sequence[int]], dict[int, list[str]]]


@dataclass(frozen=True)
class Wordings:
    """Different wordings: a sketch each, how many words it has, how often it was sent, and its digest."""

    sketches: Sketches
    sizes: NDArray[np.int64]
    counts: NDArray[np.int64]
    digests: Sequence[bytes]


@dataclass(frozen=True)
class Group:
    """A template and its members, both as rows; the template is a member."""

    template: int
    members: list[int] = field(default_factory=list)


def grouped(wordings: Wordings, words_of: WordsOf, *, least: float = LEAST_SHARE) -> list[Group]:
    """
    Return the groups of copies among wordings, the largest first; a wording is in one group at most.

    `words_of` fetches the words of some rows. `least` is the share of words from which on a text is a copy.
    """
    found = _ordered(_around_the_typical(wordings, words_of, least), wordings)
    _take_in_what_is_left(found, wordings, words_of, least)
    return _ordered([group for group in found if group.members], wordings)


def joining(
    templates: Sequence[list[str]], wordings: Wordings, words_of: WordsOf, *, least: float = LEAST_SHARE
) -> dict[int, int]:
    """Return which wordings are copies of given templates, each as its words: {row: number of the template}.

    Where a wording is a copy of several, it goes to the one of which it has the largest share.
    """
    known = sketched(templates)
    every = np.flatnonzero(wordings.sizes >= LEAST_WORDS)
    index = Index.of(wordings.sketches[every], wordings.sizes[every])
    best: dict[int, tuple[float, int]] = {}
    for number, template in enumerate(templates):
        rows = every[index.near(known[number], len(template))]
        for row, kept in _copies(template, rows, words_of, least).items():
            best[row] = max(best.get(row, (0.0, 0)), (kept / len(template), -number))
    return {row: -number for row, (_, number) in best.items()}


def _ordered(groups: list[Group], wordings: Wordings) -> list[Group]:
    return sorted(groups, key=lambda one: (-int(wordings.counts[one.members].sum()), wordings.digests[one.template]))


def _around_the_typical(wordings: Wordings, words_of: WordsOf, least: float) -> list[Group]:
    score, accompanied = company(wordings.sketches, wordings.counts)
    long_enough = wordings.sizes >= LEAST_WORDS
    rows = np.flatnonzero(accompanied & long_enough)
    order = sorted(range(len(rows)), key=lambda one: _first(one, rows, score, wordings))
    buckets = Buckets.of(wordings.sketches[rows])
    free = np.ones(len(rows), bool)
    found = []
    for one in order:
        if not free[one]:
            continue
        met = buckets.meeting(one)
        template = int(rows[one])
        members = _members(template, rows[met[free[met]]], wordings, words_of, least)
        if len(members) > 1:
            found.append(Group(template, members))
            free[np.searchsorted(rows, members)] = False
    alone = np.flatnonzero(~accompanied & long_enough & (wordings.counts > 1)).tolist()
    left = rows[free & (wordings.counts[rows] > 1)].tolist()
    return found + [Group(row, [row]) for row in sorted([*alone, *left])]


def _first(one: int, rows: Rows, score: NDArray[np.float64], wordings: Wordings) -> tuple[float, int, bytes]:
    """Return the order in which texts become templates: most company, then shortest, then by digest."""
    row = int(rows[one])
    return -float(score[row]), int(wordings.sizes[row]), wordings.digests[row]


def _members(template: int, rows: Rows, wordings: Wordings, words_of: WordsOf, least: float) -> list[int]:
    """Return which of some rows are copies of a template, itself among them, in order."""
    size = int(wordings.sizes[template])
    close = near(wordings.sketches[template], size, wordings.sketches, wordings.sizes, rows[rows != template])
    if not len(close):
        return [template]
    words = words_of([template, *close[:AT_ONCE].tolist()])[template]  # the others are fetched along
    return sorted([template, *_copies(words, close, words_of, least)])


def _copies(template: list[str], rows: Rows, words_of: WordsOf, least: float) -> dict[int, int]:
    """Return which of some rows are copies of a template, with how many words of it they have."""
    found = {}
    for first in range(0, len(rows), AT_ONCE):
        words = words_of(rows[first : first + AT_ONCE].tolist())
        for row, text in words.items():
            kept = kept_words(template, text)
            if is_copy(kept, len(template), len(text), least):
                found[row] = kept
    return found


def _take_in_what_is_left(groups: list[Group], wordings: Wordings, words_of: WordsOf, least: float) -> None:
    """Let groups, the largest first, take in texts that hold their template among much else, or changed in many places.

    The template of a smaller group counts as a text too: a group around 'template and the same addition' belongs to
    the larger one, if all its members do.
    """
    in_group = np.zeros(len(wordings.digests), bool)
    for group in groups:
        in_group[group.members] = True
    alone = np.flatnonzero(~in_group & (wordings.sizes >= LEAST_WORDS))
    index = Index.of(wordings.sketches[alone], wordings.sizes[alone])
    best: dict[int, tuple[float, int]] = {}
    for number, group in enumerate(groups):
        if not group.members:
            continue
        template, size = group.template, int(wordings.sizes[group.template])
        close = alone[index.near(wordings.sketches[template], size)]
        words = words_of([template, *close[:AT_ONCE].tolist()])[template]
        for row, kept in _copies(words, close, words_of, least).items():
            best[row] = max(best.get(row, (0.0, 0)), (kept / size, -number))
        _take_in_groups(number, groups, wordings, words_of, least)
    for row, (_, number) in sorted(best.items()):
        group = groups[-number]
        (group if group.members else next(one for one in groups if group.template in one.members)).members.append(row)


def _take_in_groups(number: int, groups: list[Group], wordings: Wordings, words_of: WordsOf, least: float) -> None:
    """Let a group take in smaller ones whose members are all copies of its template."""
    ours = groups[number]
    smaller = {other.template: other for other in groups[number + 1 :] if other.members}
    rows = np.array(sorted(smaller), dtype=np.intp)
    size = int(wordings.sizes[ours.template])
    for template in near(wordings.sketches[ours.template], size, wordings.sketches, wordings.sizes, rows).tolist():
        other = smaller[template]
        joining = _members(ours.template, np.array(other.members), wordings, words_of, least)
        if len(joining) == len(other.members) + 1:
            ours.members.extend(other.members)
            other.members.clear()
