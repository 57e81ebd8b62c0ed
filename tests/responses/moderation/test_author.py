"""Authors are told, appeal, are answered by somebody else, and change the permission to publish."""

from __future__ import annotations

import re

import pytest
from django.core import mail as sent_mail
from django.test import Client

from common import outbox
from responses.moderation import appeals, author, moderation, redaction, telling
from responses.moderation.author_models import Appeal, Told
from responses.moderation.errors import ChangedMeanwhile, NotPossible, OtherPersonNeeded
from responses.moderation.models import Act
from responses.submission.models import Response
from tests.responses.moderation import making
from tests.responses.moderation.addresses import post, url

pytestmark = pytest.mark.django_db
EMAIL = "resident@example.org"


@pytest.fixture
def sent(staff):
    return making.response(staff.exercise, "Ring Nomen Nescio.", contact={"email": EMAIL})


def hide(sent, by):
    redaction.redact(sent.answers.get(), "Ring [[Nomen Nescio]].", by=by, reason="personal_data", version=0)


def link_in(letter):
    return re.search(r"https?://[^/]+(/\S+/mine/\S+)", letter.body)[1]


def told(staff, sent):
    """Have the author told of a redaction, and return the path of the link in the email."""
    hide(sent, staff.cora)
    version = Response.objects.get(pk=sent.pk).version
    telling.tell(sent.pk, version=version, by=staff.cora, text="We have hidden a name.")
    outbox.drain()
    return link_in(sent_mail.outbox[-1])


def test_the_message_begins_with_what_was_decided_and_why(staff, sent):
    hide(sent, staff.cora)
    page = staff.client_of("cora").get(url(staff, "response", sent.reference)).content.decode()
    assert "We have hidden some words of your response" in page
    assert "The reason: personal data. It names a private person" in page
    assert "It goes to the email address that they gave" in page


def test_the_message_about_a_held_response_gives_the_reason_of_the_policy_and_no_other(staff, sent):
    moderation.hold(sent.pk, version=0, by=staff.cora, reason="personal_data", note="")
    page = staff.client_of("cora").get(url(staff, "response", sent.reference)).content.decode()
    assert "The reason: personal data. It names a private person" in page
    assert "We are holding your response for the time being" in page
    assert "until a question" not in page


def test_who_gave_an_address_is_told_by_email_with_the_policy_and_a_way_to_appeal(staff, sent):
    hide(sent, staff.cora)
    assert post(staff.client_of("cora"), staff, sent, "tell", text="We have hidden a name.").status_code == 302
    assert not sent_mail.outbox
    outbox.drain()
    (letter,) = sent_mail.outbox
    assert letter.to == [EMAIL]
    assert "We have hidden a name." in letter.body
    assert f"/exercises/{staff.exercise.slug}/moderation/" in letter.body
    assert "Nescio" not in letter.body
    act = Act.objects.get(verb="tell")
    assert (act.by, Told.objects.get().about.verb) == (staff.cora, "redact")


def test_who_gave_none_reads_it_on_their_own_page_alone(staff):
    sent = making.response(staff.exercise, "Ring Nomen Nescio.")
    hide(sent, staff.cora)
    page = staff.client_of("cora").get(url(staff, "response", sent.reference)).content.decode()
    assert "so no email could be sent" in page
    client = staff.client_of("cora")
    after = post(client, staff, sent, "tell", text="We have hidden a name.")
    page = client.get(after["Location"]).content.decode()
    assert "stands on its author&#x27;s private page. No email address is held, so no email could be sent" in page
    assert "On their private page; no email address was held" in page
    assert outbox.drain() == 0
    assert not Told.objects.get().by_email


def test_an_author_reads_what_was_decided_and_appeals_by_the_link_in_the_email(staff, sent):
    address = told(staff, sent)
    client = Client()
    page = client.get(address)
    assert "no-store" in page["Cache-Control"]
    assert "We have hidden a name." in page.content.decode()
    assert "Cora" not in page.content.decode(), "no names of staff"
    assert client.post(address, {"act": "appeal", "text": "  "}).status_code == 422
    assert client.post(address, {"act": "appeal", "text": "It is my own name."}).status_code == 302
    assert "It is my own name." in client.get(address).content.decode()
    again = client.post(address, {"act": "appeal", "text": "Once more"})
    assert again.status_code == 422
    assert "asked us to look again already" in again.content.decode()
    queue = staff.client_of("carl").get(url(staff, "queue") + "?standing=appeal").content.decode()
    assert sent.reference in queue
    assert "Appeal waiting" in queue
    assert Client().get(address[:-4] + "abc/").status_code == 404


