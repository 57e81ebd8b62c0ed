"""Building a report: claimed once, taken up again when a worker dies, ready with its last file."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from analysis import reports, sweeping, tasks
from analysis.models import Report, ReportFile
from tests.analysis.building import asked, built
from tests.analysis.factories import respond
from tests.support.threads import at_once


def long_ago():
    return timezone.now() - dt.timedelta(hours=1)


@pytest.fixture
def messages(monkeypatch):
    """Note what is sent to the queue instead of sending it."""
    sent = []
    monkeypatch.setattr(tasks.build_report, "delay", lambda *ids: sent.append(("build", *ids)))
    monkeypatch.setattr(tasks.render_file, "delay", lambda *ids: sent.append(("render", *ids)))
    return sent


def test_a_report_is_claimed_once(exercise):
    report = asked(exercise)
    assert reports.claim(report.pk)
    assert reports.claim(report.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_builds():
    from tests.analysis.factories import small_exercise

    report = asked(small_exercise())
    claims = at_once(lambda: reports.claim(report.pk), lambda: reports.claim(report.pk))
    assert sum(isinstance(one, Report) for one in claims) == 1


@pytest.mark.django_db(transaction=True)
def test_looking_before_claiming_lets_both_build():
    """The control: without the condition in the update, both workers take the same report."""
    from threading import Barrier

    from tests.analysis.factories import small_exercise

    report = asked(small_exercise())
    both_have_looked = Barrier(2)

    def claim_without_guard():
        free = Report.objects.filter(pk=report.pk, state="pending").exists()
        both_have_looked.wait(10)
        if free:
            now = timezone.now()
            Report.objects.filter(pk=report.pk).update(state="building", claimed_at=now, lease_until=now)
        return free

    assert at_once(claim_without_guard, claim_without_guard) == [True, True]


def test_a_killed_build_is_taken_up_again(exercise, messages):
    respond(exercise, {"functions": "Words"})
    report = asked(exercise)
    assert reports.claim(report.pk)  # and the worker dies here
    tasks.sweep_reports()
    assert messages == []
    Report.objects.update(lease_until=long_ago())
    tasks.sweep_reports()
    assert messages == [("build", report.pk)]
    tasks.build_report(report.pk)
    report.refresh_from_db()
    assert report.data is not None
    assert report.attempts == 2


def test_a_request_that_found_no_broker_is_taken_up(exercise, messages):
    report = asked(exercise)
    Report.objects.update(requested_at=long_ago())
    assert sweeping.stuck_reports() == [report.pk]


def test_a_killed_rendering_is_taken_up_again_and_its_late_file_is_thrown_away(exercise, messages):
    report = built(exercise)
    slow = reports.claim_file(report.pk, "csv")
    ReportFile.objects.filter(pk=slow.pk).update(lease_until=long_ago())
    tasks.sweep_reports()
    assert ("render", report.pk, "csv") in messages
    tasks.render_file(report.pk, "csv")
    assert not reports.render(slow)
    assert ReportFile.objects.get(pk=slow.pk).state == "ready"


def test_a_report_is_ready_when_its_last_file_is(exercise, messages, plain_files):
    respond(exercise, {"functions": "Words"})
    report = asked(exercise)
    tasks.build_report(report.pk)
    for _, pk, name in messages:
        tasks.render_file(pk, name)
    report.refresh_from_db()
    assert report.state == "ready"
    assert {file.state for file in report.files.all()} == {"ready"}


def test_what_fails_three_times_says_so_in_plain_words(exercise, messages, monkeypatch):
    report = asked(exercise)
    monkeypatch.setattr(reports, "compose", lambda *args: 1 / 0)
    for _ in range(3):
        tasks.build_report(report.pk)
        Report.objects.filter(state="building").update(lease_until=long_ago())
    report.refresh_from_db()
    assert report.state == "failed"
    assert report.error.endswith(".")


def test_a_worker_that_dies_every_time_ends_in_a_failed_report(exercise, messages):
    report = asked(exercise)
    for _ in range(3):
        assert reports.claim(report.pk)
        Report.objects.update(lease_until=long_ago())
    tasks.sweep_reports()
    report.refresh_from_db()
    assert report.state == "failed"


def test_a_newer_report_supersedes_the_last_ready_one_of_its_readers(exercise, messages, plain_files):
    first = built(exercise)
    for name in ReportFile.Format:
        tasks.render_file(first.pk, name)
    assert asked(exercise).supersedes == first
    assert asked(exercise, "steering").supersedes is None
