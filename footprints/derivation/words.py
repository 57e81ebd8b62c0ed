"""Derivations, clashes and estimates as sentences. Numbers are people unless they stand before '×' or 'of'."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from footprints.derivation.estimates import Estimate
from footprints.derivation.figures import Clash, Derivation, Term

NamesParts = Callable[[frozenset[str]], str]


def derived(derivation: Derivation) -> str:
    """Say a sum: 'West place in option 1 (352,402) minus West place in option 2 (269,541)'; empty without figures."""
    said = " plus ".join(_term(term) for term in derivation.added)
    for term in derivation.taken_away:
        said += f" minus {_term(Term(term.figure, -term.times))}"
    return said.strip()


def clashing(clash: Clash) -> str:
    """Say why figures cannot all be right, as two sentences at the most."""
    more = _together(clash.more)
    lacking = number(clash.missing)
    if not clash.fewer:
        return f"{more} would have to come to {lacking} people more to be possible at all."
    fewer = _together(clash.fewer)
    come = "come" if len(clash.more) > 1 else "comes"
    cover = "cover" if len(clash.more) > 1 else "covers"
    does = "do" if len(clash.fewer) > 1 else "does"
    return (
        f"{more} {cover} all that {fewer} {does}, and yet {come} to {lacking} people fewer. They cannot all be right."
    )


def estimated(found: Estimate, names: NamesParts) -> str:
    """Say how an estimate was split, with its source and date."""
    shares = [
        f"{split.counted:,} in {split.counted_in_all:,} of the {split.block.low:,} people in {names(split.block.parts)}"
        for split in found.splits
    ]
    exact = [f"all {found.whole.low:,} people in {names(found.whole.parts)}"] if found.whole.parts else []
    return f"{', and '.join([*exact, *shares])}; the shares are by {found.label}, {found.dated}"


def number(value: Fraction | int) -> str:
    """Write a number of people; a fraction of a person only where the sources leave one."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}"
    whole, rest = divmod(exact, 1)
    return f"{whole:,} {rest.numerator}/{rest.denominator}" if whole else f"{rest.numerator}/{rest.denominator}"


def _together(terms: Iterable[Term]) -> str:
    return " plus ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    figure = f"{term.figure.label} ({term.figure.people:,})"
    if term.times == 1:
        return figure
    if term.times.denominator == 1:
        return f"{term.times.numerator} × {figure}"
    return f"{number(term.times)} of {figure}"
