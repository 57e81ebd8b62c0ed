"""What happens to a report that was asked for: it is claimed, built, rendered, and ready, or it fails and says why.

Every step is a conditional update, so two workers cannot do the same work and a worker that died leaves a lease that
runs out. Progress is what stands in the database: the data, and one row for each file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import tempfile
from pathlib import Path

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from analysis import formats, snapshots
from analysis.composing import disclosure
from analysis.composing.report import compose
from analysis.models import Report, ReportFile
from analysis.render.base import Job
from common import clock

LEASE = dt.timedelta(minutes=5)
MAX_ATTEMPTS = 3
State = Report.State

log = logging.getLogger(__name__)


def claim(report_id: int) -> Report | None:
    """Take a report to build: one that waits, or one whose builder's lease ran out. None if somebody else has it."""
    now = clock.now()
    free = Q(state=State.PENDING) | Q(state=State.BUILDING, data__isnull=True, lease_until__lt=now)
    claimed = Report.objects.filter(free, pk=report_id, attempts__lt=MAX_ATTEMPTS).update(
        state=State.BUILDING, claimed_at=now, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Report.objects.select_related("exercise", "snapshot").get(pk=report_id) if claimed else None


def build(report: Report) -> bool:
    """Compose a claimed report's data from a snapshot. False if the claim was lost on the way."""
    if report.snapshot is None:
        report.snapshot = snapshots.take(report.exercise)
        if not _ours(report).update(snapshot=report.snapshot):
            return False
    while True:
        earlier = disclosure.earlier_reports(report)
        data = compose(report, earlier)
        step = None if report.audience == Report.Audience.TEAM else len(earlier) + 1
        try:
            with transaction.atomic():
                kept = _ours(report).update(data=data, disclosure_step=step, lease_until=clock.now() + LEASE)
        except IntegrityError:
            continue  # another report left the team meanwhile: judge small numbers again, in its light
        report.data = data
        return bool(kept)


def _ours(report: Report) -> QuerySet[Report]:
    """Limit to the report while this claim of it holds."""
    return Report.objects.filter(pk=report.pk, state=State.BUILDING, attempts=report.attempts)


def stumbled(report: Report) -> None:
    """Note that building went wrong: the next sweep tries again, unless that was the last attempt."""
    if report.attempts >= MAX_ATTEMPTS:
        fail(report.pk, "The figures could not be put together. The people who run the site have been told.")
    else:
        _ours(report).update(lease_until=clock.now())


def fail(report_id: int, error: str) -> None:
    """Give a report up, in plain words; a new one can be asked for."""
    unfinished = Report.objects.filter(pk=report_id, state__in=[State.PENDING, State.BUILDING])
    if unfinished.update(state=State.FAILED, error=error):
        log.error("Report %s failed: %s", report_id, error)


def claim_file(report_id: int, name: str) -> ReportFile | None:
    """Take one file of a report that has its data; None if it is made, or somebody else is at it."""
    now = clock.now()
    files = ReportFile.objects.filter(report=report_id, format=name)
    free = Q(state=ReportFile.State.PENDING) | Q(state=ReportFile.State.BUILDING, lease_until__lt=now)
    ready = Q(report__state=State.BUILDING, report__data__isnull=False)
    claimable = files.filter(free, ready, attempts__lt=MAX_ATTEMPTS).values("pk")
    claimed = ReportFile.objects.filter(free, pk__in=claimable).update(
        state=ReportFile.State.BUILDING, claimed_at=now, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    return files.select_related("report__exercise", "report__snapshot").get() if claimed else None


def render(file: ReportFile) -> bool:
    """Make a claimed file. False if the claim was lost on the way."""
    report = file.report
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        target = Path(folder) / filename(report, file.format)
        formats.renderer(file.format)(Job(report, report.data or {}, target, renew=lambda: _renew(file)))
        with target.open("rb") as made:
            sha256 = hashlib.file_digest(made, "sha256").hexdigest()
            made.seek(0)
            stored = file.file.storage.save(_place(file, target.name), File(made))
        kept = _ours_file(file).update(
            state=ReportFile.State.READY, file=stored, size=target.stat().st_size, sha256=sha256
        )
    if not kept:
        file.file.storage.delete(stored)
    finish(report.pk)
    return bool(kept)


def _ours_file(file: ReportFile) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(pk=file.pk, state=ReportFile.State.BUILDING, attempts=file.attempts)


def _renew(file: ReportFile) -> None:
    _ours_file(file).update(lease_until=clock.now() + LEASE)


def _place(file: ReportFile, name: str) -> str:
    return f"reports/{file.report.exercise.slug}/{file.report.number}/{file.attempts}/{name}"


def stumbled_file(file: ReportFile) -> None:
    """Note that a file went wrong: the next sweep tries again, unless that was the last attempt."""
    if file.attempts < MAX_ATTEMPTS:
        _ours_file(file).update(lease_until=clock.now())
    elif _ours_file(file).update(state=ReportFile.State.FAILED):
        fail(file.report_id, f"The {file.get_format_display()} file could not be made.")


def finish(report_id: int) -> bool:
    """Declare a report ready once its last file is."""
    if ReportFile.objects.filter(report=report_id).exclude(state=ReportFile.State.READY).exists():
        return False
    building = Report.objects.filter(pk=report_id, state=State.BUILDING, data__isnull=False)
    return bool(building.update(state=State.READY, ready_at=clock.now()))


def filename(report: Report, name: str) -> str:
    """Return what a file is called when it is downloaded."""
    return f"{report.exercise.slug}-report-{report.number}-{report.audience}.{name}"
