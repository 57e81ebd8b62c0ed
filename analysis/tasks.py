"""Thin Celery tasks: ids in, one call. Each may run twice, or be lost: the database says what is to be done."""

from __future__ import annotations

import logging

from celery import shared_task

from analysis import burying, reports, sweeping
from analysis.models import ReportFile

log = logging.getLogger(__name__)


@shared_task
def build_report(report_id: int) -> None:
    """Compose a report's figures, then have its files made."""
    report = reports.claim(report_id)
    if report is None:
        return
    try:
        built = reports.build(report)
    except Exception:
        log.exception("Report %s, attempt %d", report_id, report.attempts)
        reports.stumbled(report)
        return
    if built:
        for name in ReportFile.Format:
            render_file.delay(report_id, name.value)


@shared_task
def render_file(report_id: int, name: str) -> None:
    """Make one file of a report."""
    file = reports.claim_file(report_id, name)
    if file is None:
        return
    try:
        reports.render(file)
    except Exception:
        log.exception("Report %s, %s, attempt %d", report_id, name, file.attempts)
        reports.stumbled_file(file)


@shared_task
def bury_reports() -> None:
    """Withdraw reports that hold what they should not hold any more, and build what supersedes them; sent by beat."""
    for report_id in burying.sweep():
        build_report.delay(report_id)


@shared_task
def sweep_reports() -> None:
    """Take up what got stuck; sent by beat."""
    sweeping.give_up()
    for report_id in sweeping.stuck_reports():
        build_report.delay(report_id)
    for report_id, name in sweeping.stuck_files():
        render_file.delay(report_id, name)
    for report_id in sweeping.unfinished():
        reports.finish(report_id)
