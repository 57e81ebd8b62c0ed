"""Alternatives written as words: a letter for each area's place, '-' for an area that is left out."""

from __future__ import annotations

import string
from collections.abc import Sequence

import pandas as pd
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from analysis.measures import partitions

LETTERS = "wxyz"
# Busy machines take their time, and rare cases are worth looking for.
any_drawings = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def table(
    drawings: Sequence[str], kinds: Sequence[str] | None = None, size: int | None = None
) -> partitions.Alternatives:
    """Read drawings as the site does; areas are called a, b, c ..., ids count from 1."""
    size = len(drawings[0]) if size is None else size
    proposed = pd.DataFrame(
        {"alternative": range(1, len(drawings) + 1), "kind": list(kinds or ["individual"] * len(drawings))}
    )
    placed = pd.DataFrame(
        [
            (number, area, ord(place))
            for number, drawing in enumerate(drawings, start=1)
            for area, place in zip(string.ascii_lowercase, drawing, strict=False)
            if place != "-"
        ],
        columns=["alternative", "area", "place"],
    )
    return partitions.read(proposed, placed, string.ascii_lowercase[:size])


def option(drawing: str) -> dict[str, int | None]:
    """Return an option's drawing as the place of each area."""
    return {
        area: None if place == "-" else ord(place) for area, place in zip(string.ascii_lowercase, drawing, strict=False)
    }


def drawings(
    *, size: int = 5, letters: str = LETTERS + "-", least: int = 1, most: int = 8
) -> st.SearchStrategy[list[str]]:
    """Any few drawings of as many areas."""
    return st.lists(st.text(letters, min_size=size, max_size=size), min_size=least, max_size=most)