def test_an_appeal_is_answered_by_somebody_who_did_not_decide_and_its_author_told(staff, sent):
    address = told(staff, sent)
    Client().post(address, {"act": "appeal", "text": "It is my own name."})
    said = {"outcome": "stands", "text": "Names of private people are always hidden."}
    refused = post(staff.client_of("cora"), staff, sent, "answer_appeal", **said)
    assert refused.status_code == 409
    assert "You took part in a decision" in refused.content.decode()
    assert "always hidden" in refused.content.decode()
    assert "It is my own name." in staff.client_of("carl").get(url(staff, "response", sent.reference)).content.decode()
    assert post(staff.client_of("carl"), staff, sent, "answer_appeal", text="x").status_code == 422
    assert post(staff.client_of("carl"), staff, sent, "answer_appeal", **said).status_code == 302
    outbox.drain()
    assert "The decision stands." in sent_mail.outbox[-1].body
    assert "always hidden" in Client().get(link_in(sent_mail.outbox[-1])).content.decode()
    act = Act.objects.get(verb="answer_appeal")
    assert (act.by, act.reason, Appeal.objects.get().answered) == (staff.carl, "stands", act)
    with pytest.raises(NotPossible, match="No appeal waits"):
        appeals.answer(sent.pk, version=act.version, by=staff.carl, outcome="stands", text="Again")


def test_a_decision_that_is_changed_brings_the_response_back_to_the_queue(staff, sent):
    third = making.moderator(staff.exercise)
    moderation.propose_leaving_out(sent.pk, version=0, by=staff.cora, reason="spam")
    moderation.leave_out(sent.pk, version=1, by=staff.carl)
    appeals.appeal(sent, text="I am no machine.")
    for one in (staff.cora, staff.carl):
        with pytest.raises(OtherPersonNeeded):
            appeals.answer(sent.pk, version=3, by=one, outcome="changed", text="Sorry")
    with pytest.raises(ChangedMeanwhile):
        appeals.answer(sent.pk, version=2, by=third, outcome="changed", text="Sorry")
    appeals.answer(sent.pk, version=3, by=third, outcome="changed", text="Sorry")
    assert Response.objects.get(pk=sent.pk).standing == "unmoderated"


def test_there_is_no_appeal_against_nothing_and_none_of_what_was_withdrawn(staff, sent):
    with pytest.raises(NotPossible, match="Nothing has been decided"):
        appeals.appeal(sent, text="Hm")
    hide(sent, staff.cora)
    author.withdraw(sent)
    with pytest.raises(NotPossible, match="withdrawn or replaced"):
        appeals.appeal(sent, text="Hm")
    assert not Appeal.objects.exists()


def test_a_person_changes_the_permission_to_publish_at_once_and_on_record(staff, sent):
    Response.objects.update(may_publish=True)
    address = told(staff, sent)
    client = Client()
    for may_publish in ("no", "no", "yes"):
        assert client.post(address, {"act": "consent", "may_publish": may_publish}).status_code == 302
        assert Response.objects.get().may_publish is (may_publish == "yes")
    acts = Act.objects.filter(verb="consent").order_by("version")
    assert [(act.note, act.by) for act in acts] == [("Not to be published", None), ("May be published", None)]


def test_an_organisation_that_takes_its_name_back_says_why_and_the_team_keeps_the_reason(staff):
    council = making.response(
        staff.exercise, "words", kind="organisation", organisation_name="Northshire Council", may_publish=True
    )
    with pytest.raises(Exception, match="Say why"):
        author.change_consent(council, may_publish=False)
    author.change_consent(council, may_publish=False, why="We have a new chair.")
    council.refresh_from_db()
    assert (council.may_publish, council.confidentiality_reason) == (False, "We have a new chair.")
    author.change_consent(council, may_publish=True)
    council.refresh_from_db()
    assert (council.may_publish, council.confidentiality_reason) == (True, "")
    assert "We have a new chair." in Act.objects.filter(verb="consent").latest("version").note


def test_a_response_is_withdrawn_by_the_link_in_the_email(staff, sent):
    address = told(staff, sent)
    Client().post(address, {"act": "withdraw"})
    assert Response.objects.get().withdrawn_at is not None
    assert "It has been withdrawn" in Client().get(address).content.decode()
    assert Client().post(address, {"act": "burn"}).status_code == 422
