"""What was begun to be keyed in by mistake is put back or discarded, and nothing of it is lost."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from common.errors import DomainError
from responses.drafts import saving
from responses.drafts.models import Draft
from responses.intake import checking, discarding, keying
from responses.intake.mail import acting, keeping, taking_in
from responses.intake.mail.child import Reader
from responses.intake.mail.models import Message
from responses.intake.models import Discard, SecondCheck
from responses.ledger import verifying
from responses.submission import sending
from responses.submission.models import Response
from responses.submission.sending import NotReady
from tests import factories
from tests.responses.intake.mail.test_pages import recent
from tests.responses.intake.steps import begun, filled, keyed, public, upload, url
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


def loaded(draft):
    return Draft.objects.select_related("exercise").get(pk=draft.pk)


def reasoned(client, staff, draft, reason="It was begun twice"):
    return client.post(url(staff, "discard", draft.pk), {"act": "discard", "reason": reason})


def email(staff, **more):
    """Return a message of the exercise that was read."""
    kept = keeping.keep(recent(**more).as_bytes(), exercise=staff.exercise, name="a.eml").message
    with Reader() as reader:
        taking_in.read(kept.pk, reader)
    kept.refresh_from_db()
    return kept


def ledger(staff, **query):
    return words_in(staff.client_of("cora").get(url(staff, "ledger"), query).content.decode())


def test_a_letter_is_discarded_with_a_reason_and_keyed_in_after_all(staff):
    cora = staff.client_of("cora")
    draft = begun(cora, staff, files=[upload()])
    filled(cora, staff, "We prefer the first option")
    here = url(staff, "discard", draft.pk)
    assert here in cora.get(url(staff, "key_in")).content.decode()
    refused = reasoned(cora, staff, draft, " ")
    assert refused.status_code == 422
    assert "We prefer the first option" in words_in(refused.content.decode())
    assert reasoned(cora, staff, draft)["Location"] == url(staff, "key_in")
    listed = words_in(cora.get(url(staff, "key_in")).content.decode())
    assert "Nothing is being keyed in" in listed
    assert "It was begun twice" in listed
    assert "It was begun twice" in ledger(staff, original="yes", sort="draft")
    for method in (cora.get, cora.post):
        answer = method(public(staff, "page", "q1"), {"words": "Typed meanwhile"})
        assert answer.status_code == 409
        assert "A colleague has discarded" in words_in(answer.content.decode())
    assert "Typed meanwhile" in answer.content.decode()
    carl = staff.client_of("carl")
    shown = words_in(carl.get(here).content.decode())
    assert "We prefer the first option" in shown
    assert carl.post(here, {"act": "take_up"}).status_code == 302
    assert keyed(carl, staff).status_code == 302
    sent = Response.objects.get()
    assert sent.originals.get().draft == draft
    row = Discard.objects.get()
    assert (row.by, row.reason, row.taken_up_by) == (staff.cora, "It was begun twice", staff.carl)
    assert list(verifying.verify(staff.exercise, verifying.Looked())) == []
    assert reasoned(carl, staff, draft)["Location"] == url(staff, "key_in")
    assert Discard.objects.count() == 1


@pytest.mark.parametrize("stood", ["waiting", "set_apart", "poison"])
def test_an_email_waits_again_as_it_did_and_what_was_typed_from_it_can_be_gone_on_with(staff, stood):
    message, cora = email(staff), staff.client_of("cora")
    Message.objects.filter(pk=message.pk).update(fault="cut off" if stood == "poison" else "")
    if stood == "poison":
        Message.objects.filter(pk=message.pk).update(state="poison")
    message.refresh_from_db()
    if stood == "set_apart":
        acting.set_apart(message, by=staff.carl, note="Spam")
        message.refresh_from_db()
    here = url(staff, "mail_message", message.pk)
    cora.post(here, {"act": "key_in"})
    draft = loaded(Draft.objects.get())
    filled(cora, staff, "Words of another letter")
    assert url(staff, "discard", draft.pk) in cora.get(here).content.decode()
    assert reasoned(cora, staff, draft)["Location"] == here
    message.refresh_from_db()
    assert (message.state, message.draft, message.original.draft) == (stood, None, None)
    assert [(act.verb, act.by, act.note) for act in message.acts.all()][-1] == (
        "give_up",
        staff.cora,
        "It was begun twice",
    )
    assert ledger(staff).count("See channel") == 0  # the email stands for itself
    assert "See what was typed" in words_in(cora.get(here).content.decode())
    cora.post(here, {"act": "key_in"})
    anew = Draft.objects.latest("pk")
    assert anew != draft
    carl = staff.client_of("carl")
    assert "can only be read" in words_in(carl.get(url(staff, "discard", draft.pk)).content.decode())
    refused = carl.post(url(staff, "discard", draft.pk), {"act": "take_up"}, follow=True)
    assert "has begun to key this in already" in words_in(refused.content.decode())
    assert not loaded(draft).is_open
    reasoned(cora, staff, anew)
    carl.post(url(staff, "discard", draft.pk), {"act": "take_up"})
    message.refresh_from_db()
    assert (message.state, message.draft, message.original.draft) == ("keying", draft, draft)
    loaded_draft = loaded(draft)
    sent = sending.submit(
        loaded_draft, key=loaded_draft.submission_key, arrival=keying.arrival(loaded_draft, by=staff.carl)
    )
    message.refresh_from_db()
    assert (message.state, message.response, sent.originals.get()) == ("answered", sent, message.original)


@pytest.fixture
def letter(staff):
    cora = staff.client_of("cora")
    draft = begun(cora, staff, files=[upload()])
    filled(cora, staff, "We prefer the first option")
    return loaded(draft)


def recorded(staff, draft):
    return sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=staff.carl))


def test_recorded_by_a_colleague_meanwhile_it_is_not_discarded_and_the_other_way_round(staff, letter):
    window = loaded(letter)
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    with pytest.raises(NotReady):
        recorded(staff, window)
    discarding.take_up(letter, by=staff.cora)
    recorded(staff, loaded(letter))
    with pytest.raises(discarding.NotBeingKeyed):
        discarding.discard(letter, by=staff.cora, reason="By mistake")
    assert not Discard.objects.filter(taken_up_at=None).exists()
    assert loaded(letter).discarded_at is None


def test_without_the_condition_a_response_would_stand_as_discarded(staff, letter, monkeypatch):
    monkeypatch.setattr(discarding, "being_keyed", Q)
    recorded(staff, loaded(letter))
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    assert Response.objects.exists()
    assert loaded(letter).discarded_at


def test_words_posted_to_what_a_colleague_has_closed_are_shown_to_be_copied(staff, letter):
    cora, note = staff.client_of("cora"), {"act": "note", "text": "Two crosses at the first question"}
    discarding.discard(letter, by=staff.carl, reason="By mistake")
    answer = cora.post(url(staff, "as_given", letter.pk), note)
    assert answer.status_code == 409
    shown = words_in(answer.content.decode())
    assert "This was discarded" in shown
    assert "Two crosses at the first question" in shown
    assert cora.get(url(staff, "as_given", letter.pk)).status_code == 404
    discarding.take_up(letter, by=staff.carl)
    recorded(staff, loaded(letter))
    for name in ("as_given", "arrival", "second_check", "points", "split", "go_on", "hand_over"):
        answer = cora.post(url(staff, name, letter.pk), note)
        assert (answer.status_code, "This was recorded" in answer.content.decode()) == (409, True)
        assert staff.client_of("stella").post(url(staff, name, letter.pk), note).status_code == 403
        assert staff.client_of("otto").post(url(staff, name, letter.pk), note).status_code == 404


def test_handed_over_meanwhile_it_is_not_discarded_and_the_other_way_round(staff, letter):
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    with pytest.raises(NotReady):
        checking.hand_over(loaded(letter), by=staff.carl)
    discarding.take_up(letter, by=staff.cora)
    checking.hand_over(loaded(letter), by=staff.carl)
    with pytest.raises(discarding.WaitsForCheck):
        discarding.discard(letter, by=staff.cora, reason="By mistake")
    cora = staff.client_of("cora")
    answer = cora.get(url(staff, "discard", letter.pk), follow=True)
    assert "waits for a second person’s check" in words_in(answer.content.decode())
    assert loaded(letter).is_open


def test_without_looking_once_more_what_waits_for_a_check_would_be_discarded(staff, letter, monkeypatch):
    monkeypatch.setattr(discarding, "refuse_handed_over", lambda draft: None)
    checking.hand_over(loaded(letter), by=staff.carl)
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    assert SecondCheck.objects.get(draft=letter).state == "waiting"
    assert not loaded(letter).is_open


def test_keyed_in_anew_by_a_colleague_the_new_keying_is_left_alone(staff):
    message = email(staff)
    first = acting.key_in(message, by=staff.cora)
    discarding.discard(first, by=staff.cora, reason="By mistake")
    message.refresh_from_db()
    anew = acting.key_in(message, by=staff.carl)
    with pytest.raises(discarding.NotBeingKeyed):
        discarding.discard(first, by=staff.cora, reason="By mistake")
    with pytest.raises(DomainError):
        discarding.take_up(first, by=staff.cora)
    message.refresh_from_db()
    assert (message.state, message.draft, message.original.draft) == ("keying", anew, anew)


def test_the_database_keeps_it_discarded_once_and_closed(staff, letter, monkeypatch):
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=letter.pk).update(is_open=True)
    monkeypatch.setattr(discarding, "being_keyed", Q)
    with pytest.raises(IntegrityError), transaction.atomic():
        discarding.discard(letter, by=staff.carl, reason="By mistake")
    discarding.take_up(letter, by=staff.carl)
    with pytest.raises(discarding.NotDiscarded):
        discarding.take_up(letter, by=staff.cora)


def test_the_same_file_is_said_to_have_been_discarded(staff, letter):
    discarding.discard(letter, by=staff.cora, reason="By mistake")
    cora = staff.client_of("cora")
    again = begun(cora, staff, files=[upload()])
    assert "was begun by Cora and discarded" in words_in(cora.get(url(staff, "as_given", again.pk)).content.decode())
    assert saving.all_boxes(loaded(letter)).keys() == {factories.survey(staff.exercise).pages[0].boxes[0].item.id}
