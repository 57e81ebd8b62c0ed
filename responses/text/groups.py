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

from responses.text.alike import LEAST_SHARE, LEAST_WORDS, compare
from responses.text.buckets import Buckets, Rows, company, meetings
from responses.text.sketches import Sketches, contained, resemblance

LOWEST_ESTIMATE = 0.3  # of what a pair has in common, below which its words are not compared
LEAST_RESEMBLING = 0.08
AT_ONCE = 2_000  # texts whose words are fetched together

WordsOf = Callable[[Sequence[int]], dict[int, list[str]]]


@dataclass(frozen=True)
class Wordings:
    """Different wordings: a sketch each, how many words it has, how often it was sent, and its digest."""

    sketches: Sketches
    sizes: NDArray[np.int64]
    counts: NDArray[np.int64]
    digests: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.digests)


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
    found = _around_the_typical(wordings, words_of, least)
    _take_in_what_is_left(found, wordings, words_of, least)
    merged = [group for group in found if group.members]
    return sorted(merged, key=lambda one: (-int(wordings.counts[one.members].sum()), wordings.digests[one.template]))


def joining(
    templates: Sketches,
    words: Sequence[list[str]],
    wordings: Wordings,
    words_of: WordsOf,
    *,
    least: float = LEAST_SHARE,
) -> dict[int, int]:
    """Return which wordings are copies of given templates: {row: template}; the template it has most of."""
    sizes = np.array([len(one) for one in words], dtype=np.int64)
    ones, others = _worth_comparing(*meetings(templates, wordings.sketches), templates, sizes, wordings)
    return _nearest(ones, others, dict(enumerate(words)), words_of, least)


def _around_the_typical(wordings: Wordings, words_of: WordsOf, least: float) -> list[Group]:
    score, accompanied = company(wordings.sketches, wordings.counts)
    long_enough = wordings.sizes >= LEAST_WORDS
    rows = np.flatnonzero(accompanied & long_enough)
    order = sorted(rows.tolist(), key=lambda row: (-score[row], int(wordings.sizes[row]), wordings.digests[row]))
    place = {row: number for number, row in enumerate(rows.tolist())}
    buckets = Buckets.of(wordings.sketches[rows])
    free = np.ones(len(rows), bool)
    found = []
    for template in order:
        if not free[place[template]]:
            continue
        met = buckets.meeting(place[template])
        members = _copies_of(template, rows[met[free[met]]], wordings, words_of, least)
        if len(members) > 1:
            found.append(Group(template, members))
            free[[place[member] for member in members]] = False
    alone = np.flatnonzero(~accompanied & long_enough & (wordings.counts > 1)).tolist()
    left = rows[free & (wordings.counts[rows] > 1)].tolist()
    return found + [Group(row, [row]) for row in sorted([*alone, *left])]


def _copies_of(template: int, rows: Rows, wordings: Wordings, words_of: WordsOf, least: float) -> list[int]:
    """Return which of some rows are copies of a template, itself among them."""
    ones = np.full(len(rows), template, dtype=np.intp)
    estimate = _estimate(wordings.sketches, ones, wordings.sketches, rows, wordings.sizes[ones], wordings.sizes[rows])
    near = [row for row in rows[estimate].tolist() if row != template]
    if not near:
        return [template]
    ours = words_of([template])[template]
    members = [template]
    for first in range(0, len(near), AT_ONCE):
        words = words_of(near[first : first + AT_ONCE])
        members += [row for row in near[first : first + AT_ONCE] if compare(ours, words[row]).is_copy(least)]
    return sorted(members)


