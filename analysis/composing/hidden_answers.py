"""What has to be hidden of answers that tell an individual from all others: judgements of options, and rankings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis import frames
from analysis.composing.hidden import Before, Given, of_item, of_ranking
from analysis.composing.orders import Order
from analysis.measures.answers import Tally
from analysis.measures.groups import INDIVIDUAL, bases
from analysis.measures.means import differ_by_few, leaves_room, may_be_given
from analysis.measures.suppression import Table, suppress
from engagement.shapes import EditionContent, ItemContent, PartContent
from responses.revealing import JUDGEMENTS, RANKING, parts_measured

BLANK = ""  # the cell of those who left a box blank


def judgements(content: EditionContent, found: frames.Frames, before: Sequence[Before]) -> dict[str, Table]:
    """
    Return for each item what individuals picked and how many left it blank, with enough hidden.

    Each individual is in one cell of an item, and they add up to all, who are known: it is a table as by area. Each
    earlier report is counted again, in one query for all items: where nothing is hidden in either, the difference of
    two tables is what those answered who came between them.
    """
    base = bases(found.members)[INDIVIDUAL]
    picked = _by_individuals(found)
    asked = {of_item(item): (part, item) for part in parts_measured(content, JUDGEMENTS) for item in part.items}
    now = {key: _cells(part, item, picked, base) for key, (part, item) in asked.items()}
    then = [_as_published(asked, one) for one in before]
    return {key: suppress(cells, [tables[key] for tables in then if key in tables]) for key, cells in now.items()}


def _as_published(asked: Mapping[str, tuple[PartContent, ItemContent]], one: Before) -> dict[str, Table]:
    """Return the tables of those items that an earlier report had, as it showed them."""
    had = {key: found for key, found in asked.items() if one.kept(key) is not None}
    picked = frames.picked_by_individuals(one.snapshot, [item.id for _, item in had.values()])
    return {key: one.table(key, _cells(part, item, picked, one.base)) for key, (part, item) in had.items()}


def _by_individuals(found: frames.Frames) -> Tally:
    return {(item, choice): n for (item, choice, kind), n in found.choices.items() if kind == INDIVIDUAL}


def _cells(part: PartContent, item: ItemContent, picked: Tally, base: int) -> dict[str, int]:
    cells = {choice.key: picked.get((item.id, choice.id), 0) for choice in part.choices}
    return {**cells, BLANK: base - sum(cells.values())}


def rankings(
    content: EditionContent,
    found: frames.Frames,
    orders: Mapping[str, Mapping[str, Order]],
    before: Sequence[Before],
) -> dict[str, Given]:
    """Return what may be given of individuals' rankings; all or nothing of each, since from all but one follows all."""
    picked = _by_individuals(found)
    return {
        of_ranking(part): _given(part, picked, orders[part.key][INDIVIDUAL], before)
        for part in parts_measured(content, RANKING)
    }


def _given(part: PartContent, picked: Tally, order: Order, before: Sequence[Before]) -> Given:
    items = [item.id for item in part.items]
    key = of_ranking(part)
    summed = [
        (one, frames.individuals_who_picked(one.snapshot, items))
        for one in before
        if (one.kept(key) or {}).get("summary")
    ]
    if not may_be_given(order.responses, [people for _, people in summed]) or not _is_open(part, order):
        return Given(summary=False, places=False)
    cells = _places(part, picked, len(order.responses))
    shown = [
        _places(part, frames.picked_by_individuals(one.snapshot, items), len(people))
        for one, people in summed
        if (one.kept(key) or {})["places"]
    ]
    nobody = [0] * len(cells)
    return Given(summary=True, places=not any(differ_by_few(cells, then) for then in [nobody, *shown]))


def _is_open(part: PartContent, order: Order) -> bool:
    if order.summary is None:
        return True
    means = [row.mean_place for row in order.summary.factors]
    return leaves_room(means, order.summary.rankers, lowest=1, highest=len(part.items))


def _places(part: PartContent, picked: Tally, rankers: int) -> list[int]:
    """Return how many put each factor in each place, and how many left it out."""
    cells = []
    for item in part.items:
        put = [picked.get((item.id, choice.id), 0) for choice in part.choices]
        cells += [*put, rankers - sum(put)]
    return cells
