"""What a respondent can do with an answer once it is sent: look at it, replace it, withdraw it."""

from __future__ import annotations

import datetime as dt

import pytest

from common import clock
from engagement.models import Exercise
from responses.moderation import author
from responses.submission.models import Answer, Response
from tests import factories
from tests.responses.visiting import Visitor, words_in

DAY = dt.timedelta(days=1)


@pytest.fixture
def sender(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="the first wording")
    visitor.send()
    return visitor


def replace(sender: Visitor, words: str) -> None:
    sender.post("replace")
    sender.answer("tasks", tasks_words=words)


def test_what_was_sent_is_shown_as_it_was_sent(sender: Visitor) -> None:
    words = words_in(sender.text("view"))
    assert "the first wording" in words
    assert "Withdraw this answer" in words


def test_pages_for_writing_lead_to_what_was_sent(sender: Visitor) -> None:
    for name, *rest in (("tasks",), ("who",), ("about",), ("check",), ("page", "tasks"), ("word",)):
        assert sender.get(name, *rest).url == sender.address("view")


def test_pages_about_what_was_sent_lead_those_who_have_not_to_their_tasks(visitor: Visitor) -> None:
    visitor.begin()
    for name in ("receipt", "view", "withdraw"):
        assert visitor.get(name).url == visitor.address("tasks")


def test_replacing_keeps_the_earlier_answer_and_counts_the_later(sender: Visitor) -> None:
    replace(sender, "the second wording")
    sender.send()
    earlier, later = Response.objects.order_by("pk")
    assert later.supersedes == earlier
    assert earlier.superseded_at is not None
    assert Response.objects.current().get() == later
    assert list(Answer.objects.order_by("pk").values_list("text", flat=True)) == [
        "the first wording",
        "the second wording",
    ]
    assert earlier.acts.get().verb == "supersede"
    assert "the second wording" in sender.text("view")


def test_until_the_new_answer_is_sent_the_earlier_one_stands(sender: Visitor) -> None:
    replace(sender, "the second wording")
    assert Response.objects.current().get().answers.get().text == "the first wording"
    assert "the first wording" in sender.text("view")


def test_an_answer_can_be_replaced_more_than_once(sender: Visitor) -> None:
    for wording in ("second", "third"):
        replace(sender, wording)
        sender.send()
    assert Response.objects.count() == 3
    assert Response.objects.current().get().answers.get().text == "third"


def test_pressing_replace_twice_opens_the_answers_once(sender: Visitor) -> None:
    sender.post("replace")
    key = sender.draft.submission_key
    assert sender.post("replace").url == sender.address("tasks")
    assert sender.draft.submission_key == key


def test_after_the_close_an_answer_cannot_be_opened_again(sender: Visitor) -> None:
    with clock.held(sender.exercise.closes_at):
        assert "Change and send again" not in sender.text("view")
        assert sender.post("replace").url == sender.address("view")
    assert not sender.draft.is_open


def test_a_new_answer_that_was_begun_in_time_can_replace_the_earlier_within_grace(sender: Visitor) -> None:
    replace(sender, "the second wording")
    with clock.held(sender.exercise.closes_at + dt.timedelta(hours=1)):
        sender.send()
    assert Response.objects.current().get().timing == "grace"


def test_a_late_answer_never_takes_the_place_of_one_that_was_on_time(sender: Visitor) -> None:
    replace(sender, "the second wording")
    with clock.held(sender.exercise.closes_at + 2 * DAY):
        assert "It is too late to replace your answers" in words_in(sender.text("check"))
        page = sender.post("submit", data={"key": sender.draft.submission_key})
    assert page.status_code == 422
    assert "what you sent before stands" in words_in(page.content.decode())
    assert Response.objects.get().answers.get().text == "the first wording"


def test_withdrawing_asks_first_and_is_kept(sender: Visitor) -> None:
    assert "You cannot undo this" in words_in(sender.text("withdraw"))
    assert Response.objects.get().withdrawn_at is None
    assert sender.post("withdraw").url == sender.address("view")
    response = Response.objects.get()
    assert response.withdrawn_at is not None
    assert response.acts.get().verb == "withdraw"
    assert response.answers.get().text == "the first wording"
    assert "You have withdrawn your answer" in words_in(sender.text("view"))


def test_withdrawing_twice_does_no_harm(sender: Visitor) -> None:
    response = Response.objects.get()
    author.withdraw(response)
    author.withdraw(response)
    assert response.acts.count() == 1
    assert sender.post("withdraw").status_code == 302


def test_an_answer_can_be_withdrawn_long_after_the_close(sender: Visitor) -> None:
    with clock.held(sender.exercise.closes_at + 400 * DAY):
        sender.post("withdraw")
    assert not Response.objects.current().exists()


def test_a_withdrawn_answer_has_no_receipt_any_more(sender: Visitor) -> None:
    sender.post("withdraw")
    assert sender.get("receipt").url == sender.address("view")


def test_a_withdrawn_answer_cannot_be_replaced(sender: Visitor) -> None:
    sender.post("withdraw")
    page = sender.post("replace")
    assert page.status_code == 409
    assert "it has been withdrawn" in words_in(page.content.decode())


def test_withdrawing_while_writing_a_replacement_leaves_that_to_be_sent_by_itself(sender: Visitor) -> None:
    replace(sender, "the second wording")
    sender.post("withdraw")
    assert sender.send().url == sender.address("receipt")
    later = Response.objects.current().get()
    assert later.supersedes is None
    assert later.answers.get().text == "the second wording"


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_replacing_at_once_leaves_at_most_the_later_answer(exercise: Exercise) -> None:
    from responses.drafts.models import Draft
    from tests.support.threads import at_once

    first = factories.sent(exercise)
    author.reopen(first.draft)
    draft = Draft.objects.select_related("exercise").get()
    at_once(lambda: factories.send(draft), lambda: author.withdraw(first))
    first.refresh_from_db()
    assert (first.withdrawn_at is None) != (first.superseded_at is None)
    assert first.acts.count() == first.version == 1
    assert Response.objects.current().count() == 1


@pytest.mark.parametrize("name", ["view", "receipt", "withdraw"])
def test_the_reference_alone_opens_nothing(sender: Visitor, name: str) -> None:
    stranger = Visitor(sender.exercise)
    reference = Response.objects.get().reference
    for address in (
        sender.address(name),
        f"{sender.address(name)}?reference={reference}",
        f"{sender.address('start')}link/{reference}/",
    ):
        page = stranger.client.get(address)
        assert page.status_code == 404
        assert "the first wording" not in page.content.decode()
    stranger.client.cookies["answer"] = reference
    assert stranger.get(name).status_code == 404
