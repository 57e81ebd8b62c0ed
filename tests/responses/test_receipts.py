"""A receipt is a promise: no queue, mail server or worker being down changes it."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from common import clock, outbox
from common.models import OutboxMessage
from engagement.models import Exercise
from responses.submission import references
from responses.submission.models import Response
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def wants_copy(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who(email="ann@example.org", wants_copy="on")
    visitor.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday"])
    return visitor


def later(**pause: int) -> dt.datetime:
    return clock.now() + dt.timedelta(**pause)


def test_the_copy_holds_the_reference_the_answers_and_a_private_link(wants_copy: Visitor) -> None:
    wants_copy.send()
    outbox.drain()
    (letter,) = mail.outbox
    assert references.grouped(Response.objects.get().reference) in letter.subject
    assert "More nurses." in letter.body
    assert "Sunday" in letter.body
    address = next(line for line in letter.body.splitlines() if line.startswith("http://testserver"))
    assert Visitor(wants_copy.exercise).client.get(address.removeprefix("http://testserver")).status_code == 302


def test_nobody_gets_an_email_who_did_not_ask(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who(email="ann@example.org", may_contact="on")
    visitor.answer("models", better="first")
    visitor.send()
    assert not OutboxMessage.objects.exists()


def test_sending_twice_asks_for_one_copy(wants_copy: Visitor) -> None:
    key = wants_copy.draft.submission_key
    for _ in range(3):
        wants_copy.post("submit", data={"key": key})
    assert OutboxMessage.objects.count() == 1


def test_while_the_mail_server_is_down_the_answer_is_in_and_the_copy_is_tried_again(
    wants_copy: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("down")

    assert wants_copy.send().url == wants_copy.address("receipt")
    assert "We are sending a copy" in words_in(wants_copy.text("receipt"))
    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", refuse)
        assert outbox.drain() == 0
        with clock.held(later(minutes=1)):
            assert outbox.drain() == 0
    assert Response.objects.get().is_current
    with clock.held(later(hours=2)):
        assert outbox.drain() == 1
    assert len(mail.outbox) == 1


def test_a_copy_that_is_sent_twice_has_one_message_id(wants_copy: Visitor) -> None:
    wants_copy.send()
    message = OutboxMessage.objects.get()
    payload = message.payload
    outbox.drain()
    OutboxMessage.objects.update(done_at=None, available_at=clock.now(), payload=payload)
    outbox.drain()
    first, second = (letter.message()["Message-ID"] for letter in mail.outbox)
    assert first == second == f"<{message.uid}@example.org>"


def test_two_copies_have_two_message_ids(wants_copy: Visitor) -> None:
    wants_copy.send()
    wants_copy.post("replace")
    wants_copy.send()
    outbox.drain()
    assert len({letter.message()["Message-ID"] for letter in mail.outbox}) == 2


def test_the_address_is_forgotten_by_the_outbox_once_the_copy_is_sent(wants_copy: Visitor) -> None:
    wants_copy.send()
    outbox.drain()
    assert OutboxMessage.objects.get().payload is None


def test_a_respondent_s_request_never_speaks_to_the_broker(
    wants_copy: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a broker that is down every page and the submission go on as ever."""
    from celery import Celery
    from celery.app.task import Task

    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionError("the broker is down")

    for owner, name in ((Task, "apply_async"), (Celery, "send_task"), (Celery, "connection_for_write")):
        monkeypatch.setattr(owner, name, down)
    wants_copy.post("later", data={"email": "ann@example.org"})
    assert wants_copy.send().url == wants_copy.address("receipt")
    wants_copy.post("replace")
    wants_copy.send()
    wants_copy.post("withdraw")
    assert Response.objects.count() == 2


def test_the_receipt_can_be_opened_again(wants_copy: Visitor, exercise: Exercise) -> None:
    wants_copy.send()
    first = wants_copy.text("receipt")
    assert references.grouped(Response.objects.get().reference) in words_in(first)
    assert words_in(wants_copy.text("receipt")) == words_in(first)
