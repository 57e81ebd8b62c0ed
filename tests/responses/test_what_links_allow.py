"""A private link lets its holder read, write or send, and no link makes a stronger one."""

from __future__ import annotations

import pytest
from django.core import mail

from common import outbox
from engagement.models import Exercise
from responses.drafts import access
from responses.drafts.access import Capability
from responses.drafts.models import Draft, PrivateLink
from responses.submission.models import Response
from tests import factories
from tests.responses.visiting import Visitor, words_in

REFUSED = "Your link does not allow this"


@pytest.fixture
def draft(exercise: Exercise) -> Draft:
    return factories.draft(exercise, {"tasks-words": "More nurses."})


def holder(draft: Draft, capability: str) -> Visitor:
    visitor = Visitor(draft.exercise)
    visitor.get("link", access.mint_link(draft, capability))
    return visitor


def words(visitor: Visitor, name: str, *rest: str) -> str:
    return words_in(visitor.text(name, *rest))


def test_who_may_read_reads_and_writes_nothing(draft: Draft) -> None:
    reader = holder(draft, Capability.VIEW)
    for name, *rest in (("tasks",), ("page", "tasks"), ("check",), ("about",), ("word",)):
        assert reader.get(name, *rest).status_code in (200, 302), name
    said = {"base": "", "tasks-words": "Something else", "kind": "organisation", "key": draft.submission_key}
    for name, *rest in (("page", "tasks"), ("who",), ("about",), ("submit",), ("later",)):
        page = reader.post(name, *rest, data=said)
        assert page.status_code == 403, name
        assert REFUSED in words_in(page.content.decode())
        assert "Something else" in page.content.decode()
    assert [answer.raw for answer in draft.answers.all()] == ["More nurses."]
    assert not Response.objects.exists()


def test_who_may_write_writes_and_does_not_send(draft: Draft) -> None:
    writer = holder(draft, Capability.EDIT)
    assert writer.answer("tasks", tasks_words="More doctors.").status_code == 302
    assert 'name="key"' not in writer.text("check")
    assert writer.post("submit", data={"key": draft.submission_key}).status_code == 403
    assert not Response.objects.exists()
    assert holder(draft, Capability.SIGN).send().status_code == 302


@pytest.mark.parametrize("capability", [Capability.VIEW, Capability.EDIT])
def test_only_who_may_send_may_replace_or_withdraw(draft: Draft, capability: str) -> None:
    factories.send(draft)
    visitor = holder(draft, capability)
    assert "More nurses." in words(visitor, "view")
    assert "Withdraw it" not in words(visitor, "view")
    for name in ("replace", "withdraw"):
        assert visitor.post(name).status_code == 403
    assert Response.objects.get().is_current


def test_a_link_that_is_made_by_a_link_allows_no_more(draft: Draft) -> None:
    writer = holder(draft, Capability.EDIT)
    writer.post("later", data={"show": "1"})
    assert PrivateLink.objects.latest("id").capability == "edit"
    writer.post("later", data={"email": "ann@example.org"})
    outbox.drain()
    assert len(mail.outbox) == 1
    assert PrivateLink.objects.latest("id").capability == "edit"
