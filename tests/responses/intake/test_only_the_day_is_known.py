"""Of a letter only the day may be known: it is judged in its sender's favour, and no time is made up for it."""

import datetime as dt
import re

import pytest
from django.core import mail

from common import clock, outbox
from engagement.phases import LONDON
from engagement.wording import weekday
from responses.submission.models import Response
from tests.responses.intake.steps import begun, keyed, public, url
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


def came_in(staff, *, time="", **about):
    client = staff.client_of("cora")
    begun(client, staff, time=time)
    receipt = client.get(keyed(client, staff, **about)["Location"]).content.decode()
    return client, words_in(receipt), Response.objects.get()


def closed_at(staff, hour):
    """Close the exercise yesterday, at an hour, without grace."""
    yesterday = clock.now().astimezone(LONDON) - dt.timedelta(days=1)
    staff.exercise.closes_at = yesterday.replace(hour=hour, minute=0, second=0, microsecond=0)
    staff.exercise.grace_hours = 0
    staff.exercise.save()


def test_no_page_shows_a_time_where_none_is_known(staff):
    client, receipt, sent = came_in(staff)
    assert not sent.received_time_known
    assert f"Received on {weekday(sent.received_at)}." in receipt
    address = url(staff, "response", sent.reference)
    for page in (receipt, *(words_in(client.get(page).content.decode()) for page in (address, url(staff, "queue")))):
        assert "midnight" not in page
        assert not re.search(r"(?<!:)\b12am", page)  # 11:12am may be when it was keyed in
    day = sent.received_at.astimezone(LONDON)
    assert f'<time datetime="{day:%Y-%m-%d}">{day.day} {day:%b %Y}</time>' in client.get(address).content.decode()


def test_a_time_that_is_known_is_shown_midnight_too(staff):
    client, receipt, sent = came_in(staff, time="00:00")
    assert sent.received_time_known
    assert f"Received at midnight on {weekday(sent.received_at)}." in receipt
    assert "midnight" in client.get(url(staff, "response", sent.reference)).content.decode()


def test_the_copy_by_email_makes_up_no_time_either(staff):
    contact = {"organisation_name": "Northshire Council", "speaks_for": "on"}
    came_in(staff, email="clerk@example.org", wants_copy="on", **contact)
    outbox.drain()
    assert f"Received on {weekday(Response.objects.get().received_at)}\n" in mail.outbox[0].body


@pytest.mark.parametrize(("time", "timing"), [("", "on_time"), ("11:59", "on_time"), ("12:01", "late")])
def test_what_came_on_the_day_of_the_close_is_on_time_unless_it_is_known_to_be_later(staff, time, timing):
    closed_at(staff, 12)
    assert came_in(staff, time=time)[2].timing == timing


def test_what_came_on_the_day_of_the_opening_may_have_come_after_it(staff):
    opened = (clock.now().astimezone(LONDON) - dt.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    staff.exercise.opens_at = opened
    staff.exercise.save()
    client, receipt, sent = came_in(staff)
    assert (sent.received_at, sent.timing) == (opened, "on_time")
    assert "9am" not in receipt
    assert client.get(public(staff, "view")).status_code == 302
