"""A mailbox on a real server: nothing is lost, doubled, or marked before it is kept."""

from __future__ import annotations

import imaplib
from typing import Any

import pytest

from common import clock
from responses.intake.mail import handing_out, keeping, opening, polling, taking_in, tasks
from responses.intake.mail.models import Message
from responses.intake.mail.sources import Mailbox
from tests.responses.intake.mail.writing import bounce, raw
from tests.support.threads import at_once, meet_after

pytestmark = [pytest.mark.django_db, pytest.mark.imap]


def test_messages_are_kept_and_then_marked_as_seen(staff, mail_server, box):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2), at=1_620_721_800)
    assert polling.poll(slug) == polling.Fetched(kept=2)
    assert mail_server.unseen() == 0
    row = Message.objects.earliest("pk")
    with row.original.file.open("rb") as file:
        assert file.read() == raw(number=1)
    assert row.original.added_by is None
    assert row.mailbox_at.timestamp() == 1_620_721_800
    assert polling.poll(slug) == polling.Fetched()
    mail_server.deliver(raw(number=3))
    assert polling.poll(slug) == polling.Fetched(kept=1)


def test_what_somebody_has_read_there_before_is_fetched_too(mail_server, box):
    mail_server.deliver(raw())
    with mail_server.opened() as client:
        client.uid("STORE", "1", "+FLAGS", r"(\Seen)")
    assert polling.poll(box()).kept == 1


def test_messages_are_moved_where_the_settings_say(mail_server, box):
    slug = box(move_to="Kept here")
    mail_server.deliver(raw(number=1), raw(number=2))
    polling.poll(slug)
    assert (mail_server.count(), mail_server.count(folder='"Kept here"')) == (0, 2)


def test_a_folder_that_takes_no_messages_does_not_keep_them_from_us(mail_server, box):
    mail_server.deliver(raw(number=1), raw(number=2))
    assert polling.poll(box(move_to="a//b")).kept == 2
    assert mail_server.count() == 2


def test_a_fetch_killed_before_it_keeps_loses_nothing_and_after_it_doubles_nothing(mail_server, box, monkeypatch):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2), raw(number=3))
    keep = keeping.keep

    def killed(when: str) -> Any:
        def stop(data, **more):
            if b"<2@" in data and when == "before":
                raise SystemExit
            result = keep(data, **more)
            if b"<2@" in data:
                raise SystemExit
            return result

        return stop

    monkeypatch.setattr(keeping, "keep", killed("before"))
    with pytest.raises(SystemExit):
        polling.poll(slug)
    assert (Message.objects.count(), mail_server.unseen()) == (1, 2)
    monkeypatch.setattr(keeping, "keep", killed("after"))
    with pytest.raises(SystemExit):
        polling.poll(slug)
    # Kept, and the server was not told.
    assert (Message.objects.count(), mail_server.unseen()) == (2, 2)
    monkeypatch.setattr(keeping, "keep", keep)
    assert polling.poll(slug) == polling.Fetched(kept=1)
    assert (Message.objects.count(), mail_server.unseen()) == (3, 0)


def test_if_the_server_numbers_anew_all_is_looked_through_and_nothing_doubled(mail_server, box):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2))
    polling.poll(slug)
    before = Mailbox.objects.get().uid_validity
    mail_server.empty()
    mail_server.deliver(raw(number=2), raw(number=3), at=1_620_721_800)
    # Dovecot numbers by the second, and two folders may be of the same one.
    Mailbox.objects.update(uid_validity=before - 1)
    assert polling.poll(slug) == polling.Fetched(kept=1, known=1)


def test_without_looking_at_that_number_messages_would_be_lost(mail_server, box, monkeypatch):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2))
    polling.poll(slug)
    mail_server.empty()
    mail_server.deliver(raw(number=3))
    monkeypatch.setattr(polling, "_same_numbers", lambda *given: None)
    assert polling.poll(slug) == polling.Fetched()


def test_a_mailbox_that_is_down_delays_and_says_since_when(staff, mail_server, box):
    slug = box()
    mail_server.deliver(raw())
    mail_server.stop()
    now = clock.now()
    with clock.held(now):
        assert polling.poll(slug) is None
    assert polling.poll(slug) is None
    row = Mailbox.objects.get()
    assert (row.down_since, row.lease_until) == (now, None)
    page = staff.client_of("cora").get(f"/staff/{slug}/mail/").content.decode()
    assert "Mailbox not reached" in page
    assert "Its server 127.0.0.1 cannot be reached." in page
    mail_server.start()
    assert polling.poll(slug).kept == 1
    row.refresh_from_db()
    assert (row.down_since, row.problem) == (None, "")


