"""Which small numbers a report has to hide, given what earlier reports of the exercise showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis import frames
from analysis.composing.hidden import Before, Hidden
from analysis.composing.hidden_answers import judgements, rankings
from analysis.composing.orders import Order
from analysis.composing.respondents import individuals_by
from analysis.measures.groups import INDIVIDUAL, bases, crossed
from analysis.measures.suppression import Table, suppress
from analysis.models import Report, Snapshot
from engagement import editions

CHARACTERISTICS = ("area", "role")


def earlier_reports(report: Report) -> list[Report]:
    """Return the reports that left, or may have left, the team before this one."""
    done = Report.objects.filter(exercise=report.exercise_id, disclosure_step__isnull=False).exclude(pk=report.pk)
    return list(done.select_related("snapshot").order_by("disclosure_step"))


def hidden(
    snapshot: Snapshot, found: frames.Frames, orders: Mapping[str, Mapping[str, Order]], earlier: Sequence[Report]
) -> Hidden:
    """Return what has to be hidden of a report that leaves the team."""
    content = editions.compiled(snapshot.edition_id)
    before = [
        Before(report, report.snapshot, frames.of_individuals(report.snapshot)) for report in earlier if report.snapshot
    ]
    return Hidden(
        tables={**_characteristics(snapshot, found, before), **judgements(content, found, before)},
        rankings=rankings(content, found, orders, before),
    )


def _characteristics(snapshot: Snapshot, found: frames.Frames, before: Sequence[Before]) -> dict[str, Table]:
    """Return the tables by personal characteristic with enough hidden in them."""
    then = [(one, cells_of(one.snapshot, one.found)) for one in before]
    return {
        key: suppress(cells, [one.table(key, its[key]) for one, its in then if key in its])
        for key, cells in cells_of(snapshot, found).items()
    }


def cells_of(snapshot: Snapshot, found: frames.Frames | frames.Individuals) -> dict[str, dict[str, int]]:
    """Return the true numbers of individuals by each characteristic."""
    categories = editions.compiled(snapshot.edition_id).categories
    by_key = {"area": found.areas, "role": found.roles}
    base = bases(found.members)[INDIVIDUAL]
    return {
        key: individuals_by(categories[key], crossed(by_key[key], "category"), base)
        for key in CHARACTERISTICS
        if categories.get(key)
    }
