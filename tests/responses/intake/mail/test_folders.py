"""An uploaded folder of emails is taken apart by a worker, and each message in it is kept once."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from responses.intake.mail import collections, keeping, taking_in
from responses.intake.mail.models import Message
from responses.intake.mail.reading import identity
from responses.intake.mail.sources import Collection
from responses.intake.models import Original
from tests.responses.intake.mail.writing import email, raw

pytestmark = pytest.mark.django_db


def mbox(*messages: bytes) -> bytes:
    return b"".join(b"From x Tue May 11 09:30:00 2021\n" + m.replace(b"\nFrom ", b"\n>From ") + b"\n" for m in messages)


def test_an_mbox_file_is_taken_apart_and_each_message_is_kept_once(staff):
    said = ["one", "two\n\nFrom here on it is the same\nFrom us", "three"]
    messages = [email(words, number=number).as_bytes() for number, words in enumerate(said)]
    messages = [message.replace(b"\r\n", b"\n") for message in messages]
    keeping.keep(messages[2], exercise=staff.exercise, name="a.eml", by=staff.cora)
    upload = SimpleUploadedFile("folder.mbox", mbox(*messages, messages[0]))
    row, is_new = collections.begin(upload, exercise=staff.exercise, by=staff.cora)
    assert is_new
    collections.work(row.pk)
    taking_in.read_all(taking_in.waiting())
    row.refresh_from_db()
    # The first comes twice in it, and the second time it is known from the first.
    assert (row.state, row.kept, row.known) == ("done", 3, 1)
    assert {message.body for message in Message.objects.all()} == set(said)
    assert not collections.begin(upload, exercise=staff.exercise, by=staff.cora)[1]
    assert Original.objects.count() == 4


def test_a_folder_that_was_given_up_is_taken_apart_when_it_is_uploaded_again(staff):
    def begin():
        return collections.begin(SimpleUploadedFile("a.mbox", mbox(raw())), exercise=staff.exercise, by=staff.cora)

    row, _ = begin()
    Collection.objects.update(attempts=collections.MOST_ATTEMPTS)
    collections.work(row.pk)
    assert Collection.objects.get().state == "failed"
    assert begin() == (row, True)
    collections.work(row.pk)
    assert (Collection.objects.get().state, Message.objects.count(), Original.objects.count()) == ("done", 1, 2)


def test_a_worker_that_is_killed_over_an_mbox_leaves_it_to_the_next(staff, monkeypatch):
    row, _ = collections.begin(
        SimpleUploadedFile("a.mbox", mbox(raw(), raw(number=2))), exercise=staff.exercise, by=staff.cora
    )
    keep, seen = keeping.keep, []

    def killed(data, **more):
        if seen:
            raise SystemExit
        seen.append(data)
        return keep(data, **more)

    monkeypatch.setattr(keeping, "keep", killed)
    with pytest.raises(SystemExit):
        collections.work(row.pk)
    assert Message.objects.count() == 1
    monkeypatch.setattr(keeping, "keep", keep)
    collections.work(row.pk)
    assert Message.objects.count() == 1, "its lease is not over"
    with clock.held(clock.now() + collections.LEASE):
        assert collections.due() == [row.pk]
        collections.work(row.pk)
    row.refresh_from_db()
    assert (row.state, row.kept, row.known, Message.objects.count()) == ("done", 2, 0, 2)


def test_in_an_mbox_file_only_a_line_with_a_date_begins_a_message():
    first = b"From a Tue May 11 09:30:00 2021\nSubject: a\n\nFrom then on, at 10:30, no\n\n"
    lines_of = io.BytesIO(first + b"From b  Tue May 11 9:30 2021\nb")
    assert [entry.data for entry in identity.entries(lines_of, most=1_000)] == [
        b"Subject: a\n\nFrom then on, at 10:30, no\n",
        b"b",
    ]


def test_a_message_too_long_is_cut_and_said_to_be():
    found = list(identity.entries(io.BytesIO(b"From x\nSubject: a\n\n" + b"long\n" * 100), most=100))
    assert [entry.cut for entry in found] == [True]
