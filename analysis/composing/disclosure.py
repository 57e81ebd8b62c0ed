"""Which small numbers a report has to hide, given what earlier reports of the exercise showed."""

from __future__ import annotations

from analysis import frames
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


def tables(snapshot: Snapshot, found: frames.Frames, earlier: list[Report]) -> dict[str, Table]:
    """Return the tables by personal characteristic with enough hidden in them."""
    before = [
        (report, cells_of(report.snapshot, frames.of_individuals(report.snapshot)))
        for report in earlier
        if report.snapshot
    ]
    now = cells_of(snapshot, found)
    return {
        key: suppress(now[key], [_as_published(report, key, cells[key]) for report, cells in before if key in cells])
        for key in now
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


def as_kept(hidden: dict[str, Table]) -> dict[str, object]:
    """Return what a report's data keeps of the decision: which cells, never their numbers."""
    return {
        key: {"hidden": sorted(table.hidden), "carried": sorted(table.carried), "withheld": table.withheld}
        for key, table in hidden.items()
    }


def _as_published(report: Report, key: str, cells: dict[str, int]) -> Table:
    kept = (report.data or {}).get("disclosure", {}).get(key, {})
    return Table(
        cells,
        hidden=frozenset(kept.get("hidden", ())),
        carried=frozenset(kept.get("carried", ())),
        withheld=bool(kept.get("withheld", False)),
    )
