"""Finding what got stuck: a broker that was down, a worker that was killed."""

from __future__ import annotations

import datetime as dt

from django.db.models import F

from analysis import reports
from analysis.models import Report, ReportFile
from common import clock

PATIENCE = dt.timedelta(seconds=20)  # whoever asked has sent a message already; only a lost one is sent again


def stuck_reports() -> list[int]:
    """Return the reports to be built: nobody took them, or whoever did is gone."""
    now = clock.now()
    waiting = Report.objects.filter(state="pending", requested_at__lt=now - PATIENCE)
    left = Report.objects.filter(state="building", data__isnull=True, lease_until__lt=now)
    return sorted({*waiting.values_list("pk", flat=True), *left.values_list("pk", flat=True)})


def stuck_files() -> list[tuple[int, str]]:
    """Return the files to be made of reports whose figures are done."""
    now = clock.now()
    files = ReportFile.objects.filter(report__state="building", report__data__isnull=False)
    # The lease of the report was renewed when its figures were done, and the messages sent then.
    waiting = files.filter(state="pending", report__lease_until__lt=now + reports.LEASE - PATIENCE)
    left = files.filter(state="building", lease_until__lt=now)
    return sorted({*waiting.values_list("report_id", "format"), *left.values_list("report_id", "format")})


def give_up() -> None:
    """Fail what was begun as often as allowed and never finished: its worker died each time."""
    now = clock.now()
    exhausted = {"state": "building", "lease_until__lt": now, "attempts__gte": reports.MAX_ATTEMPTS}
    for pk in Report.objects.filter(data__isnull=True, **exhausted).values_list("pk", flat=True):
        reports.fail(pk, f"It was begun {reports.MAX_ATTEMPTS} times and stopped each time before it was done.")
    for file in ReportFile.objects.filter(report__state="building", **exhausted):
        if ReportFile.objects.filter(pk=file.pk, attempts=F("attempts"), **exhausted).update(state="failed"):
            reports.fail(file.report_id, f"The {file.get_format_display()} file was begun and stopped too often.")


def unfinished() -> list[int]:
    """Return reports whose last file was made by a worker that died before saying so."""
    whole = Report.objects.filter(state="building", data__isnull=False).exclude(
        files__state__in=["pending", "building", "failed"]
    )
    return list(whole.values_list("pk", flat=True))
