"""Withdrawing is confirmed by email where an address is held, by the outbox, and never depends on it."""

from __future__ import annotations

import pytest
from django.core import mail as sent_mail

from common import mail, outbox
from engagement.wording import clock_time
from responses.moderation import author
from responses.submission import references
from responses.submission.models import Response
from tests.responses.visiting import Visitor, words_in

EMAIL = "ann@example.org"


@pytest.fixture
def sender(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who(email=EMAIL)
    visitor.answer("tasks", tasks_words="what nobody else should read")
    visitor.send()
    return visitor


def test_who_gave_an_address_gets_a_confirmation(sender: Visitor) -> None:
    assert "We confirm it to the email address that you gave" in words_in(sender.text("withdraw"))
    sender.post("withdraw")
    assert "We are confirming this to the email address" in words_in(sender.text("view"))
    outbox.drain()
    (letter,) = sent_mail.outbox
    response = Response.objects.get()
    assert response.withdrawn_at is not None
    assert letter.to == [EMAIL]
    assert references.grouped(response.reference) in letter.subject
    assert clock_time(response.withdrawn_at) in letter.body
    assert "If that was not you" in letter.body
    assert "nobody else should read" not in letter.body


def test_who_gave_no_address_gets_none_and_reads_of_none(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who(telephone="01632 960000")
    visitor.answer("tasks", tasks_words="More nurses.")
    visitor.send()
    assert "email address" not in words_in(visitor.text("withdraw"))
    visitor.post("withdraw")
    assert "confirm" not in words_in(visitor.text("view"))
    assert outbox.drain() == 0


def test_withdrawing_twice_is_confirmed_once(sender: Visitor) -> None:
    response = Response.objects.get()
    author.withdraw(response)
    author.withdraw(response)
    assert outbox.drain() == 1


def test_with_a_full_mailbox_it_is_withdrawn_all_the_same_and_the_page_says_so(sender: Visitor) -> None:
    for _ in range(mail.MAILBOX_LIMIT["limit"]):
        mail.may_go_to(EMAIL)
    sender.post("withdraw")
    assert not Response.objects.current().exists()
    assert "We have not confirmed this by email" in words_in(sender.text("view"))
    assert outbox.drain() == 0


def test_a_copy_that_was_held_back_does_not_hold_the_confirmation_back(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who(email=EMAIL, wants_copy="on")
    visitor.answer("tasks", tasks_words="More nurses.")
    for _ in range(mail.MAILBOX_LIMIT["limit"]):
        mail.may_go_to(EMAIL)
    visitor.send()
    assert Response.objects.get().contact.held_back
    author.withdraw(Response.objects.get())
    assert "We are confirming this" in words_in(visitor.text("view"))
    assert outbox.drain() == 1


def test_the_address_is_forgotten_by_the_outbox_once_it_has_served(sender: Visitor) -> None:
    sender.post("withdraw")
    outbox.drain()
    assert all(payload is None for payload in outbox.OutboxMessage.objects.values_list("payload", flat=True))
