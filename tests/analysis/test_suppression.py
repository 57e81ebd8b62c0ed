"""Somebody tries to work out a hidden number from everything that is published."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.suppression import SMALLEST_SHOWN, Table, is_small, suppress

KEYS = "abcd"


def published(table: Table) -> tuple[int, tuple[int | None, ...]]:
    """What an outsider sees: the size of the whole sample, and the cells that are shown."""
    return sum(table.cells.values()), tuple(table.shown(key) for key in table.cells)


def solutions(tables: list[Table], *, growing: bool) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All tables of whole numbers that agree with everything published, found by trying them out."""
    fitting = []
    for table in tables:
        size, shown = published(table)
        ways = []
        for values in itertools.product(*[[n] if n is not None else range(size + 1) for n in shown[:-1]]):
            rest = size - sum(values)
            if rest >= 0 and shown[-1] in (None, rest):
                ways.append((*values, rest))
        fitting.append(ways)
    for way in itertools.product(*fitting):
        if not growing or all(
            x <= y for one, other in itertools.pairwise(way) for x, y in zip(one, other, strict=True)
        ):
            yield way


def assert_nothing_is_given_away(tables: list[Table], *, growing: bool) -> None:
    """Look for two solutions that differ in each small cell, and no longer than that takes."""
    certain = {
        (report, place): n
        for report, table in enumerate(tables)
        for place, n in enumerate(table.cells.values())
        if is_small(n)
    }
    assert all(published(tables[report])[1][place] is None for report, place in certain)
    for way in solutions(tables, growing=growing):
        certain = {cell: n for cell, n in certain.items() if way[cell[0]][cell[1]] == n}
        if not certain:
            return
    raise AssertionError(f"{tables} give away the cells {sorted(certain)}")


def numbers(most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, most), min_size=2, max_size=4)


def test_cells_of_one_to_seven_are_hidden_with_a_neighbour_and_zeros_stay():
    table = suppress({"a": 3, "b": 20, "c": 9, "d": 0})
    assert table.hidden == {"a", "c"}
    assert table.shown("b") == 20
    assert table.shown("d") == 0


def test_nothing_is_hidden_where_nothing_is_small():
    assert suppress({"a": 8, "b": 0, "c": 100}).hidden == frozenset()


def test_what_is_hidden_together_is_never_a_small_number_itself():
    table = suppress({"a": 1, "b": 2, "c": 40, "d": 50})
    assert sum(table.cells[key] for key in table.hidden) >= SMALLEST_SHOWN


def test_a_table_with_one_group_of_people_is_withheld():
    assert suppress({"a": 5, "b": 0}).withheld


def test_what_was_hidden_once_stays_hidden():
    first = suppress({"a": 3, "b": 20, "c": 9, "d": 30})
    second = suppress({"a": 12, "b": 25, "c": 19, "d": 31}, [first])
    assert first.hidden <= second.hidden


def test_one_more_person_between_two_reports_is_not_found_by_subtraction():
    first = suppress({"a": 9, "b": 0, "c": 20})
    second = suppress({"a": 9, "b": 1, "c": 20}, [first])
    assert_nothing_is_given_away([first, second], growing=True)


def test_a_few_newcomers_in_one_cell_are_not_told_by_two_tables_that_hide_nothing():
    first = suppress({"a": 20, "b": 20, "c": 0})
    second = suppress({"a": 27, "b": 20, "c": 0}, [first])
    assert second.withheld
    assert suppress({"a": 28, "b": 20, "c": 0}, [first, second]).hidden == frozenset()


def test_a_few_who_went_are_not_told_either():
    first = suppress({"a": 20, "b": 20})
    assert suppress({"a": 19, "b": 20}, [first]).withheld
    assert suppress({"a": 12, "b": 20}, [first]).hidden == frozenset()


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-9, 12)), min_size=3, max_size=4))
@settings(max_examples=80, deadline=None)
def test_no_cell_that_two_reports_show_is_a_few_people_apart(pairs):
    first = suppress({key: n for key, (n, _) in zip(KEYS, pairs, strict=False)})
    second = suppress({key: max(0, n + more) for key, (n, more) in zip(KEYS, pairs, strict=False)}, [first])
    shown = [(first.shown(key), second.shown(key)) for key in first.cells]
    assert not any(n is not None and other is not None and is_small(abs(n - other)) for n, other in shown)


def test_without_neighbours_the_total_gives_the_small_number_away():
    """The control: what the solver below would find if only small cells were hidden."""
    cells = {"a": 3, "b": 20, "c": 9}
    found = solutions([Table(cells, hidden=frozenset({"a"}))], growing=True)
    assert {way[0][0] for way in found} == {3}


@given(numbers(30))
@settings(max_examples=60, deadline=None)
def test_no_small_number_follows_from_one_report(values):
    assert_nothing_is_given_away([suppress(dict(zip(KEYS, values, strict=False)))], growing=True)


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 5)), min_size=3, max_size=3))
@settings(max_examples=40, deadline=None)
def test_no_small_number_follows_from_two_reports_of_a_growing_exercise(pairs):
    first = suppress({key: n for key, (n, _) in zip(KEYS, pairs, strict=False)})
    second = suppress({key: n + more for key, (n, more) in zip(KEYS, pairs, strict=False)}, [first])
    if second.withheld and len([n for n in second.cells.values() if n]) < 2:
        return  # everybody is in one cell: the whole sample is the cell
    assert_nothing_is_given_away([first, second], growing=True)


def test_somebody_who_knows_the_code_cannot_run_it_backwards():
    """Every table of up to 30 people in three cells: no publication comes from one value of a small cell alone."""
    origins = defaultdict(list)
    for values in itertools.product(range(31), repeat=3):
        if sum(values) <= 30:
            table = suppress(dict(zip(KEYS, values, strict=False)))
            origins[published(table)].append(values)
    for (_, shown), tables in origins.items():
        for place, n in enumerate(shown):
            seen = {values[place] for values in tables}
            assert n is not None or len(seen) > 1 or not is_small(min(seen))
