"""What came and contradicts itself is recorded as it is: empty boxes, and a note of what stands there."""

import datetime as dt

import pytest

from common import clock
from responses.drafts import expiry, saving
from responses.drafts.models import Draft
from responses.drafts.saving import SentMeanwhile
from responses.intake import as_given, keying
from responses.intake.models import KeyingNote
from responses.submission import sending
from responses.submission.models import Response
from responses.survey import survey_of
from tests import factories
from tests.accounts.factories import member
from tests.responses.intake.steps import begun, keyed, public, url
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(db):
    """Return a paper form of the small exercise with one rank given twice, and who keys it in."""
    exercise = factories.northshire()
    keyer = member(exercise.organisation, "communications")
    came = {"channel": "paper", "received_at": exercise.opens_at, "may_publish": False}
    draft = keying.begin(exercise, by=keyer, said=came)
    draft.who = {"kind": "individual"}
    draft.save()
    ranked = [box for box in survey_of(draft.edition_id).boxes.values() if box.part.kind == "ranking"]
    ranks = dict(zip((box.item.id for box in ranked), ("1", "1", "2"), strict=False))
    saving.save_boxes(draft, {**ranks, factories.item_id(exercise, "tasks-words"): "More nurses"}, {})
    return draft, keyer, ranked


def test_a_rank_given_twice_is_left_blank_and_noted(form):
    draft, keyer, ranked = form
    arrival = keying.arrival(draft, by=keyer)
    with pytest.raises(sending.NotReady):
        sending.submit(draft, key=draft.submission_key, arrival=arrival)
    clash = as_given.clashes_of(draft)[0]
    assert len(clash.item_ids) == 2
    as_given.leave_blank(draft, by=keyer)
    assert as_given.clashes_of(draft) == []
    note = KeyingNote.objects.get()
    assert note.text.count("1st (most important)") == 2
    assert note.part_key == ranked[0].part.key
    draft.refresh_from_db()
    sent = sending.submit(draft, key=draft.submission_key, arrival=arrival)
    note.refresh_from_db()
    assert note.response == sent
    third = [box.item.id for box in ranked][2:3]
    assert [one.item_id for one in sent.answers.filter(text="")] == third  # what does not clash stays
    assert as_given.leave_blank(Draft.objects.get(pk=draft.pk), by=keyer) == []


def test_nothing_is_noted_of_what_has_been_recorded(form):
    draft, keyer, _ = form
    as_given.leave_blank(draft, by=keyer)
    draft.refresh_from_db()
    sending.submit(draft, key=draft.submission_key, arrival=keying.arrival(draft, by=keyer))
    with pytest.raises(SentMeanwhile):
        as_given.note(draft, "Late", by=keyer)
    with pytest.raises(SentMeanwhile):
        as_given.remove(draft, KeyingNote.objects.get().pk)
    assert KeyingNote.objects.count() == 1


def test_a_note_in_words_is_kept_shown_and_taken_out_on_the_page(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="paper")
    address = url(staff, "as_given", draft.pk)
    assert address in client.get(public(staff, "tasks")).content.decode()
    assert client.post(address, {"act": "note", "text": " "}).status_code == 422
    for text in ("Both yes and no are ticked", "A mistake"):
        assert client.post(address, {"act": "note", "text": text}).status_code == 302
    client.post(address, {"act": "remove", "note": KeyingNote.objects.latest("id").pk})
    assert "A mistake" not in client.get(address).content.decode()
    keyed(client, staff)
    sent = Response.objects.get()
    page = words_in(client.get(url(staff, "response", sent.reference)).content.decode())
    assert "Both yes and no are ticked" in page
    analyst = words_in(staff.client_of("anil").get(url(staff, "response", sent.reference)).content.decode())
    assert "Both yes and no" not in analyst


def test_the_arrival_is_typed_back_with_what_was_asked_of_a_second_person(staff):
    draft = begun(staff.client_of("cora"), staff, second_check="on")
    assert keying.typed(draft)["second_check"] is True


def test_a_note_goes_with_what_was_never_recorded(staff):
    client = staff.client_of("cora")
    draft = begun(client, staff, channel="paper")
    as_given.note(draft, "Both are ticked", by=staff.cora)
    Draft.objects.update(updated_at=clock.now() - dt.timedelta(days=400))
    staff.exercise.closes_at = clock.now() - dt.timedelta(days=300)
    staff.exercise.opens_at = clock.now() - dt.timedelta(days=400)
    staff.exercise.save()
    assert expiry.purge() == 1
    assert not KeyingNote.objects.exists()
