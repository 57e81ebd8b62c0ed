"""Who is one voice: suggested by contact, name and text, decided by a person, once."""

from functools import partial

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.models import Role
from responses.copies import job, likely, listing, voices
from responses.copies.errors import NotOneVoice
from responses.copies.voice_models import ContactKey, SameVoice, Voice, VoiceMember
from responses.copies.voices import Seen
from responses.moderation import acts
from responses.moderation.models import Act
from responses.submission.models import Contact, Response
from tests.accounts.factories import member
from tests.analysis.factories import respond
from tests.responses.copies.making import TEMPLATE, exercise, sent
from tests.support.threads import at_once


def contact(response, **details):
    Contact.objects.create(response=response, details=details)
    return response


def seen(*responses):
    return [Seen(one.pk, Response.objects.get(pk=one.pk).version) for one in responses]


@pytest.mark.django_db
def test_pairs_are_suggested_by_contact_name_and_text_and_no_address_is_kept():
    where = exercise()
    one = contact(respond(where, {"functions": "First."}), email="Resident@Example.org", telephone="01603 000000")
    two = contact(respond(where, {"functions": "Second."}), email="resident+survey@example.org")
    three = contact(respond(where, {"functions": "Third."}), telephone="+44 1603 000000")
    here = respond(where, {"functions": "Ours."}, kind="organisation", organisation_name="The Northshire Forum")
    there = respond(where, {"functions": "Too."}, kind="organisation", organisation_name="northshire  forum")
    long = [sent(where, TEMPLATE) for _ in range(2)]
    job.run(where.pk)
    job.run(where.pk, anew=True)
    found = set(SameVoice.objects.values_list("earlier", "later", "by_contact", "by_name", "by_text"))
    assert found == {
        (one.pk, two.pk, True, False, False),
        (one.pk, three.pk, True, False, False),
        (here.pk, there.pk, False, True, False),
        (long[0].pk, long[1].pk, False, False, True),
    }
    assert not any("resident" in key or "1603" in key for key in ContactKey.objects.values_list("key", flat=True))
    assert likely.email_as_compared("no address") == likely.telephone_as_compared("none") == ""


@pytest.mark.django_db
def test_a_person_decides_each_response_has_its_act_and_a_decision_stays(client):
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    first, second = (contact(respond(where, {"functions": words}), email="a@example.org") for words in ("A.", "B."))
    job.run(where.pk)
    pair = SameVoice.objects.get()
    client.force_login(person)
    listed = client.get(reverse("responses_staff:voices", args=[where.slug]))
    assert "The same email address or telephone number" in listed.text
    address = reverse("responses_staff:same_voice", args=[where.slug, pair.pk])
    assert client.post(address, {"act": "one", "note": "", "earlier": 0, "later": 0}).status_code == 422
    client.post(address, {"act": "one", "note": "Same signature.", "earlier": 0, "later": 0})
    assert set(VoiceMember.objects.values_list("response", flat=True)) == {first.pk, second.pk}
    assert set(Act.objects.values_list("verb", "by")) == {("join_voice", person.pk)}
    late = client.post(address, {"act": "two", "note": "Kept words.", "earlier": 1, "later": 1})
    assert (late.status_code, "Somebody else decided" in late.text) == (409, True)
    job.run(where.pk, anew=True)
    assert SameVoice.objects.get().state == "one"
    of_voice = reverse("responses_staff:voice", args=[where.slug, first.reference])
    detail = reverse("responses_staff:response", args=[where.slug, first.reference])
    joined = client.get(detail).text
    assert f'<a href="{of_voice}">look or part</a>' in joined
    assert "One voice with 1 other</strong>" in joined
    assert "Say that it is of the same voice" in client.get(reverse("responses_staff:voices", args=[where.slug])).text
    client.post(of_voice, {"version": 1, "note": "Two sisters."})
    assert not Voice.objects.exists()
    assert first.acts.get(version=2).verb == "part_voice"
    assert SameVoice.objects.get().state == "two"
    assert f'<a href="{of_voice}">Say that it is of the same voice' in client.get(detail).text
    client.force_login(member(where.organisation, Role.ANALYST))
    assert of_voice not in client.get(detail).text


@pytest.mark.django_db
def test_voices_that_share_a_response_become_one_and_unlike_kinds_never():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    a, b, c, d = (respond(where, {"functions": "Words."}) for _ in range(4))
    body = respond(where, {"functions": "Ours."}, kind="organisation")
    voices.join(seen(a, b), by=person, note="One.")
    voices.join(seen(c, d), by=person, note="One.")
    voices.join(seen(b, c), by=person, note="One.")
    assert Voice.objects.get().members.count() == 4
    with pytest.raises(NotOneVoice):
        voices.join(seen(a, body), by=person, note="One.")