def test_a_message_larger_than_any_is_kept_by_its_headers_and_stops_nothing(mail_server, box, monkeypatch):
    monkeypatch.setattr(keeping, "LARGEST", 2_000)
    mail_server.deliver(raw("word " * 1_000, number=1, subject="Too long"), raw(number=2))
    assert polling.poll(box()).kept == 2
    large = Message.objects.get(state="poison")
    assert large.fault == polling.TOO_LARGE
    with large.original.file.open("rb") as file:
        assert b"Too long" in file.read()


def test_a_message_that_the_server_cannot_hand_out_is_listed_and_stops_nothing(mail_server, box, monkeypatch):
    slug, fetch = box(), handing_out.fetch

    def refused(opened, uid, parts):
        if uid == 1 and "BODY" in parts:
            raise imaplib.IMAP4.error("NO [SERVERBUG] Internal error")
        return fetch(opened, uid, parts)

    monkeypatch.setattr(handing_out, "fetch", refused)
    mail_server.deliver(raw(number=1), raw(number=2))
    assert polling.poll(slug).kept == 2
    assert Message.objects.get(state="poison").fault == polling.NOT_HANDED_OUT
    assert mail_server.unseen() == 1
    assert polling.poll(slug) == polling.Fetched()


def test_a_server_that_hands_out_nothing_for_a_while_loses_nothing(mail_server, box, monkeypatch):
    """Some answer every question so while their own store is away, or when they have been asked too often."""
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2))

    def refused(opened, uid, parts):
        raise imaplib.IMAP4.error("BAD User is authenticated but not connected")

    with monkeypatch.context() as patched:
        patched.setattr(handing_out, "fetch", refused)
        assert polling.poll(slug) is None
    row = Mailbox.objects.get()
    assert (row.last_uid, Message.objects.count(), mail_server.unseen()) == (0, 0, 2)
    assert "does not hand out 2 of the messages" in row.problem
    assert polling.poll(slug) == polling.Fetched(kept=2)
    assert not Message.objects.filter(state="poison").exists()


def test_what_others_do_in_the_mailbox_meanwhile_is_not_taken_for_the_answer(mail_server, box, monkeypatch):
    """A server tells of their marks between its answers, in the form of an answer."""
    slug, same_numbers = box(), polling._same_numbers
    mail_server.deliver(raw(number=1), raw(number=2), raw(number=3))

    def while_others_mark(*given):
        same_numbers(*given)
        with mail_server.opened() as client:
            client.uid("STORE", "1:3", "+FLAGS", r"(\Flagged)")

    monkeypatch.setattr(polling, "_same_numbers", while_others_mark)
    assert polling.poll(slug) == polling.Fetched(kept=3)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fetch_at_once_one_does(mail_server, box, monkeypatch):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2))
    Mailbox.objects.create(exercise=polling.Exercise.objects.get(slug=slug))
    meet_after(monkeypatch, polling, "boxes")
    results = at_once(lambda: polling.poll(slug), lambda: polling.poll(slug))
    assert Message.objects.count() == 2
    assert sum(result.kept for result in results if result) == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_lease_both_would_and_still_each_message_is_one(mail_server, box, monkeypatch):
    slug = box()
    mail_server.deliver(raw(number=1), raw(number=2))
    Mailbox.objects.create(exercise=polling.Exercise.objects.get(slug=slug))
    monkeypatch.setattr(polling, "_claim", lambda mailbox: True)
    meet_after(monkeypatch, polling, "_new_messages")
    meet_after(monkeypatch, opening, "open_box")
    results = at_once(lambda: polling.poll(slug), lambda: polling.poll(slug))
    assert all(isinstance(result, polling.Fetched) for result in results), results
    assert Message.objects.count() == 2


def test_the_task_fetches_and_reads(mail_server, box):
    mail_server.deliver(raw(number=1), bounce())
    tasks.poll_mailbox(box())
    assert sorted(Message.objects.values_list("state", flat=True)) == ["set_apart", "waiting"]
    assert taking_in.waiting() == []


def test_a_fetch_whose_process_was_killed_frees_the_mailbox_when_its_lease_is_over(staff, mail_server, box):
    slug, now = box(), clock.now()
    mail_server.deliver(raw())
    Mailbox.objects.create(exercise=staff.exercise, lease_until=now + polling.LEASE)
    assert polling.poll(slug) is None
    with clock.held(now + polling.LEASE):
        assert polling.poll(slug).kept == 1
