"""A worker that is killed in the middle of a report: the next one takes it up again, and nothing is done twice."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Role
from analysis import asking, tasks
from analysis.models import Report, ReportFile
from common import clock
from engagement.models import Exercise
from engagement.packs import loading
from responses.synthetic import bulk
from tests import factories
from tests.accounts.factories import member
from tests.support.worker import Worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


def test_a_report_whose_worker_was_killed_is_built_by_the_next(worker: Worker) -> None:
    exercise: Exercise = loading.load(factories.NORFOLK, open_for=10, opened_days_ago=10).edition.exercise
    staff = member(exercise.organisation, Role.COMMUNICATIONS)
    for _ in bulk.seed(exercise, count=1000, seed=1, accepted_by=staff):
        pass
    report = asking.ask(exercise, audience=Report.Audience.TEAM, by=staff)
    tasks.build_report.delay(report.pk)
    worker.wait_until(lambda: state(report) == "building", seconds=90)
    worker.kill()
    assert state(report) == "building"
    _let_the_leases_run_out()
    worker.start()
    tasks.sweep_reports()
    worker.wait_until(lambda: _sweep_now_and_then(report), seconds=180)
    assert ReportFile.objects.filter(report=report, state="ready").count() == len(ReportFile.Format)
    assert Report.objects.count() == 1


def state(report: Report) -> str:
    return Report.objects.values_list("state", flat=True).get(pk=report.pk)


def _let_the_leases_run_out() -> None:
    past = clock.now() - dt.timedelta(minutes=1)
    Report.objects.filter(state="building").update(lease_until=past)
    ReportFile.objects.filter(state="building").update(lease_until=past)


def _sweep_now_and_then(report: Report) -> bool:
    """Do what beat does every half minute."""
    if Report.objects.filter(pk=report.pk, state="building", lease_until__lt=clock.now()).exists():
        tasks.sweep_reports()
    assert state(report) != "failed", Report.objects.get(pk=report.pk).error
    return state(report) == "ready"
