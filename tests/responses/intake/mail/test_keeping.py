"""Each message is kept once, with its bytes, whoever brings it and however often."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

import pytest
from django.db import IntegrityError, transaction

from common import clock
from common.append_only import CHANGED
from responses.drafts.models import Draft
from responses.intake import keying, reading_originals
from responses.intake.mail import acting, keeping, taking_in
from responses.intake.mail.models import Message, MessageAct
from responses.intake.mail.sources import Collection
from responses.intake.models import Original
from tests.responses.intake.mail.writing import WORDS, bounce, email, lines, raw
from tests.support.threads import at_once, meet_after

RECEIVED = "Received: from b.example.org by mail.example.org; Tue, 11 May 2021 09:31:00 +0100\r\nX-Spam: no\r\n"
NOW = dt.datetime(2021, 5, 20, 12, tzinfo=dt.UTC)


def kept(staff, data=None, **more):
    return keeping.keep(data or raw(), exercise=staff.exercise, name="a.eml", by=staff.cora, **more)


def read(staff, data=None):
    message = kept(staff, data).message
    taking_in.read_all([message.pk])
    message.refresh_from_db()
    return message


def stored_files():
    return set(Original._meta.get_field("file").storage.kept())


def test_the_bytes_are_kept_with_their_hash(staff):
    message = kept(staff).message
    with message.original.file.open("rb") as file:
        assert file.read() == raw()
    assert message.original.sha256 == hashlib.sha256(raw()).hexdigest()


def test_the_same_message_is_one_by_whatever_way_it_comes(staff):
    by_another_way = RECEIVED.encode() + raw().replace(b"\r\n", b"\n") + b"\n\n"
    first, second = kept(staff), kept(staff, by_another_way)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.message == second.message
    assert Message.objects.count() == Original.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [raw(number=2), raw(WORDS + " And more."), raw(subject="Another"), lines("Subject: Our answer", "", WORDS)],
)
def test_what_differs_in_what_its_sender_wrote_is_another_message(staff, other):
    kept(staff)
    assert kept(staff, other).is_new


def test_a_message_without_an_id_is_known_by_all_of_its_bytes(staff):
    bare = lines("Subject: a", "", "words")
    assert kept(staff, bare).is_new
    assert not kept(staff, bare).is_new
    assert kept(staff, b"Received: x\r\n" + bare).is_new


def test_two_exercises_each_keep_it(staff):
    kept(staff)
    other = Message.objects.get().exercise
    other.pk, other.slug = None, "another"
    other.save()
    assert keeping.keep(raw(), exercise=other, name="a.eml").is_new


def _both_bring_it(staff, monkeypatch):
    meet_after(monkeypatch, keeping, "identity")
    return at_once(lambda: kept(staff), lambda: kept(staff))


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_it_at_once_get_the_same_row_and_one_file(staff, monkeypatch):
    before = stored_files()
    results = _both_bring_it(staff, monkeypatch)
    assert sorted(result.is_new for result in results) == [False, True]
    assert Message.objects.count() == 1
    assert stored_files() - before == {Original.objects.get().file.name}


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_there_would_be_two(staff, monkeypatch):
    monkeypatch.setattr(keeping, "identity", lambda data: uuid.uuid4().hex)
    results = _both_bring_it(staff, monkeypatch)
    assert [result.is_new for result in results] == [True, True]
    assert Message.objects.count() == 2


def test_the_time_is_the_mail_systems_and_never_lies_ahead(staff):
    with clock.held(NOW):
        message = read(staff)
        assert message.received_at == dt.datetime(2021, 5, 11, 8, 30, tzinfo=dt.UTC)
        assert message.received_by == Message.Clock.RECEIVED
        ahead = read(staff, raw(number=2, received="Tue, 11 May 2027 09:30:00 +0100"))
        assert ahead.received_by == Message.Clock.SENT
        none = read(staff, lines("Subject: a", "", "words"))
        assert (none.received_at, none.received_by) == (NOW, Message.Clock.KEPT)


def test_a_mailbox_knows_better_than_the_sender(staff):
    with clock.held(NOW):
        at = NOW - dt.timedelta(days=1)
        message = kept(staff, lines("Date: Mon, 10 May 2021 08:00:00 +0100", "", "a"), mailbox_at=at).message
        taking_in.read_all([message.pk])
        message.refresh_from_db()
    assert (message.received_at, message.received_by) == (at, Message.Clock.MAILBOX)


def test_nothing_of_its_words_lies_open_in_the_database(staff):
    message = read(staff)
    columns = ", ".join(field.column for field in Message._meta.concrete_fields)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {Message._meta.db_table} WHERE id = %s", [message.pk])
        stored = repr(cursor.fetchone())
    assert "resident" not in stored
    assert "surgery" not in stored
    assert "answer" not in stored


def test_a_machine_s_message_is_set_apart_and_a_person_puts_it_back(staff):
    message = read(staff, bounce())
    assert (message.state, message.sort) == ("set_apart", "bounce")
    assert message.bounced == {"addresses": ["gone@example.org"]}
    acting.put_back(message, by=staff.cora)
    message.refresh_from_db()
    assert message.state == "waiting"
    acting.set_apart(message, by=staff.carl, note="Nothing to us")
    assert [(act.verb, act.by) for act in message.acts.all()] == [
        ("set_apart", None),
        ("put_back", staff.cora),
        ("set_apart", staff.carl),
    ]


def test_what_was_done_with_a_message_is_written_once(staff):
    act = read(staff, bounce()).acts.get()
    act.note = "Another reason"
    with pytest.raises(TypeError, match=CHANGED[:20]):
        act.save()
    with pytest.raises(TypeError):
        MessageAct.objects.all().delete()


def test_poison_is_listed_with_its_reason_and_stops_nothing(staff):
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(1_500))
    rows = [kept(staff, data).message for data in (b"Subject: deep\r\n" + deep, raw())]
    taking_in.read_all([row.pk for row in rows])
    poison, good = (Message.objects.get(pk=row.pk) for row in rows)
    assert (poison.state, poison.subject) == ("poison", "deep")
    assert "structure is broken" in poison.fault
    assert good.state == "waiting"
    acting.try_again(poison, by=staff.cora)
    taking_in.read_all(taking_in.waiting())
    poison.refresh_from_db()
    assert poison.state == "poison"


def test_a_message_that_ends_its_reader_is_given_up_after_three_times(staff):
    message = kept(staff).message
    Message.objects.update(attempts=taking_in.MOST_ATTEMPTS)
    taking_in.read_all([message.pk])
    message.refresh_from_db()
    assert (message.state, message.fault) == ("poison", taking_in.GAVE_UP)


def test_a_fault_of_ours_over_one_message_stops_none_of_the_others(staff, monkeypatch):
    rows = [kept(staff, raw(number=number)).message for number in (1, 2)]
    write = taking_in.write

    def stumbles(message, found):
        if message.pk == rows[0].pk:
            raise ZeroDivisionError
        write(message, found)

    monkeypatch.setattr(taking_in, "write", stumbles)
    taking_in.read_all([row.pk for row in rows])
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["arrived", "waiting"]


def test_whoever_reads_a_message_holds_it_until_the_lease_is_over(staff):
    message = kept(staff).message
    now = clock.now()
    Message.objects.update(lease_until=now + taking_in.LEASE)
    assert taking_in.waiting() == []
    with clock.held(now + taking_in.LEASE):
        assert taking_in.waiting() == [message.pk]


def test_two_who_begin_to_key_it_in_begin_once(staff):
    message = read(staff)
    with clock.held(max(clock.now(), staff.exercise.opens_at)):
        Message.objects.update(received_at=clock.now())
        seen = [Message.objects.select_related("exercise", "original").get() for _ in range(2)]
        draft = acting.key_in(seen[0], by=staff.cora)
        with pytest.raises((acting.MovedOn, keying.KeyedAlready)):
            acting.key_in(seen[1], by=staff.carl)
    message.refresh_from_db()
    assert (message.state, message.draft) == ("keying", draft)
    assert Draft.objects.count() == 1
    assert draft.originals.get() == message.original


def test_what_came_before_the_opening_is_not_keyed_in_with_another_day(staff):
    message = read(staff)
    with pytest.raises(acting.DomainError, match="before the exercise opened"):
        acting.key_in(message, by=staff.cora)
    assert not Draft.objects.exists()


def test_a_state_without_what_it_needs_is_refused_by_the_database(staff):
    message = kept(staff).message
    for wrong in ({"state": "poison"}, {"state": "keying"}, {"state": "answered"}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**wrong)


def test_the_words_of_an_original_come_with_what_is_attached(staff):
    message = email()
    message.add_attachment(b"a note beside it", maintype="text", subtype="plain", filename="note.txt")
    words = reading_originals.text_of(kept(staff, message.as_bytes()).message.original)
    assert "A resident <resident@example.org>" in words
    assert WORDS in words
    assert "[note.txt]\n\na note beside it" in words


def test_collections_and_messages_name_themselves_without_a_word_of_what_they_hold(staff):
    message = read(staff)
    assert str(message) == f"message {message.pk}"
    assert str(Collection(pk=3)) == "collection 3"
