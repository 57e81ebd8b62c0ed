"""What has had its time goes by night: once, in batches, and never under a legal hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Q

from common import clock, outbox
from common.errors import DomainError
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.moderation.models import Act
from responses.privacy import carrying_out, erasing, holds, retention, rules, ties
from responses.privacy.models import Disposal, Erasure, Kept, RetentionReview, RetentionRun
from responses.submission.models import Answer, Contact, Response
from tests import factories
from tests.responses.privacy.conftest import where

pytestmark = pytest.mark.django_db


def sent(exercise: Any, words: str = "Longer hours", email: str = "a@example.org") -> Response:
    draft = factories.draft(
        exercise, {"tasks-words": words}, who={"kind": "individual", "email": email, "wants_copy": "on"}
    )
    response = factories.send(draft)
    outbox.drain()
    return response


def after(exercise: Any, **period: int) -> Any:
    """Hold the clock at a time after the exercise ends."""
    ends = rules.ends_at(exercise)
    return clock.held(ends.replace(year=ends.year + period.pop("years", 0)) + dt.timedelta(days=1, **period))


def test_nothing_goes_before_its_time(exercise: Any) -> None:
    sent(exercise)
    with clock.held(exercise.closes_at + dt.timedelta(days=29)):
        run = retention.run()
    assert run is not None
    assert run.state == "done"
    assert not Disposal.objects.exists()
    assert where("Longer hours") != []


def test_drafts_go_30_days_after_the_close_and_it_is_written_down(exercise: Any) -> None:
    factories.draft(exercise, {"tasks-words": "Never sent"})
    with clock.held(exercise.closes_at + dt.timedelta(days=30, hours=1)):
        retention.run()
    assert not Draft.objects.exists()
    rows = {(row.kept, row.what, row.count) for row in Disposal.objects.all()}
    assert rows == {("drafts", "responses.Draft", 1), ("drafts", "responses.DraftAnswer", 1)}
    assert "30 days after the exercise closes" in Disposal.objects.all()[0].rule


def test_contact_details_go_a_year_after_the_end_and_words_stay(exercise: Any) -> None:
    response = sent(exercise)
    with after(exercise, years=1):
        retention.run()
    assert Contact.objects.get(response=response).details == {}
    assert Answer.objects.get(response=response).text == "Longer hours"
    assert where("a@example.org") == []


def test_words_wait_for_a_review_and_then_go_with_an_act_and_every_figure_stays(exercise: Any, officer: Any) -> None:
    response = sent(exercise)
    with after(exercise, years=5):
        retention.run()
        assert Answer.objects.get(response=response).text == "Longer hours"
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="Looked at the ledger; no complaint is open.")
    with after(exercise, years=5, hours=24):
        retention.run()
    assert Answer.objects.get(response=response).text == "[erased]"
    assert Erasure.objects.get(response=response).cause == "time"
    assert Act.objects.get(response=response, verb="erase").note.startswith("Words and names in responses: kept for 5")
    assert where("Longer hours") == []


def test_a_review_before_the_time_is_refused(exercise: Any, officer: Any) -> None:
    with pytest.raises(DomainError, match="not due yet"):
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="Early.")


def test_a_review_is_void_once_the_period_is_another_and_has_to_be_made_again(exercise: Any, officer: Any) -> None:
    response = sent(exercise)
    longer = {"unit": "years", "since": "end", "by": officer, "reason": "An inquiry was announced."}
    with after(exercise, years=5):
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="No complaint is open.")
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="Asked twice.")
        rules.set_period(exercise, Kept.RESPONSES, amount=6, **longer)
    with after(exercise, years=6):
        retention.run()
        assert Answer.objects.get(response=response).text == "Longer hours"
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="The inquiry is over.")
        assert [bool(row.void_since) for row in RetentionReview.objects.all()] == [True, False]
    with after(exercise, years=6, hours=24):
        retention.run()
    assert where("Longer hours") == []


def test_a_review_is_of_the_day_it_was_made_for(exercise: Any, officer: Any) -> None:
    """The close is moved after the review: what was to go then is looked at again when it is due."""
    with after(exercise, years=5):
        rules.review(exercise, Kept.RESPONSES, by=officer, reason="No complaint is open.")
        assert _of(retention.plan(exercise), Kept.RESPONSES).goes
        exercise.closes_at += dt.timedelta(days=300)
        exercise.save()
        assert _of(retention.plan(exercise), Kept.RESPONSES).waits_for_review


def _of(plan: list[retention.Due], kept: Kept) -> retention.Due:
    return next(due for due in plan if due.kept == kept)


@pytest.mark.parametrize(("meanwhile", "gone"), [(Kept.DRAFTS, 0), (Kept.CONTACTS, 2)])
def test_a_period_that_is_prolonged_while_a_run_is_under_way_stops_it(
    exercise: Any, officer: Any, monkeypatch: Any, meanwhile: Kept, gone: int
) -> None:
    """Before the class's own turn nothing of it goes; in the middle of it no further batch does."""
    for number in range(4):
        sent(exercise, email=f"{number}@example.org")
    monkeypatch.setattr(carrying_out, "BATCH", 2)
    noted = retention._note

    def prolonged(claimed: Any, of: Any, kept: Kept, *args: Any) -> None:
        if kept == meanwhile:
            rules.set_period(
                exercise, Kept.CONTACTS, amount=9, unit="years", since="end", by=officer, reason="A complaint."
            )
        noted(claimed, of, kept, *args)

    monkeypatch.setattr(retention, "_note", prolonged)
    with after(exercise, years=1):
        retention.run()
    assert sum(contact.details == {} for contact in Contact.objects.all()) == gone


