"""One email in which several people answer: each has a draft and a response of their own, and the file is one."""

from __future__ import annotations

import zipfile

import pytest
from django.core.management import call_command

from common import clock
from responses.drafts.models import Draft, DraftAnswer
from responses.intake import discarding, keying
from responses.intake.mail import acting, further
from responses.intake.mail.models import FurtherAnswer, Message
from responses.intake.models import Discard
from responses.ledger import casefile, chains, verifying
from responses.privacy import erasing, finding, people, seeking
from responses.submission import sending
from responses.submission.models import Response
from responses.submission.references import grouped
from tests.responses.intake.steps import filled, keyed, url
from tests.responses.intake.test_discarding import email, ledger, loaded, reasoned
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(staff):
    return email(staff)


def recorded(staff, draft):
    draft = loaded(draft)
    return sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=staff.cora))


def fresh(message):
    return Message.objects.select_related("original").get(pk=message.pk)


@pytest.fixture
def two(staff, message):
    """Return two responses that were keyed in from one email."""
    cora, here = staff.client_of("cora"), url(staff, "mail_message", message.pk)
    assert cora.post(here, {"act": "key_more"}).status_code == 409  # nothing was begun yet
    cora.post(here, {"act": "key_in"})
    keyed(cora, staff, "We both think so, said the first")
    assert cora.post(here, {"act": "key_more"}).status_code == 302
    second = Draft.objects.latest("pk")
    beside = cora.get(f"/exercises/{staff.exercise.slug}/answer/tasks/").content.decode()
    assert url(staff, "original_shown", message.original_id) in beside
    keyed(cora, staff, "And so said the second")
    assert Draft.objects.count() == 2
    return Response.objects.get(messages=message), Response.objects.get(draft=second)


def test_each_has_a_response_of_its_own_with_the_file_and_the_time_of_the_email(staff, message, two):
    first, second = two
    assert first.received_at == second.received_at == message.received_at
    assert [one.timing for one in two] == ["on_time", "on_time"]
    message = fresh(message)
    assert (message.state, message.response) == ("answered", first)
    for one, other in (two, two[::-1]):
        history = chains.of(one)
        assert (history.originals, history.beside) == ([message.original], [other])
        shown = words_in(staff.client_of("cora").get(url(staff, "response", one.reference)).content.decode())
        assert f"From the same email {other.reference[:4]}" in shown
    listed = ledger(staff, search=message.original.sha256, original="yes")
    assert listed.count(message.original.sha256[:12]) == 2
    page = words_in(staff.client_of("cora").get(url(staff, "mail_message", message.pk)).content.decode())
    assert "A further answer was keyed in" in page
    assert [act.verb for act in message.acts.all()] == ["key_in", "key_more"]
    assert list(verifying.verify(staff.exercise, verifying.Looked())) == []


def test_where_the_first_was_begun_by_mistake_the_further_one_is_the_first(staff, message):
    cora = staff.client_of("cora")
    wrong = acting.key_in(message, by=staff.cora)
    right = acting.key_in_further(fresh(message), by=staff.carl)
    assert "The email stays with its other answers" in words_in(
        cora.get(url(staff, "discard", wrong.pk)).content.decode()
    )
    assert reasoned(cora, staff, wrong)["Location"] == url(staff, "mail_message", message.pk)
    told = words_in(cora.get(url(staff, "mail_message", message.pk)).content.decode())
    assert "Given up. The email stays with its other answers" in told
    message = fresh(message)
    assert (message.state, message.draft, message.original.draft) == ("keying", right, right)
    more = acting.key_in_further(message, by=staff.carl)
    reasoned(cora, staff, more)
    assert fresh(message).state == "keying"
    reasoned(cora, staff, right)
    assert (fresh(message).state, fresh(message).original.draft) == ("waiting", None)
    discarding.take_up(more, by=staff.cora)  # nobody keys it in any more: it is the first
    assert fresh(message).draft == more
    assert not FurtherAnswer.objects.exists()


def test_a_further_one_that_was_recorded_takes_the_place_of_a_first_begun_by_mistake(staff, message):
    wrong = acting.key_in(message, by=staff.cora)
    cora = staff.client_of("cora")
    cora.post(url(staff, "mail_message", message.pk), {"act": "key_more"})
    right = Draft.objects.latest("pk")
    filled(cora, staff, "By the other of the two")
    assert discarding.discard(wrong, by=staff.cora, reason="By mistake").message == message
    sent = recorded(staff, right)
    message = fresh(message)
    assert (message.state, message.response, message.original.response) == ("answered", sent, sent)