@pytest.mark.django_db
def test_of_three_with_one_address_the_second_and_third_are_suggested_once_the_first_is_somebody_else():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    mother, son, again = (contact(respond(where, {"functions": one}), email="a@example.org") for one in "ABC")
    job.run(where.pk)
    pairs = partial(SameVoice.objects.filter(state="open").values_list, "earlier", "later")
    assert set(pairs()) == {(mother.pk, son.pk), (mother.pk, again.pk)}
    for pair in SameVoice.objects.all():
        voices.decide(pair, [], one=False, by=person, note="The mother.")
    job.run(where.pk)
    assert set(pairs()) == {(son.pk, again.pk)}
    voices.decide(SameVoice.objects.get(state="open"), seen(son, again), one=True, by=person, note="The son.")
    job.run(where.pk)
    assert not pairs().exists()


@pytest.mark.django_db
def test_who_are_one_voice_by_way_of_a_third_are_not_asked_about_and_cannot_be_two():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    one, two, three = (contact(respond(where, {"functions": each}), email="a@example.org") for each in "ABC")
    job.run(where.pk)
    voices.join(seen(one, two, three), by=person, note="The same.")
    assert listing.open_pairs(where) == ([], 0)
    with pytest.raises(NotOneVoice):
        voices.decide(SameVoice.objects.first(), [], one=False, by=person, note="Not so.")
    assert set(SameVoice.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.django_db
def test_an_answer_in_the_place_of_another_takes_its_place_in_the_voice_unless_somebody_parts_it():
    where = exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    first, second = (respond(where, {"functions": one}) for one in "AB")
    voices.join(seen(first, second), by=person, note="The same.")
    Response.objects.filter(pk=second.pk).update(superseded_at=second.received_at)
    newer = respond(where, {"functions": "C"}, supersedes=second)
    assert voices.follow(where.pk) == 1
    assert VoiceMember.objects.get(response=newer).voice == VoiceMember.objects.get(response=first).voice
    voices.part(seen(newer)[0], by=person, note="Another one.")
    assert voices.follow(where.pk) == 0


@pytest.mark.django_db
def test_staff_join_what_the_site_has_no_sign_of_and_put_right_what_they_said_before(client):
    where, elsewhere = exercise(), exercise()
    person = member(where.organisation, Role.COMMUNICATIONS)
    one, two = (contact(respond(where, {"functions": each}), email="a@example.org") for each in "AB")
    foreign = respond(elsewhere, {"functions": "C"})
    job.run(where.pk)
    voices.decide(SameVoice.objects.get(), [], one=False, by=person, note="A slip of the hand.")
    client.force_login(person)
    address = reverse("responses_staff:voice", args=[where.slug, one.reference])
    said = {"act": "join", "note": "They told us.", "version": 0}
    for wrong in ("", foreign.reference, one.reference):
        page = client.post(address, {**said, "other": wrong})
        assert (page.status_code in {409, 422}, "They told us." in page.text) == (True, True)
        assert 'href="#with-other"' in page.text  # the summary leads to the field
    typed = f"{two.reference[:4]} {two.reference[4:]}".lower()
    assert client.post(address, {**said, "other": typed}).status_code == 302
    assert Voice.objects.get().members.count() == 2
    assert SameVoice.objects.get().state == "one"
    assert "counted as one voice already" in client.post(address, {**said, "other": typed, "version": 1}).text
    client.force_login(member(where.organisation, Role.ANALYST))
    assert client.post(address, {**said, "other": typed}).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_of_two_people_who_decide_at_once_one_is_told(monkeypatch, guarded):
    where = exercise()
    people = [member(where.organisation, Role.COMMUNICATIONS) for _ in range(2)]
    a, b = (contact(respond(where, {"functions": "Words."}), email="a@example.org") for _ in range(2))
    job.run(where.pk)
    pair = SameVoice.objects.get()
    if not guarded:
        monkeypatch.setattr(voices, "undecided", lambda: Q())
        monkeypatch.setattr(voices, "are_one", lambda one, other: False)
        monkeypatch.setattr(acts, "unchanged", lambda version: Q())
    before = seen(a, b)
    results = at_once(
        partial(voices.decide, pair, before, one=True, by=people[0], note="One."),
        partial(voices.decide, pair, before, one=False, by=people[1], note="Two."),
    )
    refused = [each for each in results if isinstance(each, Exception)]
    assert len(refused) == (1 if guarded else 0)
    pair.refresh_from_db()
    if guarded:
        assert (pair.state == "one") == Voice.objects.exists()
