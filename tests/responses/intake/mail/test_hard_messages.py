"""Whatever a mail system can produce is read, or says why not; nothing of it is dropped."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responses.intake.mail.reading import anything, mime
from responses.intake.mail.reading.identity import entries
from responses.intake.mail.reading.shapes import MOST_PARTS, MOST_TEXT, MOST_TEXT_IN_ALL
from tests.responses.intake.mail import documents
from tests.responses.intake.mail.compound import compound, msg
from tests.responses.intake.mail.corpus import CORPUS, forwarded, with_file
from tests.responses.intake.mail.writing import bounce, email, lines, raw
from tests.support.patience import at_most


def all_of(data: bytes) -> str:
    reading, _ = anything.message(data)
    json.dumps(reading.as_json()).encode()  # as it goes to whoever asked
    parts = [word for part in reading.parts for word in (part.name, part.text, part.note)]
    return "\n".join(
        [
            *reading.headers.values(),
            reading.subject,
            reading.sender,
            reading.text,
            reading.fault,
            *reading.notes,
            *parts,
        ]
    )


@pytest.mark.parametrize("name", CORPUS)
def test_the_words_of_a_hard_message_are_found(name):
    data, words = CORPUS[name]
    assert words in all_of(data)


@pytest.mark.parametrize("name", CORPUS)
def test_any_original_is_read_as_text_without_an_error(name):
    data, _ = CORPUS[name]
    assert isinstance(anything.text(data, f"{name}.eml"), str)


# Every byte as often as any other, as in a damaged or packed file.
RUBBISH = {
    "zeros": b"\0" * 500,
    "a picture after zeros": b"\0" * 30 + b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "bytes at random": bytes(at * 167 % 256 for at in range(3_000)),
}


@pytest.mark.parametrize("name", RUBBISH)
def test_a_file_without_headers_that_is_no_text_could_not_be_read_and_says_why(name):
    reading, _ = anything.message(RUBBISH[name])
    assert (reading.fault, reading.text) == (anything.NO_EMAIL, "")


@pytest.mark.parametrize("data", ["Zoë’s words".encode(), "Zoë’s words".encode("cp1252"), "words".encode("utf-16")])
def test_words_without_headers_are_words(data):
    reading, _ = anything.message(data)
    assert reading.fault == ""
    assert "words" in reading.text


def test_an_email_that_was_cut_off_says_so_and_a_whole_one_does_not():
    whole = with_file(b"the file " * 40, "a.txt")
    assert anything.message(whole)[0].notes == []
    inner = lines(
        "Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", base64.b64encode(b"some words")[:-3]
    )
    for cut_off in (
        whole[:-20],
        whole[: whole.index(b"a.txt") + 60],
        inner,
        forwarded(1).replace(raw("the innermost words", number=0), whole[:-20]),
    ):
        assert mime.ENDS_EARLY in anything.message(cut_off)[0].notes


def test_scripts_and_markup_are_no_words():
    reading, _ = anything.message(CORPUS["html only"][0])
    assert "alert" not in reading.text
    assert "<" not in reading.text


def test_what_is_attached_comes_out_again_byte_for_byte():
    files = [documents.word("a"), bytes(range(256)) * 10, b""]
    message = email()
    for number, data in enumerate(files):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    _, parts = anything.message(message.as_bytes())
    assert [part.data for part in parts] == files
    assert [part.size for part in parts] == [len(data) for data in files]


def test_a_message_of_more_parts_than_anybody_reads_says_so_and_ends():
    message = email()
    for number in range(MOST_PARTS + 5):
        message.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    reading, parts = anything.message(message.as_bytes())
    assert len(parts) == MOST_PARTS
    assert any(f"more than {MOST_PARTS} parts" in note for note in reading.notes)


SAYS_IT_OFTEN = b"this is a mime " * 40
HOSTILE = {
    "a preamble that says over and over what it is": (
        b"Content-Type: multipart/mixed; boundary=b\n\n" + SAYS_IT_OFTEN + b"\nX\n--b\n\nWords of mine\n--b--\n"
    ),
    "very many headers": b"Received: by a; Mon, 1 Mar 2021 10:00:00 +0000\n" * 20_000 + b"\nWords of mine\n",
    "a page of nothing but beginnings of tags": b"Content-Type: text/html\n\nWords of mine" + b"<" * 400_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_message_made_to_take_for_ever_is_read_in_no_time(name):
    with at_most(5):
        reading, _ = anything.message(HOSTILE[name])
    assert reading.fault == ""
    assert "Words of mine" in reading.text


def test_a_line_made_to_take_for_ever_ends_no_reading_of_an_mbox_file():
    with at_most(5):
        (entry,) = entries([b"Subject: x\n", b"\n", b"From x " + b"1:11 " * 100_000], most=10**9)
    assert entry.data.startswith(b"Subject: x")


def test_a_damaged_archive_is_kept_and_takes_nothing_of_its_message_along():
    message = email()
    message.add_attachment(b"PK\x03\x04damaged PK\x05\x06" + b"\xff" * 20, maintype="application", subtype="zip")
    reading, parts = anything.message(message.as_bytes())
    assert (reading.fault, [part.content_type for part in parts]) == ("", ["application/zip"])


def test_long_texts_are_cut_and_say_so():
    reading, _ = anything.message(raw("word " * (MOST_TEXT // 4)))
    assert len(reading.text) == MOST_TEXT
    assert any("in the original" in note for note in reading.notes)


def test_25_megabytes_of_attachment_are_read():
    head = lines("Content-Type: application/octet-stream; name=large.bin", "Content-Transfer-Encoding: base64", "")
    _, parts = anything.message(head + base64.encodebytes(b"\0" * 25 * 1024 * 1024))
    assert parts[0].size == 25 * 1024 * 1024


@pytest.mark.parametrize(
    ("data", "sort", "addresses"),
    [
        (raw(), "ordinary", []),
        (bounce(), "bounce", ["gone@example.org"]),
        (bounce(action="delayed"), "bounce", []),
        (raw("Sorry", sender="MAILER-DAEMON@example.org", subject="failure notice"), "bounce", []),
        (
            raw("<gone@example.org>: unknown", sender="Mail Delivery System <x@mx>", subject="Returned mail"),
            "bounce",
            ["gone@example.org"],
        ),
        (raw(Auto_Submitted="auto-replied"), "auto_reply", []),
        (raw(subject="Automatic reply: Our plans"), "auto_reply", []),
        (raw(X_Autoreply="yes"), "auto_reply", []),
        # A form on a website writes in a person's name, and calls it so.
        (raw(Auto_Submitted="auto-generated"), "ordinary", []),
        (raw(Auto_Submitted="no"), "ordinary", []),
        (raw(Precedence="bulk"), "ordinary", []),
        (raw(subject="The office is out of the way"), "ordinary", []),
        (lines("Content-Type: text/calendar; method=REPLY", "", "BEGIN:VCALENDAR"), "calendar", []),
        (lines("Content-Type: message/disposition-notification", "", "Disposition: displayed"), "receipt", []),
        (compound(msg({0x1A: "IPM.Schedule.Meeting.Resp.Pos"})), "calendar", []),
        (compound(msg({0x1A: "REPORT.IPM.Note.NDR"})), "bounce", []),
        (compound(msg({0x1A: "IPM.Note.Rules.OofTemplate.Microsoft"})), "auto_reply", []),
    ],
)  # fmt: skip
def test_what_machines_write_is_told_from_what_people_write(data, sort, addresses):
    reading, _ = anything.message(data)
    assert (reading.sort, reading.bounced) == (sort, addresses)


def test_the_time_is_that_of_the_last_mail_system_and_not_one_a_sender_made_up():
    data = lines(
        "Received: from b by ours; Tue, 11 May 2021 12:00:00 +0100",
        "Received: from a by b; Mon, 10 May 2021 12:00:00 +0100",
        "Date: Sun, 09 May 2021 12:00:00 +0100",
        "",
        "words",
    )
    reading, _ = anything.message(data)
    assert (reading.received_at, reading.sent_at) == ("2021-05-11T11:00:00+00:00", "2021-05-09T11:00:00+00:00")


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Foo 2021 25:61:61", "Tue, 11 May 0001 08:29:00 +9999", "", "1"])
def test_a_date_that_is_none_is_no_time(date):
    reading, _ = anything.message(lines(f"Date: {date}", f"Received: x; {date}", "", "words"))
    assert (reading.received_at, reading.sent_at) == ("", "")


BASES = [CORPUS[name][0] for name in ("word", "winmail.dat", "outlook with files and a message", "forwarded in itself")]
BASES += [bounce(), CORPUS["two forms that say different things"][0]]


@given(st.sampled_from(BASES), st.data())
def test_a_message_mangled_on_its_way_is_read_all_the_same(base, data):
    mangled = bytearray(base)
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, max(len(mangled) - 1, 0)))
        what = data.draw(st.sampled_from(["change", "cut", "put", "double"]))
        if what == "change" and mangled:
            mangled[at] = data.draw(st.integers(0, 255))
        elif what == "cut":
            del mangled[at : at + data.draw(st.integers(1, 80))]
        elif what == "put":
            mangled[at:at] = data.draw(st.binary(max_size=20))
        else:
            mangled[at:at] = mangled[at : at + 200]
    assert len(all_of(bytes(mangled))) < 3 * MOST_TEXT_IN_ALL


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data):
    all_of(b"Content-Type: multipart/mixed; boundary=X\r\n\r\n--X\r\n" + data)
    all_of(data)


def _standard_messages() -> list[Path]:
    """Python tests its own email package with these; not every installation has them."""
    try:
        import test
    except ImportError:
        return []
    return sorted(Path(next(iter(test.__path__)), "test_email", "data").glob("msg_*.txt"))


@pytest.mark.parametrize("path", _standard_messages() or [None], ids=lambda path: path.name if path else "none here")
def test_the_messages_that_python_tests_itself_with_are_read(path):
    if path is None:
        pytest.skip("This Python came without its tests.")
    all_of(path.read_bytes())
    assert anything.message(path.read_bytes())[0].fault == ""
