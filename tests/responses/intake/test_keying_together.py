"""Two of the team with one letter: neither writes over the other, and what is sent is as it was last put right."""

import datetime as dt

import pytest
from django.db.models import F

from common import clock
from responses.drafts import saving, whoever
from responses.drafts.models import Draft
from responses.intake import keying
from responses.submission import sending
from responses.submission.models import Response
from responses.submission.sending import NotReady
from responses.survey import survey_of
from tests.responses.intake.steps import begun, keyed, public

pytestmark = pytest.mark.django_db


def loaded(draft):
    return Draft.objects.select_related("exercise").get(pk=draft.pk)


def came(draft, **more):
    return {**keying.typed(draft), "received_at": clock.now(), "originals": [], **more}


def test_putting_right_how_it_came_leaves_who_wrote_it_as_a_colleague_has_said_meanwhile(staff):
    draft = begun(staff.client_of("cora"), staff)
    window = loaded(draft)
    whoever.save(loaded(draft), {"kind": "organisation", "organisation_name": "Northshire Council"})
    keying.amend(window, by=staff.cora, said=came(window))
    assert loaded(draft).who["organisation_name"] == "Northshire Council"


def test_without_looking_again_the_colleague_s_words_would_be_lost(staff, monkeypatch):
    monkeypatch.setattr(Draft, "refresh_from_db", lambda self, fields: None)
    draft = begun(staff.client_of("cora"), staff)
    window = loaded(draft)
    whoever.save(loaded(draft), {"kind": "organisation", "organisation_name": "Northshire Council"})
    keying.amend(window, by=staff.cora, said=came(window))
    assert loaded(draft).who == {}


def test_what_was_put_right_while_it_was_being_sent_is_looked_at_first(staff):
    draft, sent = _sent_with_an_old_look(staff)
    assert isinstance(sent, NotReady)
    assert not Response.objects.exists()
    fresh = loaded(draft)
    answer = sending.submit(fresh, key=fresh.submission_key, arrival=keying.arrival(fresh, by=staff.cora))
    assert (answer.channel, answer.timing) == ("email", "on_time")


def test_without_the_revision_it_would_be_recorded_as_it_was_first_said_to_have_come(staff, monkeypatch):
    monkeypatch.setattr(keying, "F", lambda name: F(name) - 1)  # as if keying did not count
    _, sent = _sent_with_an_old_look(staff)
    assert sent.channel == "letter"


def _sent_with_an_old_look(staff):
    draft = begun(staff.client_of("cora"), staff)
    whoever.save(loaded(draft), {"kind": "individual"})
    words = next(item for item, box in survey_of(draft.edition_id).boxes.items() if box.kind.is_text)
    saving.save_boxes(draft, {words: "We prefer the first option"}, {})
    old = loaded(draft)
    arrival = keying.arrival(old, by=staff.cora)
    window = loaded(draft)
    an_hour_ago = clock.now() - dt.timedelta(hours=1)
    keying.amend(window, by=staff.carl, said=came(window, channel="email", received_at=an_hour_ago))
    try:
        return draft, sending.submit(old, key=old.submission_key, arrival=arrival)
    except NotReady as error:
        return draft, error


@pytest.mark.parametrize("name", ["replace", "withdraw"])
def test_staff_who_keyed_it_in_cannot_replace_or_withdraw_it_for_its_author(staff, name):
    client = staff.client_of("cora")
    begun(client, staff)
    keyed(client, staff)
    assert client.get(public(staff, "view")).status_code == 302  # to the staff's page
    assert client.post(public(staff, name)).status_code == 404
    sent = Response.objects.get()
    assert sent.is_current
    assert not loaded(sent.draft).is_open
