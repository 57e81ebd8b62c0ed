"""One person keys in, another compares it with the original and records it; nobody checks their own work."""

import pytest
from django.db import IntegrityError
from django.db.models import Q

from responses.drafts import saving, whoever
from responses.drafts.models import Draft
from responses.intake import checking, keying
from responses.intake.models import CheckRule, SecondCheck
from responses.moderation.models import Act
from responses.submission import sending
from responses.submission.models import Response
from responses.submission.sending import NotReady
from tests import factories
from tests.responses.intake.steps import begun, filled, public, upload, url
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed_in(staff):
    """Return what Cora has keyed in and handed over, with its file."""
    client = staff.client_of("cora")
    begun(client, staff, second_check="on", files=[upload()])
    filled(client, staff, "We prefer the furst option", organisation_name="Northshire Council", speaks_for="on")
    assert client.post(url(staff, "hand_over", latest().pk)).status_code == 302
    return latest()


def latest():
    return Draft.objects.select_related("exercise").latest("id")


def words(staff):
    return factories.survey(staff.exercise).pages[0].boxes[0].item.id


def check_page(staff, draft, person="carl"):
    return staff.client_of(person).get(url(staff, "second_check", draft.pk))


def recorded(draft, by, seen=None):
    arrival = keying.checked_arrival(draft, by=by, seen=seen or checking.mark_of(draft))
    return sending.submit(draft, key=draft.submission_key, arrival=arrival)


def test_a_second_person_sees_scan_and_answers_puts_them_right_and_records(staff, keyed_in):
    listed = staff.client_of("carl").get(url(staff, "key_in")).content.decode()
    assert "Waiting for a check" in listed
    html = check_page(staff, keyed_in).content.decode()
    assert "We prefer the furst option" in html
    assert url(staff, "original_shown", keyed_in.originals.get().pk) in html
    carl = staff.client_of("carl")
    carl.post(url(staff, "go_on", keyed_in.pk))
    saving.save_boxes(keyed_in, {words(staff): "We prefer the first option"}, {words(staff): 1})
    html = check_page(staff, keyed_in).content.decode()
    assert "First: We prefer the furst option" in html
    answer = carl.post(url(staff, "second_check", keyed_in.pk), {"seen": checking.mark_of(latest())})
    assert answer["Location"] == url(staff, "key_in")
    sent = Response.objects.get()
    assert sent.entered_by == staff.cora
    assert sent.answers.get().text == "We prefer the first option"
    act = Act.objects.get()
    assert (act.verb, act.by, act.version, sent.version) == ("check", staff.carl, 1, 1)
    shown = words_in(carl.get(url(staff, "response", sent.reference)).content.decode())
    assert "typed first: We prefer the furst option" in shown
    assert "Checked by Carl" in shown


def test_whoever_keyed_it_in_cannot_check_it(staff, keyed_in):
    assert "somebody else has to check it" in check_page(staff, keyed_in, "cora").content.decode()
    refused = staff.client_of("cora").post(
        url(staff, "second_check", keyed_in.pk), {"seen": checking.mark_of(keyed_in)}
    )
    assert refused.status_code == 409
    assert "Somebody else has to check this" in words_in(refused.content.decode())
    assert not Response.objects.exists()


def test_whoever_began_it_cannot_check_it_either(staff, keyed_in):
    SecondCheck.objects.update(handed_by=staff.carl)  # a colleague went on with it and handed it over
    with pytest.raises(NotReady, match="Somebody else"):
        recorded(latest(), staff.cora)
    assert not Response.objects.exists()


def test_without_the_condition_the_database_still_keeps_a_person_from_their_own_work(staff, keyed_in, monkeypatch):
    monkeypatch.setattr(checking, "by_somebody_else", lambda user: Q())
    with pytest.raises(IntegrityError):
        recorded(keyed_in, staff.cora)


def test_what_waits_for_a_check_is_not_recorded_around_it(staff, keyed_in):
    for person in ("cora", "carl"):
        client = staff.client_of(person)
        client.post(url(staff, "go_on", keyed_in.pk))
        html = client.get(public(staff, "check")).content.decode()
        assert "Record this response" not in html
        refused = client.post(public(staff, "submit"), {"key": keyed_in.submission_key})
        assert "waits for a second person" in words_in(refused.content.decode())
    assert not Response.objects.exists()


