"""What was answered to an item: words written, 'none' and blank apart; choices picked, each beside its base.

Every figure is a whole number of respondents of one group, counted once for an item however much they wrote; only
`share` is in per cent. The base is everybody of the group in the figures, since every item was put to everybody and
none had to be answered. The method is a plain count, as befits answers of people who chose to give them: no weights,
no intervals, no imputation (see the section 'How this report was made', and docs/report.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from analysis.measures.groups import MEETING, RESPONDENTS

Tally = Mapping[tuple[object, ...], int]  # how many, by what they are looked up by; what nobody did is not in it


class Wrote(TypedDict):
    """Of `base` respondents, so many wrote something, said 'none' or the like, or left the box empty."""

    base: int
    wrote: int
    said_none: int
    blank: int


class Picked(TypedDict):
    """Of `base` respondents, `answered` picked something: so many each choice; the rest left it blank."""

    base: int
    answered: int
    blank: int
    choices: dict[int, int]


def words(written: Tally, item: int, bases: dict[str, int]) -> dict[str, Wrote]:
    """
    Return what each group did in one box: {group: Wrote}, meetings too, whose points are written and not picked.

    `written` counts answers by (item id, group, whether they say nothing); what it has not is 0. `bases` has the size
    of every group; a group missing from it raises KeyError.
    """
    figures = {}
    for kind in (*RESPONDENTS, MEETING):
        wrote, said_none = written.get((item, kind, False), 0), written.get((item, kind, True), 0)
        figures[kind] = Wrote(base=bases[kind], wrote=wrote, said_none=said_none, blank=bases[kind] - wrote - said_none)
    return figures


def picks(picked: Tally, choices: Tally, item: int, offered: Iterable[int], bases: dict[str, int]) -> dict[str, Picked]:
    """
    Return what each group picked for one item: {group: Picked}; meetings pick nothing.

    `picked` counts answers by (item id, group), `choices` what was picked in them by (item id, choice id, group):
    where several may be picked, the choices add up to more than `answered`. All that was `offered` is in the result,
    in that order and at least as 0; what was not offered is not. A group missing from `bases` raises KeyError.
    """
    offered = list(offered)
    figures = {}
    for kind in RESPONDENTS:
        answered = picked.get((item, kind), 0)
        figures[kind] = Picked(
            base=bases[kind],
            answered=answered,
            blank=bases[kind] - answered,
            choices={choice: choices.get((item, choice, kind), 0) for choice in offered},
        )
    return figures


def share(n: int, base: int) -> float | None:
    """Return a part of a base in per cent, to one decimal; None where there is no base, since 0 of 0 is no figure."""
    return None if base == 0 else round(100 * n / base, 1)
