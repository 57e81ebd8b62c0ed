"""A broker that is down and a database that is busy: respondents notice nothing, staff wait a little longer."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def database_held() -> Iterator[threading.Event]:
    """Keep everybody from writing responses until the event that is returned, or the end."""
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE responses_response, responses_draft IN EXCLUSIVE MODE")
            held.set()  # on SQLite the transaction itself is the lock
            let_go.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(20)
        yield let_go
    finally:
        let_go.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_an_answer_waits_and_is_sent(ready: Visitor) -> None:
    key = key_on(ready.text("check"))
    with database_held() as let_go:
        threading.Timer(1, let_go.set).start()
        assert ready.post("submit", data={"key": key}).url == ready.address("receipt")
        assert let_go.is_set(), "it waited"
    assert Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_busy_pages_are_read(ready: Visitor) -> None:
    with database_held() as let_go:
        assert ready.get("page", "tasks").status_code == 200
        assert ready.get("start").status_code == 200
        assert not let_go.is_set(), "nobody waited for it"


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
