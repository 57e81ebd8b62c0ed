"""Small numbers of individuals, and what has to go with them so that nobody can work them out.

A table by a personal characteristic counts individuals once each, and its total is known from elsewhere: the whole
sample is always published. A cell of 1 to 7 is hidden. More cells are hidden with it until no hidden number follows
from the total, from the other cells, or from the same table in any other report of the exercise.

The threshold is that of NHS England for figures about patients, where 1 to 7 are suppressed and 0 is shown (Hospital
Episode Statistics Analysis Guide, "Small numbers"). Hiding neighbours is secondary, or complementary, suppression as in
Hundepool et al., Statistical Disclosure Control (Wiley 2012): there, too, what protects a cell is how far its number
could be another one, given all that is published, and network flows are a way to find that out.

The check assumes somebody who knows this code: who can tell a small cell from one that was hidden for its sake, and
who takes it that numbers only grow from one report to the next. Under those assumptions the reports together form a
flow network (people arrive between two reports and stay in their cell), and a hidden number can be another one exactly
if a unit of flow can be sent round a circle through it.

That is about how many people are in a cell. Who came between two reports, or went, would still be told by subtraction
where both show a cell: one more in one area, one more who judged so. A table in which a cell that an earlier report
showed is from 1 to 7 people apart is therefore withheld.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

SMALLEST_SHOWN = 8
Node = tuple[str, int, str]
Arc = tuple[Node, Node]
SINK: Node = ("sink", 0, "")


@dataclass(frozen=True)
class Table:
    """One report's table: the true numbers, and what of them is hidden. A withheld table shows its total alone."""

    cells: Mapping[str, int]
    hidden: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()  # hidden because an earlier report hid them, whatever they are now
    withheld: bool = False

    def shown(self, key: str) -> int | None:
        return None if self.withheld or key in self.hidden else self.cells[key]


def is_small(n: int) -> bool:
    return 0 < n < SMALLEST_SHOWN


def suppress(cells: Mapping[str, int], earlier: Sequence[Table] = ()) -> Table:
    """
    Return the table with enough hidden, given the tables that earlier reports showed of the same exercise.

    `cells` are whole numbers of individuals by key, each individual in one cell; `earlier` stand in the order in which
    the reports left the team. There is always a result: where hiding cells is not enough, the table is withheld.
    """
    carried = frozenset(key for table in earlier if not table.withheld for key in table.hidden) & cells.keys()
    table = _with_neighbours(cells, carried, earlier)
    if table is None or any(tells_who_came(then, table) for then in earlier):
        return Table(cells, frozenset(cells), carried, withheld=True)
    return table


def tells_who_came(then: Table, now: Table) -> bool:
    """Whether a cell that both tables show is from 1 to 7 people apart: those who came between them, or went."""
    both = [(then.shown(key), now.shown(key)) for key in then.cells.keys() & now.cells.keys()]
    return any(n is not None and other is not None and is_small(abs(n - other)) for n, other in both)


def _with_neighbours(cells: Mapping[str, int], carried: frozenset[str], earlier: Sequence[Table]) -> Table | None:
    """Hide what is small or was hidden, and neighbours; None where that is not enough."""
    small = frozenset(key for key, n in cells.items() if is_small(n))
    hidden = small | carried
    # Smallest first, and all that are equally small together: a choice between equals would give something away.
    for n in [0, *sorted({n for key, n in cells.items() if n and key not in hidden})]:
        hidden |= {key for key, number in cells.items() if n and number == n}
        table = Table(cells, hidden, carried)
        if is_safe([*earlier, table]):
            return table
    return None


def is_safe(tables: Sequence[Table]) -> bool:
    """Whether no small number in any of the tables can be worked out from all of them."""
    for table in tables:
        together = sum(table.cells[key] for key in table.hidden)
        if not table.withheld and is_small(together):
            return False  # 'one of these two areas' would itself be a small cell
    flow = _Flow(tables)
    return all(
        flow.can_change(position, key)
        for position, table in enumerate(tables)
        for key, n in table.cells.items()
        if is_small(n) and table.shown(key) is None
    )


def bounds(table: Table, key: str) -> tuple[float, float]:
    """Return between which numbers an outsider who knows the rules would look for a cell."""
    n = table.shown(key)
    if n is not None:
        return n, n
    if table.withheld or key in table.carried:
        return 0, inf
    # Neighbours are hidden smallest first, so whatever is hidden is smaller than all that is shown.
    larger = min((shown for other in table.cells if (shown := table.shown(other))), default=inf)
    return 1, max(SMALLEST_SHOWN, larger) - 1


class _Flow:
    """The tables as a network: a row node per report feeds the cells, and each cell carries on to the next report."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.last = len(tables) - 1
        self.steps: dict[Node, set[Node]] = {}
        keys = sorted({key for table in tables for key in table.cells})
        for position, table in enumerate(tables):
            for key in keys:
                n = table.cells.get(key, 0)
                before = tables[position - 1].cells.get(key, 0) if position else 0
                # Where a number really went down, the assumption that it cannot is dropped.
                self._add(self._arrivals(position, key), n - before, 0 if n >= before else -inf, inf)
                self._add(self._stock(position, key), n, *(bounds(table, key) if key in table.cells else (0, 0)))

    def can_change(self, position: int, key: str) -> bool:
        """Whether the cell can be another number while everything that is published stays as it is."""
        start, end = self._stock(position, key)
        more = end in self.steps.get(start, ()) and self._leads(end, start)
        less = start in self.steps.get(end, ()) and self._leads(start, end)
        return more or less

    def _arrivals(self, position: int, key: str) -> Arc:
        return ("row", position, ""), ("cell", position, key)

    def _stock(self, position: int, key: str) -> Arc:
        return ("cell", position, key), SINK if position == self.last else ("cell", position + 1, key)

    def _add(self, arc: Arc, flow: float, low: float, high: float) -> None:
        start, end = arc
        if flow < high:
            self.steps.setdefault(start, set()).add(end)
        if flow > low:
            self.steps.setdefault(end, set()).add(start)

    def _leads(self, start: Node, goal: Node) -> bool:
        """Whether there is a way from start to goal other than straight back."""
        seen, waiting = {start}, [start]
        while waiting:
            for node in self._onward(waiting.pop(), start, goal):
                if node == goal:
                    return True
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return False

    def _onward(self, node: Node, start: Node, goal: Node) -> Iterator[Node]:
        return (after for after in self.steps.get(node, ()) if (node, after) != (start, goal))