def test_whoever_presses_twice_begins_one(staff, message):
    acting.key_in(message, by=staff.cora)
    cora, here = staff.client_of("cora"), url(staff, "mail_message", message.pk)
    for _ in range(2):
        assert cora.post(here, {"act": "key_more"}).status_code == 302
    one = FurtherAnswer.objects.get().draft
    assert [act.verb for act in message.acts.all()] == ["key_in", "key_more"]
    assert acting.key_in_further(fresh(message), by=staff.carl) != one  # a colleague keys in another
    filled(cora, staff, "We both think so")
    assert acting.key_in_further(fresh(message), by=staff.cora) != one
    assert FurtherAnswer.objects.count() == 3


def test_whoever_begins_a_further_one_as_the_first_is_given_up_is_told(staff, message):
    first = acting.key_in(message, by=staff.cora)
    window = fresh(message)
    discarding.discard(first, by=staff.cora, reason="By mistake")
    with pytest.raises(acting.MovedOn):
        acting.key_in_further(window, by=staff.carl)
    assert Draft.objects.get() == first


def test_without_holding_the_message_a_further_one_would_hang_on_an_email_that_waits(staff, message, monkeypatch):
    first = acting.key_in(message, by=staff.cora)
    window = fresh(message)
    discarding.discard(first, by=staff.cora, reason="By mistake")
    monkeypatch.setattr(acting, "_held", lambda message, **as_it_is: True)
    acting.key_in_further(window, by=staff.carl)
    assert fresh(message).state == "waiting"
    assert FurtherAnswer.objects.exists()


@pytest.mark.parametrize("which", [0, 1], ids=["the first", "the further one"])
def test_one_of_them_erased_the_file_goes_as_was_said_and_the_other_answer_stays(staff, message, two, capsys, which):
    assert message.body
    one, other = two[which], two[1 - which]
    found = finding.find(staff.exercise, seeking.sought("reference", one.reference))
    assert people.shared_files(found.rows) == [message.original]
    assert found.rows[Response] == {one.pk}
    by = ["--by", staff.cora.email, "--agreed-by", staff.carl.email]
    call_command("erase_subject", staff.exercise.slug, "--reference", one.reference, *by)
    assert "A file that others' answers came in" in capsys.readouterr().out
    message = fresh(message)
    assert message.body == ""
    assert message.original.erased_at <= clock.now()
    words = [answer.text for pair in (other, one) for answer in pair.answers.all()]
    assert words == [["And so said the second", "We both think so, said the first"][which], "[erased]"]
    assert further.beside(other) == [one]
    assert list(verifying.verify(staff.exercise, verifying.Looked())) == []


def test_one_that_was_given_up_and_taken_up_again_is_not_erased_with_the_other(staff, message):
    drafts = [acting.key_in(message, by=staff.cora), acting.key_in_further(fresh(message), by=staff.cora)]
    discarding.discard(drafts[1], by=staff.cora, reason="By mistake")
    assert finding.of_roots(staff.exercise, {Draft: {drafts[0].pk}})[Draft] == {drafts[0].pk}
    discarding.take_up(drafts[1], by=staff.cora)
    for draft in drafts:
        found = finding.of_roots(staff.exercise, {Draft: {draft.pk}})
        assert found[Draft] == {draft.pk}
        assert (Message in found) is (draft == drafts[0])


def test_what_was_put_back_is_erased_with_its_email_and_nothing_is_keyed_in_from_it(staff, message):
    cora, here = staff.client_of("cora"), url(staff, "mail_message", message.pk)
    cora.post(here, {"act": "key_in"})
    filled(cora, staff, "We both think so")
    draft = loaded(Draft.objects.get())
    discarding.discard(draft, by=staff.cora, reason="By mistake")
    found = finding.find(staff.exercise, seeking.sought("email", message.sender_address))
    erasing.erase_subject(staff.exercise, found.rows, by=staff.cora)
    assert not DraftAnswer.objects.exists()
    assert Discard.objects.get().reason != "By mistake"
    for act in ("key_in", "key_more"):
        assert cora.post(here, {"act": act}).status_code == 409
    page = words_in(cora.get(here).content.decode())
    assert "It has been erased, so there is nothing left to key in" in page
    assert "Key in" not in page.split("What to do with it")[1]
    assert Draft.objects.get() == draft


def test_the_whole_file_on_one_says_that_others_answered_in_the_same_email(staff, two):
    with casefile.make(two[1], by=staff.cora, reason="Complaint 7") as made, zipfile.ZipFile(made) as archive:
        summary = archive.read("summary.html").decode()
    assert f"the answers of others as well, recorded by themselves: {grouped(two[0].reference)}" in summary
