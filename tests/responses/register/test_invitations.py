"""From the link in an email to an answer that is known to be the stakeholder's."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from responses.moderation import author
from responses.register import matching
from responses.register.inviting import entry, reads
from responses.register.inviting.models import Delivery, InvitedDraft, MailStop
from responses.register.tasks import tidy_register
from responses.submission.models import Response
from tests import factories
from tests.responses.register.making import link_in
from tests.responses.visiting import Visitor, words_in


def standing(invitation):
    row = reads.with_standing(type(invitation).objects.filter(pk=invitation.pk)).get()
    return reads.standing_of(row)


@pytest.fixture
def invitation(register):
    return register.invited("Northshire Council")


@pytest.fixture
def visitor(register, invitation):
    """Somebody who has followed the link of the invitation."""
    register.send("invitation")
    visitor = Visitor(register.exercise)
    visitor.client.get(link_in(), follow=True)
    return visitor


def test_the_road_from_the_link_to_the_answer(register, invitation):
    assert standing(invitation) == "listed"
    register.send("invitation")
    assert standing(invitation) == "written"
    visitor = Visitor(register.exercise)
    page = visitor.client.get(link_in(), follow=True)
    assert page.redirect_chain == [(visitor.address("invited"), 302)]  # without the token
    assert "Northshire Council" in words_in(page.content.decode())
    assert "We note that it was opened" in words_in(page.content.decode())
    assert standing(invitation) == "opened"
    assert visitor.post("invited")["Location"] == visitor.address("tasks")
    assert standing(invitation) == "begun"
    draft = InvitedDraft.objects.get().draft
    assert draft.who["organisation_name"] == "Northshire Council"
    visitor.say_who(kind="organisation", organisation_name="Council of Northshire", speaks_for="on")
    visitor.answer("tasks", tasks_words="More nurses.")
    assert visitor.send().status_code == 302
    assert standing(invitation) == "answered"
    assert [one.organisation_name for one in reads.responses_of(invitation)] == ["Council of Northshire"]


def test_only_hashes_of_links_are_kept_and_the_cookie_goes_to_one_page(visitor):
    token = visitor.client.cookies[entry.COOKIE]
    assert token["httponly"]
    assert token["path"] == visitor.address("invited")
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash FROM responses_delivery")
        assert token.value not in str(cursor.fetchall())
    assert Delivery.objects.get().token_hash


def test_a_link_is_of_one_exercise_and_no_other_token_opens_anything(register, visitor):
    for token in ("x" * 64, "x" * 4000, "%00"):
        assert visitor.get("invitation", token).status_code == 404
        assert visitor.get("stop", token).status_code == 404
    stranger = Visitor(register.exercise)
    assert stranger.get("invited")["Location"] == stranger.address("start")
    assert stranger.post("invited")["Location"] == stranger.address("start")
    assert not InvitedDraft.objects.exists()


def test_opening_is_noted_once_and_costs_the_pages_of_an_answer_nothing(visitor, invitation):
    invitation.refresh_from_db()
    first = invitation.opened_at
    visitor.get("invited")
    invitation.refresh_from_db()
    assert invitation.opened_at == first
    visitor.post("invited")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        visitor.get("tasks")
        visitor.get("page", "tasks")
    assert not [one for one in queries if "invit" in one["sql"] or "delivery" in one["sql"]]


def test_an_answer_begun_before_the_link_was_followed_is_tied_only_if_its_author_says_so(register, invitation):
    register.send("invitation")
    visitor = Visitor(register.exercise)
    draft = visitor.begin()
    page = visitor.client.get(link_in(), follow=True)
    assert "You have begun an answer on this device" in page.content.decode()
    assert visitor.post("invited")["Location"] == visitor.address("invited")  # neither said: nothing is lost or tied
    assert not InvitedDraft.objects.exists()
    assert visitor.post("invited", data={"this": "yes"})["Location"] == visitor.address("tasks")
    assert InvitedDraft.objects.get().draft == draft
    visitor.post("invited", data={"another": "yes"})
    assert InvitedDraft.objects.count() == 2


def test_a_draft_that_staff_key_in_is_never_tied_by_a_link(register, visitor):
    from responses.drafts import access
    from responses.intake import keying

    keyed = keying.begin(
        register.exercise,
        by=register.staff,
        said={"channel": "letter", "received_at": clock.now(), "originals": [], "may_publish": False},
    )
    visitor.client.cookies[access.COOKIE] = factories.link_to(keyed)
    visitor.post("invited", data={"this": "yes"})
    assert not InvitedDraft.objects.filter(draft=keyed).exists()


def test_withdrawing_makes_it_unheard_again_and_replacing_does_not(register, visitor, invitation):
    visitor.post("invited")
    visitor.say_who(kind="organisation", organisation_name="Northshire Council", speaks_for="on")
    visitor.answer("tasks", tasks_words="More nurses.")
    visitor.send()
    visitor.post("replace")
    visitor.answer("tasks", tasks_words="Many more nurses.")
    visitor.send()
    assert Response.objects.current().count() == 1
    assert standing(invitation) == "answered"
    author.withdraw(Response.objects.current().get())
    assert standing(invitation) == "opened"


def test_what_a_person_decides_goes_before_the_link(register, visitor, invitation):
    visitor.post("invited")
    visitor.say_who(kind="organisation", organisation_name="Somebody else", speaks_for="on")
    visitor.answer("tasks", tasks_words="More nurses.")
    visitor.send()
    response = Response.objects.select_related("exercise").get()
    other = register.invited("Somebody else", "else@example.org")
    matching.match(response, other.stakeholder, by=register.staff, version=response.version)
    assert (standing(invitation), standing(other)) == ("opened", "answered")


def test_who_follows_the_link_and_answers_for_themselves_is_not_told_of(register, visitor, invitation):
    visitor.post("invited")
    visitor.say_who(kind="individual")
    visitor.answer("tasks", tasks_words="What I think of it myself.")
    visitor.send()
    assert Response.objects.get().kind == "individual"
    assert standing(invitation) == "opened"
    assert reads.responses_of(invitation) == []
    tidy_register()
    assert not InvitedDraft.objects.exists()  # nor can it be looked up


def test_after_the_close_the_link_tells_so_and_begins_nothing(register, visitor):
    with clock.held(register.exercise.closes_at):
        assert "closed" in visitor.text("invited")
        assert visitor.post("invited").status_code == 200
    assert not InvitedDraft.objects.exists()


def test_the_stop_link_asks_first_and_mail_programs_can_press_it(register, invitation):
    register.send("invitation")
    stop = link_in(what="no-more-emails")
    header = mail.outbox[0].extra_headers["List-Unsubscribe"]
    assert stop in header
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    assert "No more emails to this address?" in strict.get(stop).content.decode()
    assert not MailStop.objects.exists()
    for _ in range(2):
        assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    held = MailStop.objects.get()
    assert (held.why, held.by, held.address) == ("asked", None, "clerk@example.org")


def test_a_stop_outlives_its_address_on_the_register(register, invitation):
    from responses.register.inviting import stops

    register.send("invitation")
    invitation.stakeholder.contacts.all().delete()
    Client().post(link_in(what="no-more-emails"))
    assert stops.by_address(register.exercise.organisation_id, ["clerk@example.org"])["clerk@example.org"]
