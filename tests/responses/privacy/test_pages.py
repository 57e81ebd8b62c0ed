"""The pages on personal data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from common import clock
from responses.privacy import holds, retention, rules
from responses.privacy.models import Disposal, Kept, LegalHold, RetentionReview, RetentionRule

pytestmark = pytest.mark.django_db
BASE = "/staff/northshire/personal-data/"


@pytest.fixture
def page(officer: Any) -> Any:
    return _client(officer)


def _client(user: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client


def test_it_says_what_goes_next_and_that_nothing_went(page: Any, exercise: Any) -> None:
    text = page.get(BASE).content.decode()
    assert "5 years after the exercise ends" in text
    assert "30 days after the exercise closes" in text
    assert "Nothing yet" in text


def test_a_hold_is_placed_with_a_reason_shown_on_both_pages_and_lifted_by_another(
    page: Any, exercise: Any, administrator: Any
) -> None:
    assert page.post(f"{BASE}hold/", {"reason": ""}).status_code == 422
    page.post(f"{BASE}hold/", {"reason": "A judicial review."})
    assert "A judicial review." in page.get(BASE).content.decode()
    assert "Personal data: legal hold" in page.get("/staff/exercises/northshire/").content.decode()
    assert "You placed this hold" in page.get(f"{BASE}hold/").content.decode()
    assert page.post(f"{BASE}hold/", {"reason": "Mine"}).status_code == 422
    assert _client(administrator).post(f"{BASE}hold/", {"reason": "Settled."}).status_code == 302
    assert LegalHold.objects.get().lifted_by == administrator
    assert "Settled." in page.get(BASE).content.decode()


def test_the_public_is_told_of_a_hold_and_of_a_changed_period(page: Any, exercise: Any, officer: Any) -> None:
    address = "/exercises/northshire/what-is-held/"
    before = Client().get(address).content.decode()
    assert "1 year after the exercise ends" in before
    assert "The law may ask" not in before
    holds.place(exercise, by=officer, reason="A complaint about somebody.")
    said = {"amount": "2", "unit": "months", "since": "close", "reason": "Not needed."}
    assert page.post(f"{BASE}contacts/period/", said).status_code == 302
    after = Client().get(address).content.decode()
    assert "2 months after the exercise closes" in after
    assert "The law may ask" in after
    assert "A complaint about somebody" not in after
    assert address in Client().get("/exercises/northshire/privacy/").content.decode()


def test_what_was_typed_is_kept_on_an_error(page: Any, exercise: Any) -> None:
    said = {"amount": "none", "unit": "years", "since": "end", "reason": "Because."}
    answer = page.post(f"{BASE}responses/period/", said)
    assert answer.status_code == 422
    assert "Enter a whole number" in answer.content.decode()
    assert "Because." in answer.content.decode()
    assert not RetentionRule.objects.exists()
    assert page.get(f"{BASE}drafts/period/").status_code == 404
    assert page.get(f"{BASE}nonsense/period/").status_code == 404


def test_a_review_is_asked_for_when_it_is_due(page: Any, exercise: Any) -> None:
    ends = rules.ends_at(exercise)
    with clock.held(ends.replace(year=ends.year + 5) + dt.timedelta(days=1)):
        text = page.get(BASE).content.decode()
        assert "Waits for a review" in text
        assert page.post(f"{BASE}responses/review/", {"reason": "Nothing is open."}).status_code == 302
    assert RetentionReview.objects.get().kept == Kept.RESPONSES
    assert page.get(f"{BASE}contacts/review/").status_code == 404


def test_the_log_is_read_a_page_at_a_time_with_as_many_queries(
    page: Any, exercise: Any, django_assert_max_num_queries: Any
) -> None:
    run = retention.claim()
    Disposal.objects.bulk_create(
        Disposal(run=run, exercise=exercise, kept="drafts", what=f"table {n}", count=n, rule="A rule", at=clock.now())
        for n in range(120)
    )
    with django_assert_max_num_queries(30):
        first = page.get(BASE).content.decode()
    assert "table 119" in first
    assert "table 69<" not in first
    older = first.split('href="?before=')[1].split('"')[0]
    assert "table 69<" in page.get(f"{BASE}?before={older}").content.decode()
    assert page.get(f"{BASE}?before=nonsense").status_code == 200


def test_staff_read_what_is_held_by_table_and_field(page: Any, exercise: Any) -> None:
    text = page.get(f"{BASE}held/").content.decode()
    assert "text (special)" in text
    assert "token_hash (secret)" in text
    assert "To read, analyse and report what was said." in text
