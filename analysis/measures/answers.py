"""What was answered to an item: words written, 'none' and blank apart; choices picked, each beside its base."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

import pandas as pd

from analysis.measures.groups import MEETING, RESPONDENTS, total


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


def words(frame: pd.DataFrame, item: int, bases: dict[str, int]) -> dict[str, Wrote]:
    """Return what each group did in one box."""
    of_item = frame[frame["item"] == item]
    figures = {}
    for kind in (*RESPONDENTS, MEETING):
        wrote = total(of_item, kind=kind, says_nothing=False)
        said_none = total(of_item, kind=kind, says_nothing=True)
        figures[kind] = Wrote(base=bases[kind], wrote=wrote, said_none=said_none, blank=bases[kind] - wrote - said_none)
    return figures


def picks(
    picked: pd.DataFrame, choices: pd.DataFrame, item: int, offered: Iterable[int], bases: dict[str, int]
) -> dict[str, Picked]:
    """Return what each group picked for one item; meetings pick nothing."""
    of_item = choices[choices["item"] == item]
    offered = list(offered)
    figures = {}
    for kind in RESPONDENTS:
        answered = total(picked[picked["item"] == item], kind=kind)
        figures[kind] = Picked(
            base=bases[kind],
            answered=answered,
            blank=bases[kind] - answered,
            choices={choice: total(of_item, kind=kind, choice=choice) for choice in offered},
        )
    return figures


def share(n: int, base: int) -> float | None:
    """Return a part of a base in per cent, or nothing where there is no base."""
    return None if base == 0 else round(100 * n / base, 1)
