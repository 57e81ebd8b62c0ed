"""Withdrawing a report for good: a tombstone in its place, its files and words deleted, and a new one asked for.

A report is never edited. What it was, its number, its figures by which later small numbers are judged, and the hashes
of its files stay; the words do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from analysis import asking, withdrawals
from analysis.models import Report, Tombstone
from common import clock
from engagement.models import Exercise
from responses.privacy import holds

WORDS = "sections"  # of a report's data; the rest says which cells were hidden and how many there were
UNFINISHED = [Report.State.PENDING, Report.State.BUILDING]


def sweep() -> list[int]:
    """Bury what is touched, and empty what a hold kept; return the ids of reports that were asked for instead."""
    asked = []
    for exercise in Exercise.objects.filter(reports__data__isnull=False).distinct().order_by("pk"):
        asked += bury_touched(exercise)
        _empty_what_was_held(exercise)
    return asked


def bury_touched(exercise: Exercise) -> list[int]:
    """Bury the touched reports of an exercise, and ask for a new one for each of their audiences."""
    causes = withdrawals.touched(exercise)
    asked = []
    for report in unburied(exercise).filter(pk__in=causes).order_by("number"):
        instead = bury(report, causes[report.pk])
        if instead is not None:
            asked.append(instead.pk)
    return asked


def unburied(exercise: Exercise) -> QuerySet[Report]:
    """Return the finished reports of an exercise that stand."""
    finished = Report.objects.filter(exercise=exercise, tombstone=None, data__isnull=False)
    return finished.exclude(state__in=UNFINISHED).defer("data")


def bury(report: Report, causes: Collection[str]) -> Report | None:
    """Put a tombstone in the place of a report; return what was asked for instead, if it was the latest of its sort.

    Whoever comes second finds the tombstone there and does nothing: a report has one.
    """
    try:
        with transaction.atomic():
            files = [{"format": one.format, "size": one.size, "sha256": one.sha256} for one in report.files.all()]
            stone = Tombstone.objects.create(report=report, at=clock.now(), causes=sorted(causes), files=files)
            instead = _ask_instead(report, causes)
            if instead:
                Tombstone.objects.filter(pk=stone.pk).update(replaced_by=instead)
            if not holds.is_held(report.exercise):
                empty(stone)
    except IntegrityError:
        return None
    return instead


def _ask_instead(report: Report, causes: Collection[str]) -> Report | None:
    """Ask for a report for the same readers, unless a later one stands or is on its way, or its time is over."""
    later = Report.objects.filter(exercise=report.exercise_id, audience=report.audience, number__gt=report.number)
    was_read = report.state == Report.State.READY
    if not was_read or withdrawals.TIME in causes or later.exclude(state=Report.State.FAILED).exists():
        return None
    reason = f"Supersedes report {report.number}, withdrawn because {withdrawals.why(causes)}."
    return asking.ask(report.exercise, audience=report.audience, by=None, reason=reason)


def empty(stone: Tombstone) -> None:
    """Delete the files and the words of a buried report, in a transaction; from the disk once it is committed."""
    for file in stone.report.files.exclude(file=""):
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    stone.report.files.all().delete()
    data = Report.objects.values_list("data", flat=True).get(pk=stone.report_id) or {}
    Report.objects.filter(pk=stone.report_id).update(data={**data, WORDS: []})
    Tombstone.objects.filter(pk=stone.pk).update(emptied_at=clock.now())


def _empty_what_was_held(exercise: Exercise) -> None:
    waiting = Tombstone.objects.filter(report__exercise=exercise, emptied_at=None).select_related("report")
    for stone in waiting:
        with transaction.atomic():
            if holds.is_held(exercise):
                return
            empty(stone)


def go_with_their_reports(exercise: Exercise, rule: str) -> Iterator[dict[str, int]]:
    """Do nothing more: files have gone with the reports that they are of."""
    return iter(())


def have_had_their_time(exercise: Exercise, rule: str) -> Iterator[dict[str, int]]:
    """Let the reports that are not for the public go; what was published stays, as a public record."""
    for report in unburied(exercise).exclude(audience=Report.Audience.PUBLIC).order_by("number"):
        with transaction.atomic():
            holds.refuse_while_held(exercise)
            bury(report, [withdrawals.TIME])
        yield {Report._meta.label: 1}
