"""Totals that contradict each other: small sets of figures that cannot all be right."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from footprints.derivation.algebra import Row
from footprints.derivation.programme import contradiction


def smallest(rows: Sequence[Row], people: Sequence[int]) -> tuple[Fraction, ...] | None:
    """
    Return a contradiction (m multiples, zero for totals that it does not need), or None where all totals fit.

    No total can be left out of it (a deletion filter: Chinneck and Dravnieks 1991). The filter is run from every
    starting point among the totals of the first contradiction, and the smallest set that it finds is taken.
    """
    first = contradiction(rows, people)
    if first is None:
        return None
    suspects = [index for index, times in enumerate(first) if times]
    found: tuple[Fraction, ...] = first
    for turn in range(len(suspects)):
        narrowed = _narrowed(rows, people, [*suspects[turn:], *suspects[:turn]])
        if turn == 0 or _size(narrowed) < _size(found):
            found = narrowed
        if _size(found) == 2:
            break
    return found


def _narrowed(rows: Sequence[Row], people: Sequence[int], suspects: list[int]) -> tuple[Fraction, ...]:
    """Leave out one total after the other for as long as the rest still contradict each other."""
    kept = list(suspects)
    for index in suspects:
        rest = [other for other in kept if other != index]
        if contradiction([rows[other] for other in rest], [people[other] for other in rest]) is not None:
            kept = rest
    multiples = contradiction([rows[index] for index in kept], [people[index] for index in kept])
    assert multiples is not None
    whole = [Fraction(0)] * len(rows)
    for index, times in zip(kept, multiples, strict=True):
        whole[index] = times
    return tuple(whole)


def _size(multiples: Sequence[Fraction]) -> int:
    return sum(1 for times in multiples if times)
