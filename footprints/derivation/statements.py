"""Published figures sorted for calculation: parts that always go together become one block, equal figures one row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from footprints.derivation.algebra import Row
from footprints.derivation.figures import Published


@dataclass(frozen=True)
class Statement:
    """So many people in these parts, and all the figures that say so, in the order of the sources."""

    parts: frozenset[str]
    people: int
    figures: tuple[Published, ...]

    def figure(self, scenario: str | None) -> Published:
        """Return the first figure under a scenario or under any; failing that, the first."""
        return next((figure for figure in self.figures if figure.scenario in (scenario, None)), self.figures[0])

    def is_under(self, scenario: str | None) -> bool:
        return scenario is None or self.figure(scenario).scenario in (scenario, None)


def statements(figures: Iterable[Published]) -> tuple[Statement, ...]:
    """Put together the figures that say the same of the same parts."""
    found: dict[tuple[frozenset[str], int], list[Published]] = {}
    for figure in figures:
        found.setdefault((figure.parts, figure.people), []).append(figure)
    return tuple(Statement(parts, people, tuple(same)) for (parts, people), same in found.items())


@dataclass(frozen=True)
class Table:
    """m statements over k blocks. A block is a set of parts of which every statement holds all or none."""

    parts: tuple[str, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def blocks(self) -> tuple[frozenset[str], ...]:
        """Return the blocks in the order of their first part; parts that no statement holds are in none."""
        found: dict[tuple[bool, ...], set[str]] = {}
        for part in self.parts:
            pattern = tuple(part in statement.parts for statement in self.statements)
            if any(pattern):
                found.setdefault(pattern, set()).add(part)
        return tuple(frozenset(block) for block in found.values())

    @cached_property
    def counted(self) -> frozenset[str]:
        return frozenset().union(*self.blocks)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(tuple(int(block <= one.parts) for block in self.blocks) for one in self.statements)

    @cached_property
    def people(self) -> tuple[int, ...]:
        return tuple(statement.people for statement in self.statements)

    def without(self, indices: Sequence[int]) -> Table:
        """Return the table without these statements; blocks may grow together."""
        kept = tuple(one for index, one in enumerate(self.statements) if index not in indices)
        return Table(self.parts, kept)