def test_what_the_keyer_changes_while_it_is_checked_is_looked_at_again(staff, keyed_in):
    seen = checking.mark_of(keyed_in)
    saving.save_boxes(keyed_in, {words(staff): "We prefer no option"}, {words(staff): 1})
    refused = staff.client_of("carl").post(url(staff, "second_check", keyed_in.pk), {"seen": seen})
    assert refused.status_code == 409
    assert "changed since you opened the page" in words_in(refused.content.decode())
    whoever.save(latest(), {"organisation_name": "Southshire Council"})
    with pytest.raises(NotReady):
        recorded(latest(), staff.carl, seen)
    assert not Response.objects.exists()


def test_without_the_mark_the_checker_would_record_what_nobody_compared(staff, keyed_in, monkeypatch):
    seen = checking.mark_of(keyed_in)
    saving.save_boxes(keyed_in, {words(staff): "We prefer no option"}, {words(staff): 1})
    monkeypatch.setattr(checking, "mark_of", lambda draft: seen)
    assert recorded(keyed_in, staff.carl, seen).answers.get().text == "We prefer no option"


def test_taken_back_while_somebody_checks_it_is_not_recorded(staff, keyed_in):
    arrival = keying.checked_arrival(keyed_in, by=staff.carl, seen=checking.mark_of(keyed_in))
    checking.take_back(keyed_in)
    with pytest.raises(NotReady, match="does not wait for a check any more"):
        sending.submit(keyed_in, key=keyed_in.submission_key, arrival=arrival)
    assert check_page(staff, keyed_in).status_code == 302
    with pytest.raises(checking.NotWaiting):
        checking.take_back(keyed_in)
    checking.hand_over(latest(), by=staff.carl)
    with pytest.raises(NotReady, match="already"):
        checking.hand_over(latest(), by=staff.cora)


def test_recorded_twice_there_is_one_response_and_one_check(staff, keyed_in):
    seen = checking.mark_of(keyed_in)
    two = [keying.checked_arrival(keyed_in, by=who, seen=seen) for who in (staff.carl, staff.carl)]
    sent = {sending.submit(latest(), key=keyed_in.submission_key, arrival=arrival).pk for arrival in two}
    assert len(sent) == Response.objects.count() == Act.objects.count() == 1


def test_a_rule_of_the_exercise_holds_for_its_channels_and_stays_on_record(staff):
    cora = staff.client_of("cora")
    address = url(staff, "check_rule")
    assert cora.post(address, {"channels": ["letter"], "reason": ""}).status_code == 422
    assert cora.post(address, {"channels": ["letter", "paper"], "reason": "As the board asked"}).status_code == 302
    begun(cora, staff)
    filled(cora, staff, "By letter")
    draft = latest()
    assert "Hand it over" in cora.get(public(staff, "check")).content.decode()
    refused = cora.post(public(staff, "submit"), {"key": draft.submission_key})
    assert "A second person has to check this" in words_in(refused.content.decode())
    begun(cora, staff, channel="email", time="09:00")
    filled(cora, staff, "By email")
    assert cora.post(public(staff, "submit"), {"key": latest().submission_key}).status_code == 302
    cora.post(address, {"reason": "Nobody is left to check"})
    assert [rule.channels for rule in CheckRule.objects.order_by("id")] == [["letter", "paper"], []]
    assert cora.post(public(staff, "submit"), {"key": draft.submission_key}).status_code in {200, 302}
    shown = words_in(cora.get(address).content.decode())
    assert "As the board asked" in shown
    assert "Nothing is checked by a rule" in shown


@pytest.mark.parametrize("missing", ["who", "answers"])
def test_what_could_not_be_recorded_is_not_handed_over(staff, missing):
    client = staff.client_of("cora")
    draft = begun(client, staff, second_check="on")
    if missing == "answers":
        client.post(public(staff, "who"), {"kind": "individual"})
        client.post(public(staff, "about"), {"telephone": ""})
    else:
        saving.save_boxes(draft, {words(staff): "Words"}, {})
    answer = client.post(url(staff, "hand_over", draft.pk))
    assert answer["Location"] == public(staff, "check")
    assert not SecondCheck.objects.exists()
