"""Anybody can name a stranger's mailbox: it gets so many emails of ours in a day, and no answer is lost over it."""

from __future__ import annotations

import pytest
from django.core import mail as sent_mail

from common import mail, outbox
from engagement.models import Exercise
from responses.drafts.models import DraftAnswer
from responses.submission.models import Response
from tests.responses.visiting import Visitor, words_in

LIMIT = mail.MAILBOX_LIMIT["limit"]
HELD_BACK = "very many emails have gone to that address from here today"


def filled(email: str = "ann@example.org") -> None:
    """Let a mailbox have had as much as it may."""
    assert all(mail.may_go_to(email) for _ in range(LIMIT))


def asks_for_a_copy(exercise: Exercise, email: str) -> Visitor:
    visitor = Visitor(exercise)
    visitor.begin()
    visitor.say_who(email=email, wants_copy="on")
    visitor.answer("tasks", tasks_words="More nurses.")
    return visitor


def test_a_mailbox_gets_so_many_copies_a_day_and_every_answer_is_taken(exercise: Exercise) -> None:
    for _ in range(LIMIT + 2):
        visitor = asks_for_a_copy(exercise, "ann@example.org")
        assert visitor.send().url == visitor.address("receipt")
    outbox.drain()
    assert len(sent_mail.outbox) == LIMIT
    assert Response.objects.count() == LIMIT + 2


def test_whose_copy_is_not_sent_is_told_so_on_the_receipt_whenever_it_is_opened(exercise: Exercise) -> None:
    filled()
    visitor = asks_for_a_copy(exercise, "ann@example.org")
    visitor.send()
    for _ in range(2):
        words = words_in(visitor.text("receipt"))
        assert HELD_BACK in words
        assert "Your answers are with us" in words
        assert "We are sending a copy" not in words
    assert outbox.drain() == 0


@pytest.mark.parametrize("written", ["Ann@Example.ORG", "ann+again@example.org", " ann@example.org "])
def test_however_an_address_is_written_it_is_one_mailbox(exercise: Exercise, written: str) -> None:
    filled()
    visitor = asks_for_a_copy(exercise, written)
    visitor.send()
    assert HELD_BACK in words_in(visitor.text("receipt"))


def test_another_mailbox_gets_its_copy(exercise: Exercise) -> None:
    filled()
    visitor = asks_for_a_copy(exercise, "bob@example.org")
    visitor.send()
    assert "We are sending a copy" in words_in(visitor.text("receipt"))
    assert outbox.drain() == 1


def test_pressing_again_does_not_count_again(exercise: Exercise) -> None:
    visitor = asks_for_a_copy(exercise, "ann@example.org")
    key = visitor.draft.submission_key
    for _ in range(LIMIT):
        visitor.post("submit", data={"key": key})
    assert all(mail.may_go_to("ann@example.org") for _ in range(LIMIT - 1))
    assert not mail.may_go_to("ann@example.org")


def test_what_is_not_ready_to_be_sent_counts_for_nothing(exercise: Exercise) -> None:
    visitor = asks_for_a_copy(exercise, "ann@example.org")
    question = DraftAnswer.objects.get(draft=visitor.draft)
    answered = question.raw
    DraftAnswer.objects.update(raw="x" * 20_001)
    for _ in range(LIMIT):
        assert visitor.post("submit", data={"key": visitor.draft.submission_key}).status_code == 422
    DraftAnswer.objects.update(raw=answered)
    visitor.send()
    assert "We are sending a copy" in words_in(visitor.text("receipt"))


def test_links_count_with_copies_and_the_link_can_be_seen_on_the_page_instead(exercise: Exercise) -> None:
    filled()
    visitor = Visitor(exercise)
    visitor.begin()
    page = visitor.post("later", data={"email": "ann@example.org"})
    assert page.status_code == 429
    assert HELD_BACK in words_in(page.content.decode())
    assert outbox.drain() == 0
    assert "shown only once" in words_in(visitor.post("later", data={"show": "1"}).content.decode())


def test_the_address_itself_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr("common.throttle.allow", lambda bucket, **limits: kept.append(bucket) or True)
    mail.may_go_to("ann@example.org")
    assert "ann" not in kept[0]
