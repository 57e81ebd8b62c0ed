"""What a report hides, as its sections look it up and as later reports find it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from analysis.frames import Individuals
from analysis.measures.groups import INDIVIDUAL, bases
from analysis.measures.suppression import Table
from analysis.models import Report, Snapshot
from engagement.shapes import ItemContent, PartContent


@dataclass(frozen=True)
class Given:
    """What is given of individuals' rankings: the summary with its means, and how many put each factor where."""

    summary: bool = True
    places: bool = True


@dataclass(frozen=True)
class Hidden:
    """What is hidden, by name: nothing where a report stays with the team."""

    tables: dict[str, Table] = field(default_factory=dict)
    rankings: dict[str, Given] = field(default_factory=dict)

    def as_kept(self) -> dict[str, dict[str, object]]:
        """Return what a report's data keeps of the decision: which cells, never their numbers."""
        tables = {
            key: {"hidden": sorted(table.hidden), "carried": sorted(table.carried), "withheld": table.withheld}
            for key, table in self.tables.items()
        }
        return {**tables, **{key: asdict(given) for key, given in self.rankings.items()}}


@dataclass(frozen=True)
class Before:
    """A report that has left the team, and what is known of the individuals in it."""

    report: Report
    snapshot: Snapshot
    found: Individuals

    @property
    def base(self) -> int:
        return bases(self.found.members)[INDIVIDUAL]

    def kept(self, key: str) -> dict[str, Any] | None:
        """Return what the report kept of a decision; None where it took none."""
        found: dict[str, Any] | None = (self.report.data or {}).get("disclosure", {}).get(key)
        return found

    def table(self, key: str, cells: dict[str, int]) -> Table:
        """Return a table of true numbers as the report published it."""
        kept = self.kept(key) or {}
        return Table(
            cells,
            hidden=frozenset(kept.get("hidden", ())),
            carried=frozenset(kept.get("carried", ())),
            withheld=bool(kept.get("withheld", False)),
        )


def of_item(item: ItemContent) -> str:
    """Return the name of the table of what individuals picked for an item."""
    return f"item {item.key}"


def of_ranking(part: PartContent) -> str:
    """Return the name of what is given of a ranking."""
    return f"ranking {part.key}"
