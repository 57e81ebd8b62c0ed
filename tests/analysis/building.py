"""Reports asked for and built, as a worker does it."""

from __future__ import annotations

from analysis import asking, reports


def asked(exercise, audience="team"):
    return asking.ask(exercise, audience=audience, by=None)


def built(exercise, audience="team"):
    report = reports.claim(asked(exercise, audience).pk)
    assert reports.build(report)
    report.refresh_from_db()
    return report
