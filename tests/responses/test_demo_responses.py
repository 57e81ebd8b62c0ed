"""The written-out responses of the demonstration stand by the rules that real ones stand by."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Role
from common import clock
from engagement.models import Exercise
from responses.intake.mail.models import Message
from responses.submission.models import Response
from responses.submission.timing import in_phase
from responses.synthetic import demo, mails
from responses.synthetic.book import book_of
from tests import factories
from tests.accounts.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise() -> Exercise:
    return factories.norfolk(open_for=21, opened_days_ago=20)


def late_email() -> Response:
    return Response.objects.get(organisation_name="Specimen Homes Housing Association")


def assert_judged_by_the_dates(exercise: Exercise) -> None:
    for response in Response.objects.all():
        assert response.timing == in_phase(exercise.phase(response.received_at)), response


def test_while_the_exercise_is_open_nothing_is_late_and_the_late_email_says_why(exercise: Exercise) -> None:
    staff = member(exercise.organisation, Role.COMMUNICATIONS)
    demo.seed(exercise, staff=staff)
    assert_judged_by_the_dates(exercise)
    assert not Response.objects.exclude(timing="on_time").exists()
    client = Client()
    client.force_login(staff)
    page = client.get(f"/staff/{exercise.slug}/responses/{late_email().reference}/").content.decode()
    assert "this is the email that came late" in page


def test_after_the_grace_the_late_email_is_late_and_the_only_one(exercise: Exercise) -> None:
    staff = member(exercise.organisation, Role.COMMUNICATIONS)
    with clock.held(exercise.grace_ends_at + dt.timedelta(days=2)):
        demo.seed(exercise, staff=staff)
    assert_judged_by_the_dates(exercise)
    assert Response.objects.filter(timing="late").get() == late_email()
    assert not late_email().acts.filter(note__contains="Demonstration").exclude(verb="confirm_organisation").exists()


def test_its_mailbox_holds_what_waits_and_what_sets_itself_apart_each_once(exercise: Exercise) -> None:
    staff = member(exercise.organisation, Role.COMMUNICATIONS)
    assert mails.seed(exercise, staff=staff) == 3
    assert mails.seed(exercise, staff=staff) == 0
    assert [*Message.objects.order_by("id").values_list("state", flat=True)] == ["waiting", "waiting", "set_apart"]


def test_its_campaign_is_one_text_with_words_of_some_people_around_it(exercise: Exercise) -> None:
    book = book_of(exercise.slug)
    texts = [next(iter(entry["answers"].values())) for entry in book.copies]
    template = book.campaign["text"].strip()
    assert all(template in text for text in texts)
    assert 0 < sum(text != template for text in texts) < len(texts) - 3
