from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.db import transaction
from django.utils import timezone

from common import clock, mail, outbox
from common.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(monkeypatch):
    """Handlers of this test alone; returns the payloads that reached `test.kind`."""
    payloads = []
    monkeypatch.setattr(outbox, "_handlers", {})
    outbox.register("test.kind", lambda message: payloads.append(message.payload))
    return payloads


@pytest.fixture
def failing(monkeypatch):
    def fail(message):
        raise ConnectionError("mail server away")

    monkeypatch.setattr(outbox, "_handlers", {"test.kind": fail})


def test_a_message_is_worked_off_once_and_forgets_its_payload(handled):
    outbox.put("test.kind", {"email": "jo@example.org"})

    assert outbox.drain() == 1
    assert outbox.drain() == 0

    message = OutboxMessage.objects.get()
    assert handled == [{"email": "jo@example.org"}]
    assert message.done_at
    assert message.payload is None


def test_a_message_goes_with_its_transaction(handled):
    with transaction.atomic():
        outbox.put("test.kind", {})
        transaction.set_rollback(True)
    assert outbox.drain() == 0


def test_a_message_for_later_waits(handled):
    outbox.put("test.kind", {"n": 1}, at=clock.now() + timedelta(hours=1))
    assert outbox.drain() == 0
    with clock.held(clock.now() + timedelta(hours=1, seconds=1)):
        assert outbox.drain() == 1


def test_messages_are_worked_off_in_their_order_up_to_the_limit(handled):
    for number in range(5):
        outbox.put("test.kind", {"n": number})
    assert outbox.drain(limit=3) == 3
    assert [payload["n"] for payload in handled] == [0, 1, 2]


def test_a_failure_is_put_back_with_a_growing_pause(failing):
    start = timezone.now()
    with clock.held(start):
        message = outbox.put("test.kind", {"n": 1})
        outbox.drain()
    message.refresh_from_db()
    assert (message.attempts, message.available_at) == (1, start + timedelta(seconds=30))
    assert message.last_error == "ConnectionError"

    with clock.held(message.available_at):
        outbox.drain()
    message.refresh_from_db()
    assert message.available_at == start + timedelta(seconds=30 + 60)


def test_one_failure_does_not_hold_up_the_rest(handled):
    outbox.put("nobody.does.this", {})
    outbox.put("test.kind", {"n": 1})
    assert outbox.drain() == 1
    assert handled == [{"n": 1}]


def test_after_the_last_attempt_the_failure_is_visible_and_final(failing):
    message = outbox.put("test.kind", {"n": 1})
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    outbox.drain()
    message.refresh_from_db()
    assert message.failed_at
    with clock.held(clock.now() + timedelta(days=30)):
        assert outbox.drain() == 0


def test_the_pauses_last_three_days_before_giving_up():
    pauses = (
        min(outbox.FIRST_PAUSE * 2 ** min(attempt, 10), outbox.LONGEST_PAUSE) for attempt in range(outbox.MAX_ATTEMPTS)
    )
    assert timedelta(days=3) < sum(pauses, timedelta()) < timedelta(days=4)


def test_two_workers_that_listed_the_same_message_do_it_once(handled):
    message = outbox.put("test.kind", {})
    assert outbox._claim(message.id, message.available_at)
    assert outbox._claim(message.id, message.available_at) is None


def test_the_work_of_a_worker_that_died_comes_back_after_its_lease(handled):
    message = outbox.put("test.kind", {"n": 1})
    assert outbox._claim(message.id, message.available_at)
    assert outbox.drain() == 0
    with clock.held(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        assert outbox.drain() == 1


def test_a_late_failure_does_not_undo_what_another_worker_did(handled):
    message = outbox.put("test.kind", {})
    slow = outbox._claim(message.id, message.available_at)
    with clock.held(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        outbox.drain()
    outbox._put_back(slow, ConnectionError())
    message.refresh_from_db()
    assert message.done_at
    assert not message.failed_at


def test_a_kind_has_one_handler(handled):
    with pytest.raises(ValueError, match=r"test\.kind"):
        outbox.register("test.kind", lambda message: None)


def test_what_failed_for_good_can_be_tried_again(handled):
    message = outbox.put("test.kind", {"n": 1})
    OutboxMessage.objects.update(failed_at=clock.now(), attempts=outbox.MAX_ATTEMPTS)
    assert outbox.drain() == 0
    assert outbox.try_again(OutboxMessage.objects.all()) == 1
    assert outbox.drain() == 1
    message.refresh_from_db()
    assert message.done_at


def test_what_is_done_is_not_tried_again(handled):
    outbox.put("test.kind", {"n": 1})
    outbox.drain()
    assert outbox.try_again(OutboxMessage.objects.all()) == 0


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (SMTPRecipientsRefused({"jo@example.org": (550, b"no jo@example.org here")}), "SMTPRecipientsRefused 550"),
        (SMTPDataError(554, b"jo@example.org is refused"), "SMTPDataError 554"),
        (ValueError("jo@example.org"), "ValueError"),
    ],
)
def test_what_is_kept_of_a_failure_names_nobody(monkeypatch, error, kept):
    def fail(message):
        raise error

    monkeypatch.setattr(outbox, "_handlers", {"test.kind": fail})
    message = outbox.put("test.kind", {"email": "jo@example.org"})
    outbox.drain()
    message.refresh_from_db()
    assert message.last_error == kept


def test_work_that_ends_its_worker_every_time_fails_for_good(handled):
    message = outbox.put("test.kind", {"n": 1})
    OutboxMessage.objects.update(attempts=outbox.MAX_ATTEMPTS)
    assert outbox.drain() == 0
    message.refresh_from_db()
    assert message.failed_at
    assert message.last_error == outbox.WORKER_DIED
    assert handled == []


def test_an_email_is_named_after_its_message_and_the_senders_domain(settings, mailoutbox):
    settings.DEFAULT_FROM_EMAIL = "Example engagement <engagement@example.org>"
    message = outbox.put("test.kind", {})
    mail.send(message, to="jo@example.org", subject="Two\nlines", body="Words")
    sent = mailoutbox[0]
    assert sent.extra_headers["Message-ID"] == f"<{message.uid}@example.org>"
    assert (sent.subject, sent.to) == ("Two lines", ["jo@example.org"])
