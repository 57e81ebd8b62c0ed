"""The pages about mail, as the communications team uses them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from responses.drafts.models import Draft
from responses.intake.mail import child, keeping, reads, taking_in, uploading
from responses.intake.mail.models import Message
from responses.submission.models import Response
from tests.responses.intake.mail import documents
from tests.responses.intake.mail.compound import compound, msg
from tests.responses.intake.mail.writing import WORDS, bounce, email, raw
from tests.responses.intake.steps import keyed
from tests.responses.visiting import words_in

pytestmark = pytest.mark.django_db


def url(staff, name, *args):
    return reverse(f"responses_staff:{name}", args=[staff.exercise.slug, *args])


def recent(**more):
    """Return an email that came in while the exercise is open."""
    at = clock.now() - dt.timedelta(hours=2)
    return email(received=f"{at:%a, %d %b %Y %H:%M:%S +0000}", **more)


def sent_to(staff, **files):
    uploads = [SimpleUploadedFile(name.replace("__", "."), data) for name, data in files.items()]
    return staff.client_of("cora").post(url(staff, "mail_upload"), {"emails": uploads})


def page_of(staff, message, person="cora"):
    return staff.client_of(person).get(url(staff, "mail_message", message.pk)).content.decode()


def test_each_file_of_an_upload_has_its_fate_said(staff):
    answer = sent_to(
        staff,
        answer__eml=recent().as_bytes(),
        again__eml=recent().as_bytes(),
        back__eml=bounce(),
        outlook__msg=compound(msg({0x37: "From Outlook", 0x1000: WORDS})),
        broken__eml=b"no headers at all",
        photo__png=b"\x89PNG\r\n\x1a\n",
        letter__docx=documents.word("a letter"),
    )
    words = words_in(answer.content.decode())
    assert "answer.eml Kept; it waits to be keyed in." in words
    assert "again.eml Here already, and kept once: waiting." in words
    assert "back.eml Kept, and set apart: could not be delivered." in words
    assert words.count("It is not an email: key it in as what it is , with this file beside it.") == 2
    assert Message.objects.count() == 4


def test_an_upload_without_a_file_says_so_at_the_field(staff):
    answer = sent_to(staff)
    assert answer.status_code == 422
    assert "Choose one or more files" in answer.content.decode()


def test_a_folder_is_taken_apart_by_a_worker(staff):
    words = words_in(sent_to(staff, folder__mbox=b"From x\n" + raw()).content.decode())
    assert "it is being taken apart" in words
    listed = words_in(staff.client_of("cora").get(url(staff, "mail")).content.decode())
    assert "folder.mbox : waiting to be taken apart" in listed


def test_a_message_is_shown_as_text_and_never_as_a_page(staff):
    message = recent(subject="<b>Bold</b>")
    message.set_content("<script>alert(1)</script> & <img src=x>")
    message.add_attachment(documents.pdf("printed words"), maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(recent(subject="Within", number=2))
    sent_to(staff, a__eml=message.as_bytes())
    answer = staff.client_of("cora").get(url(staff, "mail_message", Message.objects.get().pk))
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img src=x&gt;" in page
    assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "printed words" in page
    assert "Forwarded message" in page
    assert "as the mail system that took it in wrote on it" in page


def test_attachments_are_saved_byte_for_byte_and_never_shown_by_the_browser(staff):
    message, data = recent(), documents.word("typed")
    message.add_attachment(data, maintype="text", subtype="html", filename='a"; x.html')
    sent_to(staff, a__eml=message.as_bytes())
    answer = staff.client_of("cora").get(url(staff, "mail_part", Message.objects.get().pk, 0))
    assert answer.content == data
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_message_is_keyed_in_beside_its_original_and_then_stands_as_answered(staff):
    sent_to(staff, a__eml=recent().as_bytes())
    message, client = Message.objects.get(), staff.client_of("cora")
    assert client.post(url(staff, "mail_message", message.pk), {"act": "key_in"}).status_code == 302
    draft = Draft.objects.get()
    assert draft.intake["channel"] == "email"
    assert "has begun to key it in" in page_of(staff, message, "carl")
    keyed(client, staff)
    message.refresh_from_db()
    response = Response.objects.get()
    assert (message.state, message.response) == ("answered", response)
    assert response.received_at == message.received_at
    assert response.originals.get() == message.original
    assert response.reference in page_of(staff, message)


def test_the_second_of_two_who_key_it_in_is_told(staff, monkeypatch):
    sent_to(staff, a__eml=recent().as_bytes())
    message = Message.objects.get()
    post = {"act": "key_in"}
    assert staff.client_of("cora").post(url(staff, "mail_message", message.pk), post).status_code == 302
    answer = staff.client_of("carl").post(url(staff, "mail_message", message.pk), post)
    assert answer.status_code == 409
    assert "A colleague has" in answer.content.decode()
    assert Draft.objects.count() == 1


def test_setting_apart_wants_a_reason_and_is_undone(staff):
    sent_to(staff, a__eml=recent().as_bytes())
    message, client = Message.objects.get(), staff.client_of("cora")
    here = url(staff, "mail_message", message.pk)
    refused = client.post(here, {"act": "set_apart", "note": " "})
    assert refused.status_code == 422
    assert "Say why in a few words" in refused.content.decode()
    assert client.post(here, {"act": "set_apart", "note": "An advertisement"}).status_code == 302
    assert "An advertisement" in page_of(staff, message)
    assert client.post(here, {"act": "put_back"}).status_code == 302
    message.refresh_from_db()
    assert message.state == "waiting"


def test_a_message_that_could_not_be_read_is_read_again(staff, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(child, "COMMAND", ["/bin/false"])
        sent_to(staff, a__eml=recent().as_bytes())
    message = Message.objects.get()
    assert message.state == "poison"
    listed = staff.client_of("cora").get(url(staff, "mail") + "?state=poison").content.decode()
    assert "ended for another reason" in listed
    client = staff.client_of("cora")
    assert client.post(url(staff, "mail_message", message.pk), {"act": "try_again"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, message.body) == ("waiting", WORDS)


def test_an_unknown_button_and_a_get_change_nothing(staff):
    sent_to(staff, a__eml=recent().as_bytes())
    answer = staff.client_of("cora").post(url(staff, "mail_message", Message.objects.get().pk), {"act": "burn"})
    assert "That button is not known" in answer.content.decode()
    assert Message.objects.get().state == "waiting"


def test_the_same_text_from_another_sender_is_pointed_to(staff):
    words = WORDS + " Please take this into account when you decide."
    sent_to(staff, a__eml=recent(words=words).as_bytes())
    other = recent(words=f"> {words}", sender="Another <another@example.org>", number=2)
    sent_to(staff, b__eml=other.as_bytes())
    second = Message.objects.latest("pk")
    assert "The same text has come in before or since" in page_of(staff, second)


def test_lists_go_page_by_page_both_ways_in_a_number_of_queries_that_does_not_grow(staff):
    for number in range(60):
        kept = keeping.keep(raw(number=number), exercise=staff.exercise, name="a").message
        Message.objects.filter(pk=kept.pk).update(received_at=clock.now() + dt.timedelta(minutes=number % 7))
    seen, after = [], ""
    while True:
        page = reads.page(staff.exercise, after=after)
        seen += [row.pk for row in page.rows]
        if not (after := page.after):
            break
    assert len(seen) == len(set(seen)) == 60
    back = reads.page(staff.exercise, before=page.before)
    assert [row.pk for row in back.rows] == seen[25:50]
    assert back.after
    client = staff.client_of("cora")
    client.get(url(staff, "mail"))  # what is asked and shown is compiled once
    with CaptureQueriesContext(connection) as many:
        client.get(url(staff, "mail") + "?state=all")
    with CaptureQueriesContext(connection) as none:
        client.get(url(staff, "mail") + "?state=poison")
    assert len(many) == len(none)
    for wrong in ("x", "1-", "-1", "9" * 50 + "-1", "1-" + "9" * 30):
        assert client.get(url(staff, "mail") + f"?state=all&after={wrong}").status_code == 200


@pytest.mark.parametrize("state", ["waiting", "keying", "answered", "set_apart", "poison", "arrived", "all", "lost"])
def test_every_list_says_when_it_is_empty(staff, state):
    answer = staff.client_of("cora").get(url(staff, "mail") + f"?state={state}")
    assert "app-state" in answer.content.decode()


def test_only_the_communications_team_of_the_exercise_reads_mail(staff):
    sent_to(staff, a__eml=recent().as_bytes())
    message = Message.objects.get()
    for person, status in {"anil": 403, "stella": 403, "ada": 403, "otto": 404, "stranger": 302}.items():
        assert staff.client_of(person).get(url(staff, "mail_message", message.pk)).status_code == status


def test_an_upload_that_takes_long_to_read_is_kept_and_read_by_a_worker(staff, monkeypatch):
    monkeypatch.setattr(uploading, "PATIENCE", 0)
    answer = sent_to(staff, a__eml=raw())
    assert "Kept; it will be read in a minute" in answer.content.decode()
    taking_in.read_all(taking_in.waiting())
    assert Message.objects.get().state == "waiting"


def test_one_hostile_file_costs_its_seconds_and_stops_none(staff, monkeypatch):
    rows = [keeping.keep(raw(number=n), exercise=staff.exercise, name="a").message for n in range(2)]
    monkeypatch.setattr(child, "COMMAND", ["/bin/sleep", "60"])
    with child.Reader(seconds=0.3) as reader:
        taking_in.read(rows[0].pk, reader)
        monkeypatch.undo()
        reader.seconds = child.SECONDS
        taking_in.read(rows[1].pk, reader)
    states = list(Message.objects.order_by("pk").values_list("state", "fault"))
    assert states[0][0] == "poison"
    assert "took longer than" in states[0][1]
    assert states[1] == ("waiting", "")
