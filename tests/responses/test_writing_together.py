"""An organisation's answer that several people write by links of their own, and that one of them signs and sends."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail
from django.http import HttpResponse

from common import clock, outbox
from engagement.models import Exercise
from responses.drafts import access, sharing
from responses.drafts.access import Capability
from responses.drafts.models import Draft, PrivateLink
from responses.submission import sending
from responses.submission.models import Response, Signature
from tests import factories
from tests.responses.visiting import Visitor, key_on, words_in

SIGNED = {
    "signed_by": "A. Chair",
    "signed_role": "Chair",
    "signed_on_day": "1",
    "signed_on_month": "3",
    "signed_on_year": "2021",
}


@pytest.fixture
def draft(exercise: Exercise) -> Draft:
    return factories.draft(exercise, {"tasks-words": "More nurses."}, who=factories.COUNCIL)


def holder(draft: Draft, capability: str = Capability.SIGN) -> Visitor:
    visitor = Visitor(draft.exercise)
    visitor.get("link", access.mint_link(draft, capability))
    return visitor


def given(by: Visitor, capability: str, called: str = "The committee") -> Visitor:
    """Return who follows the link that somebody makes for them on the page."""
    page = by.post("share", data={"called": called, "capability": capability, "email": ""})
    found = re.search(r"link/([\w-]+)/", page.content.decode())
    assert found is not None
    other = Visitor(by.exercise)
    assert other.get("link", found[1]).status_code == 302
    return other


def sent_by(visitor: Visitor, **said: str) -> str:
    """Open the check page and send; return what the reply says."""
    html = visitor.text("check")
    return words_in(post_of(visitor, html, said).content.decode())


def post_of(visitor: Visitor, html: str, said: dict[str, str]) -> HttpResponse:
    seen = re.search(r'name="seen" value="([^"]*)"', html)
    return visitor.post("submit", data={"key": key_on(html), "seen": seen[1] if seen else "", **said})


def test_people_are_given_links_that_do_what_they_say(draft: Draft) -> None:
    owner = holder(draft)
    editor, signatory, reader = (given(owner, capability) for capability in ("edit", "sign", "view"))
    assert editor.answer("tasks", tasks_words="More doctors.").status_code == 302
    assert "More doctors." in reader.text("page", "tasks")
    assert editor.post("submit", data={"key": draft.submission_key}).status_code == 403
    sent_by(signatory, **SIGNED)
    assert Response.objects.get().answers.get().text == "More doctors."


def test_links_are_listed_by_whom_they_are_for_and_what_they_are_for_is_kept_encrypted(draft: Draft) -> None:
    owner = holder(draft)
    given(owner, "edit", "Finance committee")
    assert "Finance committee Can edit" in words_in(owner.text("share"))
    assert "Finance" not in str(PrivateLink.objects.filter(shared=True).values_list("called", flat=True).get())


def test_nobody_gives_a_link_that_allows_more_than_their_own(draft: Draft) -> None:
    editor = holder(draft, Capability.EDIT)
    page = editor.post("share", data={"called": "Me", "capability": "sign", "email": ""})
    assert page.status_code == 422
    assert "Your own link does not allow that" in words_in(page.content.decode())
    assert not PrivateLink.objects.filter(shared=True).exists()
    given(editor, "edit")


def test_only_who_may_send_stops_a_link_and_then_it_opens_nothing(draft: Draft) -> None:
    owner = holder(draft)
    editor = given(owner, "edit")
    link = PrivateLink.objects.get(shared=True)
    assert editor.post("share", data={"stop": link.pk}).status_code == 403
    assert editor.get("tasks").status_code == 200
    assert owner.post("share", data={"stop": link.pk}).status_code == 302
    assert editor.get("tasks").status_code == 404
    stopped = PrivateLink.objects.get(shared=True).revoked_at
    assert owner.post("share", data={"stop": link.pk}).status_code == 302
    assert PrivateLink.objects.get(shared=True).revoked_at == stopped


def test_what_a_stopped_holder_had_sent_to_themselves_before_is_listed_and_can_be_stopped_too(draft: Draft) -> None:
    owner = holder(draft)
    editor = given(owner, "edit", "Finance committee")
    shown = re.search(r"link/([\w-]+)/", editor.post("later", data={"show": "1"}).content.decode())
    assert shown is not None
    editor.post("later", data={"email": "committee@example.org"})
    outbox.drain()
    links = PrivateLink.objects.filter(shared=True)
    assert [link.called for link in links] == ["Finance committee"] * 3
    for link in links:
        owner.post("share", data={"stop": link.pk})
    assert Visitor(draft.exercise).get("link", shown[1]).status_code == 404
    # One's own link stays one's own: it is not given to anybody.
    owner.post("later", data={"show": "1"})
    assert links.count() == 3


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_link_of_another_answer_is_not_stopped(draft: Draft, number: str) -> None:
    other = factories.draft(draft.exercise, {"tasks-words": "Another."})
    sharing.make(other, called="Theirs", capability="edit")
    theirs = PrivateLink.objects.get(draft=other, shared=True)
    for wanted in (number, str(theirs.pk)):
        assert holder(draft).post("share", data={"stop": wanted}).status_code == 404
    assert PrivateLink.objects.get(draft=other, shared=True).revoked_at is None


def test_a_link_by_email_is_minted_when_it_is_sent_and_says_what_it_allows(draft: Draft) -> None:
    owner = holder(draft)
    page = owner.post("share", data={"called": "The chair", "capability": "edit", "email": "chair@example.org"})
    assert "We are sending the link to chair@example.org" in words_in(page.content.decode())
    assert not PrivateLink.objects.filter(shared=True).exists()
    assert outbox.drain() == 1
    (letter,) = mail.outbox
    assert letter.to == ["chair@example.org"]
    assert "can read and change the answer, and not send it" in letter.body
    link = PrivateLink.objects.get(shared=True)
    assert (link.called, link.capability) == ("The chair", "edit")


def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(draft: Draft) -> None:
    page = holder(draft).post("share", data={"called": "", "capability": "", "email": "chair@"})
    said = words_in(page.content.decode())
    assert page.status_code == 422
    for message in ("Enter who the link is for", "Choose what they may do", "Enter an email address in the right form"):
        assert message in said
    assert 'value="chair@"' in page.content.decode()


def test_two_who_change_the_same_words_both_see_both(draft: Draft) -> None:
    owner = holder(draft)
    editor = given(owner, "edit")
    seen_by_both = owner.base_of("tasks")
    editor.post("page", "tasks", data={"tasks-words": "More doctors.", "base": seen_by_both})
    page = owner.post("page", "tasks", data={"tasks-words": "More dentists.", "base": seen_by_both})
    html = page.content.decode()
    assert page.status_code == 200
    assert "More doctors." in html
    assert "More dentists." in html


def test_what_is_sent_is_what_its_signatory_has_read(draft: Draft) -> None:
    signatory = holder(draft)
    editor = given(signatory, "edit")
    read = signatory.text("check")
    editor.answer("tasks", tasks_words="Something else.")
    page = post_of(signatory, read, SIGNED)
    assert page.status_code == 422
    said = words_in(page.content.decode())
    assert sending.CHANGED_SINCE_READ in said
    assert "Something else." in said
    assert 'value="A. Chair"' in page.content.decode()
    assert not Response.objects.exists()
    assert post_of(signatory, page.content.decode(), SIGNED).status_code == 302
    assert Response.objects.get().answers.get().text == "Something else."


def test_without_the_mark_other_words_than_were_read_would_be_signed(draft: Draft) -> None:
    """The control: what the mark guards against does happen without it."""
    signatory = holder(draft)
    read = signatory.text("check")
    given(signatory, "edit").answer("tasks", tasks_words="Something else.")
    draft.refresh_from_db()
    sending.submit(draft, key=uuid.UUID(key_on(read)), arrival=sending.Arrival(received_at=clock.now()), seen=None)
    assert Response.objects.get().answers.get().text == "Something else."


def test_an_answer_that_several_write_needs_a_signature(draft: Draft) -> None:
    owner = holder(draft)
    given(owner, "edit")
    said = sent_by(owner)
    for message in ("Enter the name of who signed", "Enter the role of who signed", "Enter the date on which"):
        assert message in said
    assert not Response.objects.exists()
    sent_by(owner, **SIGNED)
    signature = Signature.objects.get()
    assert (signature.name, signature.role, str(signature.signed_on)) == ("A. Chair", "Chair", "2021-03-01")
    assert "Signed off A. Chair, Chair, 1 March 2021" in words_in(owner.text("view"))


def test_who_answers_alone_for_an_organisation_signs_as_they_like(draft: Draft) -> None:
    owner = holder(draft)
    assert "(optional)" in owner.text("check")
    assert "Enter the role" in sent_by(owner, signed_by="A. Chair")
    assert "Enter a real date" in sent_by(owner, **SIGNED | {"signed_on_month": "13"})
    assert "must be today or in the past" in sent_by(owner, **SIGNED | {"signed_on_year": "2999"})
    sent_by(owner)
    assert Response.objects.exists()
    assert not Signature.objects.exists()


def test_an_individual_is_asked_for_no_signature(exercise: Exercise) -> None:
    visitor = holder(factories.draft(exercise, {"tasks-words": "More nurses."}))
    assert "signed_by" not in visitor.text("check")
    sent_by(visitor, **SIGNED)
    assert not Signature.objects.exists()


def test_a_newer_signed_answer_replaces_the_earlier_one_which_is_kept_with_its_signature(draft: Draft) -> None:
    owner = holder(draft)
    given(owner, "edit")
    sent_by(owner, **SIGNED)
    owner.post("replace")
    owner.answer("tasks", tasks_words="Many more nurses.")
    assert "Enter the name of who signed" in sent_by(owner)  # the earlier signature is not for these words
    sent_by(owner, **SIGNED | {"signed_by": "The new chair"})
    earlier, newer = Response.objects.order_by("id")
    assert newer.supersedes == earlier
    assert [one.signature.name for one in (earlier, newer)] == ["A. Chair", "The new chair"]
    assert earlier.answers.get().text == "More nurses."
