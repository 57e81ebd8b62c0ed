"""Reports that hold what was withdrawn, erased or hidden since, or what may not be published any more.

It is asked of the responses each time: a snapshot that is being taken while somebody withdraws could not be told of it,
and so would miss it. What is done about such a report, and kept, is in burying.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Q

from analysis.models import Report, SnapshotMember, Tombstone
from engagement import wording
from engagement.models import Exercise
from responses.moderation.models import Act
from responses.privacy.models import Erasure
from responses.submission.models import Response

WITHDRAWN, ERASED, CONSENT, HIDDEN, TIME = "withdrawn", "erased", "consent", "hidden", "time"
WHY = {
    WITHDRAWN: "an answer in it has been withdrawn by its author",
    ERASED: "words in it have been erased at their author\N{RIGHT SINGLE QUOTATION MARK}s request",
    CONSENT: "the author of words in it no longer agrees to their being published",
    HIDDEN: "words in it have been hidden from readers outside the team since",
    TIME: "the time for which it was to be kept is over",
}
AT_ONCE = 500
Causes = dict[int, set[str]]  # by report


def touched(exercise: Exercise) -> Causes:
    """Return the exercise's reports that hold what they should not hold any more, and why."""
    by_snapshot: Causes = defaultdict(set)
    for snapshot in _holding_gone(exercise):
        by_snapshot[snapshot].add(WITHDRAWN)
    for snapshot in _erased_since(exercise):
        by_snapshot[snapshot].add(ERASED)
    against, hidden = _no_longer_agreed(exercise), _hidden_since(exercise)
    found: Causes = {}
    rows = Report.objects.filter(exercise=exercise, snapshot__isnull=False)
    for report, snapshot, audience in rows.order_by().values_list("pk", "snapshot_id", "audience"):
        causes = set(by_snapshot.get(snapshot or 0, ()))
        if audience == Report.Audience.PUBLIC and snapshot in against:
            causes.add(CONSENT)
        if audience != Report.Audience.TEAM and snapshot in hidden:
            causes.add(HIDDEN)
        if causes:
            found[report] = causes
    for report, causes in Tombstone.objects.filter(report__exercise=exercise).values_list("report_id", "causes"):
        found[report] = found.get(report, set()) | set(causes)
    return found


def causes_of(report: Report) -> set[str]:
    """Return why a report is not handed out any more; empty for one that is."""
    return touched(report.exercise).get(report.pk, set())


def is_touched(report: Report) -> bool:
    """Whether a report holds what it should not hold any more."""
    return bool(causes_of(report))


def why(causes: Iterable[str]) -> str:
    """Return causes as the end of a sentence that says that a report was withdrawn."""
    return wording.listed([WHY[cause] for cause in WHY if cause in set(causes)])


def _holding_gone(exercise: Exercise) -> set[int]:
    """Return the ids of snapshots that hold as current what was withdrawn, or what that had replaced.

    A whole import may have been taken back, so that what was withdrawn is not listed; what it replaced is little.
    """
    withdrawn = Q(response__exercise=exercise, response__withdrawn_at__isnull=False)
    holding = SnapshotMember.objects.filter(
        withdrawn | Q(response__in=_replaced_by_gone(exercise)), state=SnapshotMember.State.CURRENT
    )
    return set(holding.order_by().values_list("snapshot_id", flat=True).distinct())


def _hidden_since(exercise: Exercise) -> set[int]:
    """Return the ids of snapshots that quote words, or a name, of which some were hidden after they were taken."""
    acts = Act.objects.filter(response__exercise=exercise, verb=Act.Verb.REDACT).order_by("version")
    hidden = dict(acts.values_list("response_id", "version"))
    found: set[int] = set()
    keys = sorted(hidden)
    for start in range(0, len(keys), AT_ONCE):
        quoted = SnapshotMember.objects.filter(response__in=keys[start : start + AT_ONCE], quotable=True)
        rows = quoted.order_by().values_list("snapshot_id", "response_id", "version")
        found |= {snapshot for snapshot, response, version in rows if version < hidden[response]}
    return found


def _erased_since(exercise: Exercise) -> set[int]:
    """Return the ids of snapshots taken before one of their responses was erased; time alone recalls no report."""
    holding = SnapshotMember.objects.filter(
        snapshot__exercise=exercise,
        response__erasure__cause=Erasure.Cause.ASKED,
        state=SnapshotMember.State.CURRENT,
        version__lt=F("response__erasure__version"),
    )
    return set(holding.order_by().values_list("snapshot_id", flat=True).distinct())


def _no_longer_agreed(exercise: Exercise) -> set[int]:
    """Return the ids of snapshots that would show the public what its author no longer lets it see."""
    changed = Response.objects.filter(exercise=exercise, may_publish=False, acts__verb="consent")
    ids = set(changed.order_by().values_list("pk", flat=True))
    if not ids:
        return set()
    shown = SnapshotMember.objects.filter(response__in=ids, quotable=True, may_publish=True)
    return set(shown.order_by().values_list("snapshot_id", flat=True).distinct())


def _replaced_by_gone(exercise: Exercise) -> set[int]:
    """Return what withdrawn answers had replaced: whoever withdraws an answer withdraws all of it."""
    withdrawn = Response.objects.filter(exercise=exercise, withdrawn_at__isnull=False, supersedes__isnull=False)
    replaced: set[int] = set()
    found = set(withdrawn.values_list("supersedes_id", flat=True))
    while found:
        replaced |= found
        before = Response.objects.filter(pk__in=found, supersedes__isnull=False)
        found = set(before.values_list("supersedes_id", flat=True)) - replaced
    return replaced
