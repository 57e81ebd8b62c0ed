"""By the private link: what was decided, an appeal, and the permission to publish."""

from __future__ import annotations

import pytest

from accounts.models import Role
from responses.moderation import moderation
from responses.moderation.author_models import Appeal
from responses.moderation.author_reads import decisions_of
from responses.submission.models import Response
from tests.accounts.factories import member
from tests.responses.visiting import Visitor, words_in


@pytest.fixture
def sender(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.say_who()
    visitor.answer("tasks", tasks_words="Buy our pills.")
    visitor.send()
    return visitor


def test_an_author_appeals_by_the_private_link(sender: Visitor) -> None:
    assert "What was decided" not in words_in(sender.text("view"))
    assert "There is no decision about your answer" in words_in(sender.text("appeal"))
    by = member(sender.exercise.organisation, Role.COMMUNICATIONS)
    moderation.hold(Response.objects.get().pk, version=0, by=by, reason="spam", note="Looks like an advert")
    page = words_in(sender.text("view"))
    assert "Held for the time being" in page
    assert "The reason: Spam or advertising" in page
    assert "Looks like an advert" not in page
    assert sender.post("appeal", data={"text": ""}).status_code == 422
    assert sender.post("appeal", data={"text": "I make pills."}).status_code == 302
    assert Appeal.objects.get().text == "I make pills."
    assert "Somebody who did not take the decision is going to answer you" in words_in(sender.text("view"))


def test_an_author_changes_the_permission_to_publish(sender: Visitor) -> None:
    before = Response.objects.get().may_publish
    sender.post("consent", data={"may_publish": "no" if before else "yes"})
    assert Response.objects.get().may_publish is not before
    assert ("It may be published" in words_in(sender.text("view"))) is not before


def test_an_appeal_ends_with_the_response_and_its_author_is_told_so(sender: Visitor) -> None:
    by = member(sender.exercise.organisation, Role.COMMUNICATIONS)
    moderation.hold(Response.objects.get().pk, version=0, by=by, reason="spam", note="")
    sender.post("appeal", data={"text": "I make pills."})
    assert "that has ended" not in words_in(sender.text("view"))
    sender.post("withdraw")
    page = words_in(sender.text("view"))
    assert "With the withdrawal, that has ended: nobody is going to answer it" in page
    assert "is going to answer you" not in page
    told = decisions_of(Response.objects.get())
    assert (told.waits, told.can_appeal, told.appeal_ended) == (False, False, True)
