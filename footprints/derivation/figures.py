"""Published figures and what is made of them; all counts are people, and every figure carries its base."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class MixedBases(TypeError):
    """Figures that count different things were about to be put into one sum."""


class UnknownParts(ValueError):
    """A population was asked for of parts that the sources do not have."""


class Overlapping(ValueError):
    """Populations were added of which some people would be counted twice."""


@dataclass(frozen=True)
class Published:
    """
    One figure as a source gives it: so many people live in (or are listed in) these parts together.

    `source` tells figures apart and `label` is how a reader finds the figure again. `base` says what was counted and
    `scenario` under which outer boundary, None where the figure holds under any. People are a whole number >= 0.
    """

    source: str
    label: str
    base: str
    parts: frozenset[str]
    people: int
    scenario: str | None = None


@dataclass(frozen=True)
class Term:
    """A published figure, taken so many times; a figure that is taken away has a negative number."""

    figure: Published
    times: Fraction

    @property
    def people(self) -> Fraction:
        return self.times * self.figure.people


@dataclass(frozen=True)
class Derivation:
    """Published figures added and subtracted. Without terms it says 'no fewer than none'."""

    terms: tuple[Term, ...]

    @property
    def people(self) -> Fraction:
        """Return what the arithmetic comes to, in people; a whole number unless the sources were rounded."""
        return sum((term.people for term in self.terms), Fraction(0))

    @property
    def added(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.times > 0)

    @property
    def taken_away(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.times < 0)


@dataclass(frozen=True)
class Clash:
    """
    Figures that cannot all be right, none of which can be left out of the contradiction.

    `more` together cover every part at least as often as `fewer` do, and yet come to `missing` people less; both as
    terms with positive numbers. With `fewer` empty, `more` would have to be negative. `repeated` are other figures
    that say the same as one of these and so share the doubt.
    """

    more: tuple[Term, ...]
    fewer: tuple[Term, ...]
    missing: Fraction
    repeated: tuple[Published, ...] = ()

    @property
    def figures(self) -> tuple[Published, ...]:
        return tuple(term.figure for term in (*self.more, *self.fewer))
