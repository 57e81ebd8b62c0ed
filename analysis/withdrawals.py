"""Reports that hold what its author has withdrawn since. Their files are withdrawn too; the next report says so.

It is asked of the responses each time and kept nowhere: a snapshot that is being taken while somebody withdraws could
not be told of it, and so would miss it.
"""

from __future__ import annotations

from analysis.models import Report, SnapshotMember
from engagement.models import Exercise
from responses.submission.models import Response


def touched(exercise: Exercise) -> set[int]:
    """Return the ids of the exercise's snapshots that hold as current what has been withdrawn since."""
    gone = _gone(exercise)
    if not gone:
        return set()
    holding = SnapshotMember.objects.filter(
        snapshot__exercise=exercise, state=SnapshotMember.State.CURRENT, response__in=gone
    )
    return set(holding.order_by().values_list("snapshot_id", flat=True).distinct())


def is_touched(report: Report) -> bool:
    """Whether a report holds what has been withdrawn since."""
    return report.snapshot_id in touched(report.exercise)


def _gone(exercise: Exercise) -> set[int]:
    """Return what was withdrawn, and what that had replaced: whoever withdraws an answer withdraws all of it."""
    rows = Response.objects.filter(exercise=exercise, withdrawn_at__isnull=False)
    gone: set[int] = set()
    found = list(rows.values_list("pk", "supersedes_id"))
    while found:
        gone.update(response for response, _ in found)
        before = {replaced for _, replaced in found if replaced} - gone
        found = list(Response.objects.filter(pk__in=before).values_list("pk", "supersedes_id")) if before else []
    return gone
