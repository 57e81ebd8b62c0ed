"""Alternatives written as words: a letter for each area's place, '-' for an area that is left out."""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from analysis.measures import partitions

LETTERS = "wxyz"
# Busy machines take their time, and rare cases are worth looking for.
any_drawings = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def table(
    drawings: Sequence[str], kinds: Sequence[str] | None = None, size: int | None = None
) -> partitions.Alternatives:
    """Return drawings as the site reads them; areas are called a, b, c ..., ids count from 1."""
    size = len(drawings[0]) if size is None else size
    given = [[partitions.UNASSIGNED if place == "-" else ord(place) for place in drawing] for drawing in drawings]
    return partitions.Alternatives(
        areas=tuple(string.ascii_lowercase[:size]),
        ids=tuple(range(1, len(drawings) + 1)),
        kinds=tuple(kinds or ["individual"] * len(drawings)),
        places=partitions.canonical(np.array(given, dtype=np.int64).reshape(len(drawings), size)),
    )


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
