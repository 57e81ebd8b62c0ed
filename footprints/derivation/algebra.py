"""Systems of linear equations solved without rounding: Gauss-Jordan elimination over fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Row = tuple[int, ...]


@dataclass(frozen=True)
class Solution:
    """All solutions of m equations in k unknowns: `one` of length k, and a base of the directions left free."""

    one: tuple[Fraction, ...]
    free: tuple[tuple[Fraction, ...], ...]

    def determines(self, wanted: Sequence[int]) -> bool:
        """Return whether wanted·x is the same number for every solution x."""
        return all(not _dot(wanted, direction) for direction in self.free)

    def value(self, wanted: Sequence[int]) -> Fraction:
        """Return wanted·x for the one solution."""
        return _dot(wanted, self.one)


def solve(rows: Sequence[Sequence[int]], values: Sequence[int], unknowns: int) -> Solution | None:
    """Solve rows·x = values exactly (m rows of length `unknowns`); None where the equations contradict each other."""
    table = [[*(Fraction(entry) for entry in row), Fraction(value)] for row, value in zip(rows, values, strict=True)]
    pivots: list[int] = []
    for column in range(unknowns):
        height = len(pivots)
        found = next((index for index in range(height, len(table)) if table[index][column]), None)
        if found is None:
            continue
        table[height], table[found] = table[found], table[height]
        lead = table[height][column]
        table[height] = [entry / lead for entry in table[height]]
        for index, row in enumerate(table):
            if index != height and row[column]:
                factor = row[column]
                table[index] = [mine - factor * other for mine, other in zip(row, table[height], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in table[len(pivots) :]):
        return None
    return Solution(_one(table, pivots, unknowns), _free(table, pivots, unknowns))


def _one(table: list[list[Fraction]], pivots: list[int], unknowns: int) -> tuple[Fraction, ...]:
    found = [Fraction(0)] * unknowns
    for row, column in zip(table, pivots, strict=False):
        found[column] = row[-1]
    return tuple(found)


def _free(table: list[list[Fraction]], pivots: list[int], unknowns: int) -> tuple[tuple[Fraction, ...], ...]:
    directions = []
    for column in sorted(set(range(unknowns)) - set(pivots)):
        direction = [Fraction(0)] * unknowns
        direction[column] = Fraction(1)
        for row, pivot in zip(table, pivots, strict=False):
            direction[pivot] = -row[column]
        directions.append(tuple(direction))
    return tuple(directions)


def _dot(left: Sequence[int], right: Sequence[Fraction]) -> Fraction:
    return sum((mine * other for mine, other in zip(left, right, strict=True) if mine), Fraction(0))