def test_a_day_that_is_moved_while_a_run_is_under_way_stops_it(exercise: Any, monkeypatch: Any) -> None:
    response = sent(exercise)
    noted = retention._note

    def moved(*args: Any) -> None:
        Exercise.objects.update(closes_at=exercise.closes_at + dt.timedelta(days=300))
        noted(*args)

    monkeypatch.setattr(retention, "_note", moved)
    with after(exercise, years=1):
        retention.run()
    assert Contact.objects.get(response=response).details["email"] == "a@example.org"


@pytest.mark.parametrize("guarded", [True, False])
def test_two_schedulers_at_once_do_the_work_once(exercise: Any, monkeypatch: Any, guarded: bool) -> None:
    """The control takes whatever run there is: then both do it."""
    if not guarded:
        monkeypatch.setattr(retention, "free", lambda now: Q())
    first, second = retention.claim(), retention.claim()
    assert first is not None
    assert (second is None) is guarded
    assert RetentionRun.objects.count() == 1


def test_a_worker_that_died_frees_its_run_and_one_that_came_back_does_no_more(exercise: Any) -> None:
    dead = retention.claim()
    assert dead is not None
    with clock.held(clock.now() + retention.LEASE + dt.timedelta(seconds=1)):
        again = retention.claim()
        assert again is not None
        assert again.attempts == 2
        assert not retention._mine(dead).update(lease_until=clock.now())


@pytest.mark.parametrize("guarded", [True, False])
def test_a_hold_placed_while_a_run_is_under_way_stops_it_at_the_next_batch(
    exercise: Any, officer: Any, monkeypatch: Any, guarded: bool
) -> None:
    """The control looks at the hold only when the run begins: then everything goes."""
    for number in range(6):
        sent(exercise, email=f"{number}@example.org")
    monkeypatch.setattr(carrying_out, "BATCH", 2)
    if not guarded:
        monkeypatch.setattr(carrying_out, "refuse_while_held", lambda exercise: None)
    blank = carrying_out.blanking.blank
    batches = []

    def placed_after_the_first_batch(rows: Any) -> Any:
        if len(batches) == 0:
            holds.place(exercise, by=officer, reason="A judicial review.")
        batches.append(rows)
        return blank(rows)

    monkeypatch.setattr(carrying_out.blanking, "blank", placed_after_the_first_batch)
    with after(exercise, years=1):
        retention.run()
    left = sum(1 for contact in Contact.objects.all() if contact.details)
    assert left == (4 if guarded else 0)


def test_under_a_hold_nothing_goes_and_after_it_everything_does(
    exercise: Any, officer: Any, administrator: Any
) -> None:
    sent(exercise)
    factories.draft(exercise, {"tasks-words": "Never sent"})
    hold = holds.place(exercise, by=officer, reason="A complaint.")
    with after(exercise, years=1):
        retention.run()
        assert Draft.objects.count() == 2
        assert all(due.hold for due in retention.plan(exercise))
        holds.lift(hold, by=administrator, because="It is settled.")
    with after(exercise, years=1, hours=24):
        retention.run()
    assert not Draft.objects.filter(responses=None).exists()
    assert where("a@example.org") == []


def test_a_hold_is_lifted_by_another_person_and_once(exercise: Any, officer: Any, administrator: Any) -> None:
    hold = holds.place(exercise, by=officer, reason="A complaint.")
    with pytest.raises(DomainError, match="under a legal hold already"):
        holds.place(exercise, by=administrator, reason="Another.")
    with pytest.raises(DomainError, match="Somebody else has to"):
        holds.lift(hold, by=officer, because="Mine.")
    holds.lift(hold, by=administrator, because="Settled.")
    with pytest.raises(DomainError, match="already"):
        holds.lift(hold, by=administrator, because="Settled.")
    assert [act.verb for act in exercise.acts.order_by("pk")][-2:] == ["hold", "lift_hold"]


def test_a_period_of_its_own_holds_and_is_on_record(exercise: Any, officer: Any) -> None:
    rules.set_period(
        exercise, Kept.CONTACTS, amount=1, unit="months", since="close", by=officer, reason="Not needed for longer."
    )
    due = rules.due_at(exercise, rules.periods_of(exercise)[Kept.CONTACTS])
    assert dt.timedelta(days=27) < due - exercise.closes_at < dt.timedelta(days=32)
    assert exercise.acts.order_by("pk").last().verb == "retention"
    with pytest.raises(DomainError, match="30 days"):
        rules.set_period(exercise, Kept.DRAFTS, amount=1, unit="days", since="close", by=officer, reason="Now.")


@pytest.mark.parametrize(
    ("closes", "period", "due"),
    [
        ("2024-02-29T23:00", (1, "years"), "2025-02-28"),
        ("2021-08-31T12:00", (1, "months"), "2021-09-30"),
        ("2021-03-27T12:00", (30, "days"), "2021-04-26"),
    ],
)
def test_periods_are_counted_by_the_calendar(exercise: Any, closes: str, period: Any, due: str) -> None:
    exercise.closes_at = dt.datetime.fromisoformat(closes).replace(tzinfo=dt.UTC)
    found = rules.due_at(exercise, rules.Period(*period, "close"))
    assert clock_day(found) == due


def clock_day(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).date().isoformat()


def test_what_goes_of_one_exercise_stays_in_another(exercise: Any, officer: Any) -> None:
    response = sent(exercise)
    rows = ties.everything_of({Response: {response.pk}})
    erasing.erase_subject(exercise, rows, by=officer)
    assert {row.exercise_id for row in Disposal.objects.all()} == {exercise.pk}