def _take_in_what_is_left(groups: list[Group], wordings: Wordings, words_of: WordsOf, least: float) -> None:
    """Let groups take in texts that hold a whole template among so much else that they met in no bucket of four.

    Smaller groups count as texts too: one around 'template and the same addition' belongs to the larger one.
    """
    if not groups:
        return
    weight = [int(wordings.counts[group.members].sum()) for group in groups]
    rank = sorted(range(len(groups)), key=lambda one: (-weight[one], wordings.digests[groups[one].template]))
    standing = {number: place for place, number in enumerate(rank)}
    templates = np.array([group.template for group in groups], dtype=np.intp)
    group_of = {member: number for number, group in enumerate(groups) for member in group.members}
    sizes = wordings.sizes[templates]
    ones, others = meetings(wordings.sketches[templates], wordings.sketches)
    larger = np.array(
        [
            other not in group_of
            or (other == groups[group_of[other]].template and standing[one] < standing[group_of[other]])
            for one, other in zip(ones.tolist(), others.tolist(), strict=True)
        ],
        dtype=bool,
    )
    ones, others = _worth_comparing(ones[larger], others[larger], wordings.sketches[templates], sizes, wordings)
    words = {number: found for number, found in _fetched(groups, np.unique(ones), words_of).items()}
    into = _nearest(ones, others, words, words_of, least)
    for row, number in sorted(into.items(), key=lambda item: standing[item[1]]):
        _move(row, number, groups, group_of, wordings, words_of, least)


def _move(
    row: int,
    number: int,
    groups: list[Group],
    group_of: dict[int, int],
    wordings: Wordings,
    words_of: WordsOf,
    least: float,
) -> None:
    """Put a text into a group; with the template of a smaller group come those members that fit as well."""
    target = groups[number]
    if not target.members:  # it went into a larger one itself
        return
    if row not in group_of:
        target.members.append(row)
        return
    source = groups[group_of[row]]
    if group_of[row] == number or row != source.template:
        return
    moved = _copies_of(target.template, np.array(sorted([target.template, *source.members])), wordings, words_of, least)
    ours = [member for member in moved if member != target.template]
    if len(ours) < len(source.members):
        return  # it has members that are no copies of the larger template, and stays whole
    target.members.extend(ours)
    source.members.clear()


def _fetched(groups: list[Group], numbers: Rows, words_of: WordsOf) -> dict[int, list[str]]:
    templates = [groups[number].template for number in numbers.tolist()]
    words = words_of(templates)
    return {number: words[groups[number].template] for number in numbers.tolist()}


def _worth_comparing(
    ones: Rows, others: Rows, templates: Sketches, sizes: NDArray[np.int64], wordings: Wordings
) -> tuple[Rows, Rows]:
    """Limit pairs of template and wording to those that may have enough in common."""
    worth = _estimate(templates, ones, wordings.sketches, others, sizes[ones], wordings.sizes[others])
    worth &= (wordings.sizes[others] >= LEAST_WORDS) & (sizes[ones] >= LEAST_WORDS)
    return ones[worth], others[worth]


def _estimate(
    templates: Sketches,
    ones: Rows,
    sketches: Sketches,
    others: Rows,
    sizes: NDArray[np.int64],
    other_sizes: NDArray[np.int64],
) -> NDArray[np.bool_]:
    kept = np.zeros(len(ones), bool)
    for first in range(0, len(ones), 100_000):
        piece = slice(first, first + 100_000)
        resembling = resemblance(templates[ones[piece]], sketches[others[piece]])
        shared = contained(resembling, sizes[piece], other_sizes[piece])
        kept[piece] = (shared >= LOWEST_ESTIMATE) & (resembling >= LEAST_RESEMBLING)
    return kept


def _nearest(ones: Rows, others: Rows, words: dict[int, list[str]], words_of: WordsOf, least: float) -> dict[int, int]:
    """Compare pairs of template and wording, and return for each wording the template that it has most of."""
    best: dict[int, tuple[float, int, int]] = {}
    order = np.argsort(others, kind="stable")
    for first in range(0, len(order), AT_ONCE):
        piece = order[first : first + AT_ONCE]
        theirs = words_of(np.unique(others[piece]).tolist())
        for one, other in zip(ones[piece].tolist(), others[piece].tolist(), strict=True):
            found = compare(words[one], theirs[other])
            if found.is_copy(least):
                best[other] = max(best.get(other, (0.0, 0, 0)), (found.of_template, found.kept, -one))
    return {other: -one for other, (_, _, one) in best.items()}
