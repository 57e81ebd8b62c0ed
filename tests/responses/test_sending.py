"""One press, two tabs, a retry or a double click give one response and the same receipt."""

from __future__ import annotations

import pytest
from django.db import connection

from common.models import OutboxMessage
from engagement.models import Exercise
from responses.submission import references
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from responses.submission.sending import NotReady
from tests import factories
from tests.responses.visiting import ANSWERS, Visitor, key_on, words_in


@pytest.fixture
def ready(visitor: Visitor) -> Visitor:
    """Return a visitor who has only to press the button."""
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    return visitor


def test_a_response_keeps_every_answer_as_it_was_typed(exercise: Exercise) -> None:
    response = factories.sent(exercise, ANSWERS)
    texts = dict(Answer.objects.filter(response=response).values_list("item__key", "text"))
    assert texts["tasks-words"] == "More nurses."
    picked = AnswerChoice.objects.filter(answer__response=response).values_list("answer__item__key", "choice__key")
    assert sorted(picked) == [
        ("better", "second"),
        ("factors-most", "cost"),
        ("factors-right.travel", "yes"),
        ("tasks-days", "saturday"),
        ("tasks-days", "sunday"),
    ]
    assert set(texts) == set(ANSWERS)
    assert response.edition_id == exercise.edition_id


@pytest.mark.parametrize(
    ("words", "counted_apart"),
    [
        ("None", True), ("n/a", True), (" N / A. ", True), ("-", True), ("No comment", True), ("...", True),
        ("None of these would work here", False), ("No", True), ("Nothing but praise", False), ("нет", False),
        ("👍", False), ("❤️", False), ("No 👎🏽", False), ("…", True), ("−", True),
    ],
)  # fmt: skip
def test_none_and_the_like_are_counted_apart(exercise: Exercise, words: str, counted_apart: bool) -> None:
    response = factories.sent(exercise, {"tasks-words": words})
    answer = response.answers.get()
    assert answer.says_nothing is counted_apart
    assert answer.text == words


def test_whether_there_is_anything_to_read_is_noted(exercise: Exercise) -> None:
    assert factories.sent(exercise, {"tasks-words": "Words."}).has_free_text
    assert not factories.sent(exercise, {"better": "first", "tasks-days": ["sunday"]}).has_free_text


def test_pressing_send_leads_to_the_receipt_with_the_reference(ready: Visitor) -> None:
    answered = ready.send()
    assert answered.url == ready.address("receipt")
    reference = Response.objects.get().reference
    assert references.grouped(reference) in words_in(ready.text("receipt"))


def test_pressing_send_again_and_again_gives_one_response_and_the_same_receipt(ready: Visitor) -> None:
    key = key_on(ready.text("check"))
    receipts = {ready.post("submit", data={"key": key}).url for _ in range(5)}
    assert receipts == {ready.address("receipt")}
    assert Response.objects.count() == 1


def test_two_tabs_that_send_give_one_response(ready: Visitor) -> None:
    other = ready.another_window()
    keys = [key_on(window.text("check")) for window in (ready, other)]
    for window, key in zip((ready, other), keys, strict=True):
        assert window.post("submit", data={"key": key}).url == ready.address("receipt")
    assert Response.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000", "{" * 40])
def test_a_key_that_is_not_the_draft_s_sends_nothing(ready: Visitor, key: str) -> None:
    answered = ready.post("submit", data={"key": key})
    assert answered.status_code in (302, 422)
    assert Response.objects.count() == 0
    assert ready.draft.is_open


def test_a_page_that_was_open_before_the_answers_were_opened_again_shows_the_check_page(ready: Visitor) -> None:
    old = key_on(ready.text("check"))
    ready.send()
    ready.post("replace")
    assert ready.post("submit", data={"key": old}).url == ready.address("receipt")
    assert Response.objects.count() == 1


def test_who_you_are_is_the_only_thing_that_must_be_said(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("models", better="first")
    page = visitor.post("submit", data={"key": visitor.draft.submission_key})
    assert page.status_code == 422
    assert "Tell us who you are" in words_in(page.content.decode())
    visitor.say_who()
    assert visitor.send().url == visitor.address("receipt")


def test_nothing_at_all_cannot_be_sent(visitor: Visitor) -> None:
    visitor.begin()
    visitor.say_who()
    page = visitor.post("submit", data={"key": visitor.draft.submission_key})
    assert page.status_code == 422
    assert "You have not answered any question yet" in words_in(page.content.decode())
    assert Response.objects.count() == 0


def test_an_invalid_box_is_told_with_a_link_to_its_page(ready: Visitor) -> None:
    ready.answer("options-2", options__charity__advantage="x" * 20_002)
    page = ready.send()
    assert page.status_code == 422
    assert f'href="{ready.address("page", "options-2")}"' in page.content.decode()
    assert "2 characters too long" in words_in(page.content.decode())
    assert ready.draft.is_open


def test_any_order_will_do_and_any_part_can_be_skipped(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("models", better="first")
    visitor.answer("options-1", options__trust__advantage="One phone number.")
    visitor.say_who()
    visitor.send()
    assert set(Answer.objects.values_list("item__key", flat=True)) == {"better", "options.trust.advantage"}


def test_what_was_typed_after_sending_is_shown_and_changes_nothing(ready: Visitor) -> None:
    ready.send()
    page = ready.post("page", "tasks", data={"base": "", "tasks-words": "One more thing."})
    assert page.status_code == 409
    assert "One more thing." in page.content.decode()
    assert Answer.objects.get().text == "More nurses."


def test_the_task_list_says_what_is_done(visitor: Visitor) -> None:
    visitor.begin()
    assert "Needed" in visitor.text("tasks")
    visitor.say_who()
    visitor.answer("tasks", tasks_words="More nurses.")
    words = words_in(visitor.text("tasks"))
    assert "Completed" in words
    assert "Partly answered" in words
    visitor.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday"])
    assert "Partly answered" not in words_in(visitor.text("tasks"))


def test_a_submission_takes_at_most_eight_statements(ready: Visitor, django_assert_max_num_queries: object) -> None:
    ready.post("about", data={"email": "ann@example.org", "wants_copy": "on", "csrf": ""})
    ready.answer("tasks", tasks_words="More nurses.", tasks_days=["sunday", "saturday"])
    ready.answer("factors", factors_right__travel="yes", factors_right__cost="no", factors_most="cost")
    ready.answer("models", better="first", alternative="Both.")
    key = key_on(ready.text("check"))
    with django_assert_max_num_queries(100) as asked:
        ready.post("submit", data={"key": key})
    statements = [q["sql"] for q in asked.captured_queries if not q["sql"].startswith(TRANSACTION_CONTROL)]
    assert len(statements) <= 8, statements
    assert Contact.objects.exists()
    assert OutboxMessage.objects.exists()


TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


def test_not_ready_is_told_before_anything_is_written(exercise: Exercise) -> None:
    draft = factories.draft(exercise, ANSWERS, who={"kind": "organisation"})
    with pytest.raises(NotReady, match="who you are"):
        factories.send(draft)
    assert connection.connection is not None
    assert not Response.objects.exists()
