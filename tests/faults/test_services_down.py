"""A broker that is down and a database that is busy: respondents notice nothing, staff wait a little longer."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounts.models import Role
from analysis import sweeping
from analysis.models import Report
from common import clock
from engagement.models import Exercise
from responses.submission.models import Response
from tests import factories
from tests.accounts.factories import member
from tests.responses.visiting import Visitor, key_on


@pytest.fixture
def ready(transactional_db: None) -> Visitor:
    """Return a respondent who has only to press the button."""
    visitor = Visitor(factories.northshire())
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    return visitor


def hold_the_database(seconds: float) -> threading.Thread:
    """Keep everybody from writing responses for a while."""
    held = threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE responses_response, responses_draft IN EXCLUSIVE MODE")
            held.set()  # on SQLite the transaction itself is the lock
            time.sleep(seconds)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    return thread


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_an_answer_waits_and_is_sent(ready: Visitor) -> None:
    key = key_on(ready.text("check"))
    holding = hold_the_database(1.5)
    began = time.monotonic()
    assert ready.post("submit", data={"key": key}).url == ready.address("receipt")
    assert time.monotonic() - began > 1
    holding.join()
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_pages_are_read(ready: Visitor) -> None:
    holding = hold_the_database(1.5)
    began = time.monotonic()
    assert ready.get("page", "tasks").status_code == 200
    assert ready.get("start").status_code == 200
    assert time.monotonic() - began < 1.2
    holding.join()


@pytest.mark.django_db(transaction=True)
def test_a_report_asked_for_while_the_broker_is_down_is_swept_up_later(monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis import tasks

    exercise: Exercise = factories.northshire()
    staff = member(exercise.organisation, Role.ANALYST)
    visitor = Visitor(exercise)
    visitor.client.force_login(staff)

    def down(*args: object, **kwargs: object) -> None:
        raise OperationalError("the broker is down")

    monkeypatch.setattr(tasks.build_report, "apply_async", down)
    answer = visitor.client.post(f"/staff/{exercise.slug}/reports/", {"audience": "team"})
    assert answer.status_code == 302
    report = Report.objects.get()
    assert report.state == "pending"
    assert sweeping.stuck_reports() == []
    with clock.held(clock.now() + dt.timedelta(minutes=1)):
        assert sweeping.stuck_reports() == [report.pk]
