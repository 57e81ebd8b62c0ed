"""Any file that came in, read as text: the one door to this room."""

from __future__ import annotations

from email.parser import HeaderParser
from email.policy import compat32

from responses.intake.mail.reading import charsets, documents, kinds, mime, outlook
from responses.intake.mail.reading.shapes import Part, Reading, Unreadable, cut

NOT_TAKEN_APART = "Its structure is broken, so that only its beginning could be read. The original is kept whole."
NO_EMAIL = (
    "It has no headers and is mostly not text, so it is no email, or one that was damaged. The file is kept whole."
)


def message(data: bytes) -> tuple[Reading, list[Part]]:
    """Read a message in any form; what cannot be taken apart is told as its fault."""
    try:
        reading = _outlook(data) if data.startswith(outlook.OLE) else _internet(data)
    except Unreadable as refused:
        return Reading(fault=str(refused)), []
    except (Exception, RecursionError, MemoryError):
        reading = _at_a_glance(data)
    return reading, reading.parts


def _internet(data: bytes) -> Reading:
    taking, found = mime.take(data)
    taking.reading.sort = kinds.of_message(found, taking.reading)
    if not found.keys():
        if charsets.is_no_text(data):
            raise Unreadable(NO_EMAIL)
        taking.reading.note("It has no headers: neither who wrote it nor when is known.")
    return taking.reading


def _outlook(data: bytes) -> Reading:
    found = outlook.saved(data)
    taking = mime.Taking()
    reading = taking.reading
    if found.transport:
        mime.describe(reading, HeaderParser(policy=compat32).parsestr(found.transport))
    reading.subject = reading.subject or found.subject
    reading.sender = reading.sender or found.sender
    reading.sender_address = reading.sender_address or mime.headers.address_in(found.sender)
    reading.message_id = reading.message_id or found.message_id
    reading.sent_at = reading.sent_at or found.sent_at
    reading.received_at = reading.received_at or found.received_at
    reading.headers = found.shown
    reading.text, _ = taking.spend(found.text)
    reading.sort = kinds.of_outlook(found.message_class, reading.subject)
    taking.inside(found, 0)
    return reading


def _at_a_glance(data: bytes) -> Reading:
    try:
        return mime.at_a_glance(data, NOT_TAKEN_APART)
    except (Exception, RecursionError, MemoryError):
        return Reading(fault=NOT_TAKEN_APART)


def text(data: bytes, name: str) -> str:
    """Return all words of a file of any sort, messages with what is in them; empty where there are none to read."""
    kind = documents.content_type(data, name)
    if outlook.is_message(data) or kind == "message/rfc822" or name.lower().endswith(".eml"):
        return all_words(message(data)[0])
    if kind == "application/octet-stream" and b"\x00" not in data[:4096] and name.lower().endswith((".txt", ".md")):
        kind = "text/plain"
    return cut(documents.words_in_time(data, kind)[0])[0]


def all_words(reading: Reading) -> str:
    """Return a message as one text: headers, words, and each part under its name."""
    pieces = [_titled("", reading.headers, reading.text)]
    pieces += [_titled(f"[{part.name}]", part.headers, part.text) for part in reading.parts if part.text]
    return cut("\n\n".join(piece for piece in pieces if piece))[0]


def _titled(title: str, headers: dict[str, str], text: str) -> str:
    heads = "\n".join(f"{label}: {words}" for label, words in headers.items())
    return "\n\n".join(piece for piece in (title, heads, text) if piece)
