"""All published figures on one base, and what they say of any set of parts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache

from footprints.derivation import algebra, clashes
from footprints.derivation.algebra import Row
from footprints.derivation.figures import (
    Clash,
    Derivation,
    MixedBases,
    Overlapping,
    Published,
    Term,
    UnknownParts,
)
from footprints.derivation.programme import shortest_sum, tightest_cover
from footprints.derivation.statements import Statement, Table, statements

KEPT_ANSWERS = 4096
OTHER_SCENARIO_COSTS = 0.01  # of one figure more: a derivation keeps to the scenario that it is about if it can
LATER_COSTS = 1e-5  # a tie goes to the figures that the sources give first


@dataclass(frozen=True)
class Known:
    """
    What the sources determine of some parts: between `low` and `high` people, both ends included; exact where equal.

    `high` is None where no figure holds all of the parts. A Known can be added to another on the same base that has
    none of its parts: the sum is asked of the sources again, as two ranges together may be known better than apart.
    """

    base: str
    parts: frozenset[str]
    scenario: str | None
    low: int
    high: int | None
    sources: Sources = field(repr=False, compare=False)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def people(self) -> int | None:
        """Return the exact number of people, None where only a range is known."""
        return self.low if self.is_exact else None

    @cached_property
    def at_least(self) -> Derivation:
        """Return the figures that `low` is made of; for an exact number those that it is made of."""
        return self.sources.at_least(self.parts, self.scenario)

    @cached_property
    def at_most(self) -> Derivation | None:
        """Return the figures that `high` is made of; for an exact number those that it is made of."""
        return self.sources.at_most(self.parts, self.scenario)

    def __add__(self, other: Known) -> Known:
        if not isinstance(other, Known):
            return NotImplemented
        if other.base != self.base:
            raise MixedBases(f"'{self.base}' and '{other.base}' count different things: they have no sum.")
        if self.parts & other.parts:
            raise Overlapping(f"These would be counted twice: {', '.join(sorted(self.parts & other.parts))}.")
        return self.sources.known(self.parts | other.parts, self.scenario)


class Sources:
    """
    Figures on one base, solved once: an exact number is then a product of two short vectors, a range two programmes.

    Figures that clash are named in `clashes` and left out of every answer. Raises MixedBases where figures are of
    different bases, UnknownParts where a figure holds parts that are not among `parts`, ValueError where a figure is
    negative or there is none at all.
    """

    def __init__(self, figures: Iterable[Published], parts: Sequence[str]) -> None:
        self.figures = tuple(figures)
        self.parts = tuple(parts)
        self.base = _one_base(self.figures)
        for figure in self.figures:
            self._check(figure.parts)
            if figure.people < 0:
                raise ValueError(f"{figure.label} cannot have {figure.people} people.")
        self.clashes, self._table = _freed_of_clashes(Table(self.parts, statements(self.figures)))
        solution = algebra.solve(self._table.rows, self._table.people, len(self._table.blocks))
        assert solution is not None  # what contradicts itself has been left out
        self._solution = solution
        self._bound = lru_cache(maxsize=KEPT_ANSWERS)(self._make_bound)

    @property
    def blocks(self) -> tuple[frozenset[str], ...]:
        """Return the sets of parts that no figure tells apart, in the order of their first parts."""
        return self._table.blocks

    def known(self, parts: Iterable[str], scenario: str | None = None) -> Known:
        """
        Return what is known of these parts together; a scenario only says which figures a derivation prefers.

        Where totals were rounded so that a number comes out with a fraction of a person, the whole numbers on both
        sides of it are given as a range. Raises UnknownParts.
        """
        asked = frozenset(parts)
        self._check(asked)
        least = self._value(self._wholly_in(asked), scenario, most=False)
        most = self._value(self._touched_by(asked), scenario, most=True) if asked <= self._table.counted else None
        if most is None or least is None:
            return Known(self.base, asked, scenario, math.ceil(least or 0), None, self)
        low, high = math.ceil(least), math.floor(most)
        return Known(self.base, asked, scenario, min(low, high), max(low, high), self)

    def at_least(self, parts: frozenset[str], scenario: str | None) -> Derivation:
        """Return the figures whose sum is the lower end of what is known of these parts."""
        multiples = self._multiples(self._wholly_in(parts), scenario, most=False)
        return self._derivation(multiples or (), scenario)

    def at_most(self, parts: frozenset[str], scenario: str | None) -> Derivation | None:
        """Return the figures whose sum is the upper end of what is known of these parts, None where there is none."""
        if not parts <= self._table.counted:
            return None
        multiples = self._multiples(self._touched_by(parts), scenario, most=True)
        return None if multiples is None else self._derivation(multiples, scenario)

    def _check(self, parts: frozenset[str]) -> None:
        unknown = parts - frozenset(self.parts)
        if unknown:
            raise UnknownParts(f"The sources on '{self.base}' do not know {', '.join(sorted(unknown))}.")

    def _wholly_in(self, parts: frozenset[str]) -> Row:
        return tuple(int(block <= parts) for block in self.blocks)

    def _touched_by(self, parts: frozenset[str]) -> Row:
        return tuple(int(bool(block & parts)) for block in self.blocks)

    def _value(self, wanted: Row, scenario: str | None, *, most: bool) -> Fraction | None:
        if self._solution.determines(wanted):
            return self._solution.value(wanted)
        multiples = self._multiples(wanted, scenario, most=most)
        if multiples is None:
            return None
        return sum((times * count for times, count in zip(multiples, self._table.people, strict=True)), Fraction(0))

    def _multiples(self, wanted: Row, scenario: str | None, *, most: bool) -> tuple[Fraction, ...] | None:
        return self._bound(wanted, scenario, most)

    def _make_bound(self, wanted: Row, scenario: str | None, most: bool) -> tuple[Fraction, ...] | None:
        """Return how often each statement is taken for one end of what is known of these blocks."""
        if not any(wanted):
            return (Fraction(0),) * len(self._table.rows)
        costs = [
            1 + LATER_COSTS * index + OTHER_SCENARIO_COSTS * (not statement.is_under(scenario))
            for index, statement in enumerate(self._table.statements)
        ]
        rows, people = self._table.rows, self._table.people
        if self._solution.determines(wanted):
            return shortest_sum(rows, wanted, costs)
        if most:
            return tightest_cover(rows, people, wanted, costs)
        turned = tightest_cover(rows, people, [-entry for entry in wanted], costs)
        return None if turned is None else tuple(-times for times in turned)

    def _derivation(self, multiples: Sequence[Fraction], scenario: str | None) -> Derivation:
        taken = zip(self._table.statements, multiples, strict=False)
        return Derivation(_terms((statement, times, scenario) for statement, times in taken))


def _one_base(figures: Sequence[Published]) -> str:
    bases = sorted({figure.base for figure in figures})
    if not bases:
        raise ValueError("There are no published figures.")
    if len(bases) > 1:
        raise MixedBases(f"These count different things and cannot be put into one sum: {', '.join(bases)}.")
    return bases[0]


def _terms(taken: Iterable[tuple[Statement, Fraction, str | None]]) -> tuple[Term, ...]:
    """Return what is taken, first what is added, and of that the largest first."""
    found = [Term(statement.figure(scenario), times) for statement, times, scenario in taken if times]
    return tuple(sorted(found, key=lambda term: (term.times < 0, -abs(term.people))))


def _freed_of_clashes(table: Table) -> tuple[tuple[Clash, ...], Table]:
    """Take out one small clash after the other until what is left fits together."""
    found: list[Clash] = []
    while (multiples := clashes.smallest(table.rows, table.people)) is not None:
        found.append(_clash(table, multiples))
        table = table.without([index for index, times in enumerate(multiples) if times])
    return tuple(found), table


def _clash(table: Table, multiples: Sequence[Fraction]) -> Clash:
    """Scale a contradiction to whole multiples and say it in figures."""
    whole = math.lcm(*(times.denominator for times in multiples))
    shared = math.gcd(*(int(times * whole) for times in multiples))
    scaled = [times * whole / shared for times in multiples]
    terms = _terms((statement, times, None) for statement, times in zip(table.statements, scaled, strict=True))
    named = {term.figure for term in terms}
    involved = [statement for statement, times in zip(table.statements, scaled, strict=True) if times]
    return Clash(
        more=tuple(term for term in terms if term.times > 0),
        fewer=tuple(Term(term.figure, -term.times) for term in terms if term.times < 0),
        missing=-sum((term.people for term in terms), Fraction(0)),
        repeated=tuple(figure for one in involved for figure in one.figures if figure not in named),
    )
