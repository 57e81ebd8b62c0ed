"""What a measure finds, and how the sides of a comparison take turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the result: what was measured, the figures, and their ratio against its target."""

    title: str
    ours: str
    bare: str
    ratio: float | None = None
    target: float | None = None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        if self.ratio is None or self.target is None:
            return ""
        met = self.ratio <= self.target if self.at_most else self.ratio >= self.target
        return "met" if met else "MISSED"

    def line(self) -> str:
        """Return the figure as a line of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        sign = "≤" if self.at_most else "≥"
        target = "" if self.target is None else f"{sign} {self.target:g}"
        return f"{self.title:<58} {self.ours:>16} {self.bare:>16} {ratio:>7} {target:>8}  {self.verdict}".rstrip()


HEADING = f"{'':<58} {'ours':>16} {'bare':>16} {'ratio':>7} {'target':>8}"


def in_turn(rounds: int, *sides: Callable[[int], float]) -> list[float]:
    """Return each side's median; every side has one round to warm up, then they take turns."""
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        for side, figures in zip(sides, taken, strict=True):
            figure = side(number)
            if number:
                figures.append(figure)
    return [median(figures) for figures in taken]
