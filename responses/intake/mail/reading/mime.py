"""An email taken apart: its text, what is forwarded in it and what is attached, down to limits; nothing is dropped."""

from __future__ import annotations

import hashlib
import re
import time
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from responses.intake.mail.reading import charsets, documents, headers, leaves, markup, outlook
from responses.intake.mail.reading.outlook import Saved
from responses.intake.mail.reading.shapes import (
    DEEPEST,
    FILE,
    MESSAGE,
    MOST_PARTS,
    MOST_TEXT_IN_ALL,
    TEXT,
    Part,
    Reading,
    Unreadable,
    cut,
    iso,
)

SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
SECONDS_FOR_FILES = 20
# What has matched once is not tried in another way: a line that says it often would take for ever.
SAYS_NOTHING = re.compile(r"\s*(?>this is a (?:multi-?part|mime)[^\n]*\s*)*+", re.IGNORECASE)
UNREAD_FOR_TIME = "The files before it took so long to read that this one was not. Save it to read it."
BROKEN = "Its parts could not be told from each other, so they are shown as they stand."
ENDS_EARLY = "The file ends too early; something may be missing."
TOO_DEEP = f"It lies within more than {DEEPEST} forwarded messages, so it is kept and not read."
TOO_MANY = f"It holds more than {MOST_PARTS} parts. Those after that are only in the original."


class Taking:
    """One message being taken apart; knows what has been spent."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.started = time.monotonic()
        self.text_left = MOST_TEXT_IN_ALL
        self.left_out = 0

    def message(self, message: Message, texts: list[str], depth: int) -> None:
        """Take a message or a part of one: its own words go to `texts`, all else becomes a part."""
        kind = message.get_content_type()
        inner = headers.parts_of(message)
        if leaves.ends_early(message):
            self.reading.note(ENDS_EARLY)
        if kind in leaves.FORWARDED:
            self._forwarded(message, depth)
        elif kind in leaves.REPORTS:
            self.text(leaves.REPORTS[kind], leaves.report_of(message), depth)
        elif kind == "multipart/alternative" and inner:
            self._alternatives(inner, texts, depth)
        elif inner:
            self._around(message.preamble, texts)
            for part in inner:
                self.message(part, texts, depth)
            self._around(message.epilogue, texts)
        else:
            self._leaf(message, kind, texts, depth)

    def _around(self, words: str | None, texts: list[str]) -> None:
        """Keep what stands outside the parts, which mail programs hide, unless it only says that there are parts."""
        if words and not SAYS_NOTHING.fullmatch(words[:20_000]):
            texts.append(charsets.decode_plainly(words.encode("utf-8", "surrogateescape")).strip())
            self.reading.note("Some of its words stand outside its parts, where most mail programs do not show them.")

    def _alternatives(self, parts: list[Message], texts: list[str], depth: int) -> None:
        """Of several forms of one text take the plainest that says something, and another if it says more."""
        plain: list[str] = []
        rich: list[str] = []
        for part in parts:
            self.message(part, plain if part.get_content_type() == "text/plain" else rich, depth)
        said, other = "\n\n".join(plain).strip(), "\n\n".join(rich).strip()
        if not said:
            texts.append(other)
            return
        texts.append(said)
        if leaves.says_more(other, said):
            self.text("The same message as a web page, which says more", other, depth)

    def _leaf(self, message: Message, kind: str, texts: list[str], depth: int) -> None:
        data, damaged = leaves.payload(message)
        if leaves.ends_early(message):
            self.reading.note(ENDS_EARLY)
        name = leaves.file_name(message)
        if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            self.winmail(data, name, texts, depth)
        elif name or leaves.is_attached(message) or not leaves.is_read_in_place(kind):
            self.file(data, name, depth, declared=kind, charset=leaves.charset(message), note=damaged)
        else:
            text, guessed = charsets.decode(data, leaves.charset(message))
            broken = BROKEN if kind.startswith("multipart/") else ""
            if why := broken or guessed or damaged:
                self.reading.note(why)
            texts.append(markup.html_text(text) if kind == "text/html" else text.strip("\n"))

    def _forwarded(self, message: Message, depth: int) -> None:
        found = headers.parts_of(message)
        encoding = headers.first(message, "content-transfer-encoding").lower()
        if encoding in {"base64", "quoted-printable"} and found:
            # Not allowed by the standard, and done nevertheless: the parser took the encoded letters for the message.
            wrapped = Message()
            wrapped["Content-Transfer-Encoding"] = encoding
            wrapped.set_payload(leaves.as_bytes(found[0]).lstrip(b"\r\n").decode("ascii", "surrogateescape"))
            found = [BytesParser(policy=compat32).parsebytes(leaves.payload(wrapped)[0])]
        for one in found:
            self.nested(one, leaves.as_bytes(one), depth)
        if not found:
            self.file(leaves.payload(message)[0], leaves.file_name(message), depth, declared="message/rfc822")

    def nested(self, message: Message, data: bytes, depth: int) -> None:
        """Take a message within the message."""
        if depth >= DEEPEST:
            self.put(Part(FILE, "message.eml", depth, "message/rfc822", data=data, note=TOO_DEEP))
            return
        part = self.put(Part(MESSAGE, headers.first(message, "subject"), depth + 1, "message/rfc822", data=data))
        part.headers = headers.shown(message)
        texts: list[str] = []
        self.message(message, texts, depth + 1)
        self._fill(part, "\n\n".join(text for text in texts if text.strip()))

    def winmail(self, data: bytes, name: str, texts: list[str], depth: int) -> None:
        """Open the envelope that Outlook puts around its rich text."""
        try:
            text, inside = outlook.winmail(data)
        except Unreadable as refused:
            self.put(Part(FILE, name or "winmail.dat", depth, "application/ms-tnef", data=data, note=str(refused)))
            return
        # Most come beside the same words in plain text.
        if text and not any(text.strip() == said.strip() for said in texts):
            texts.append(text)
        for file_name, content in inside:
            self.file(content, file_name, depth)

    def file(
        self, data: bytes, name: str, depth: int, *, declared: str = "", charset: str = "", note: str = ""
    ) -> None:
        """Take an attachment; one that is itself a message is opened."""
        kind = leaves.kind_of(data, name, declared)
        if kind == "message/rfc822":
            self.nested(BytesParser(policy=compat32).parsebytes(data), data, depth)
            return
        if outlook.is_message(data):
            self._outlook_file(data, name, depth)
            return
        part = self.put(Part(FILE, name or leaves.unnamed(kind), depth, kind, data=data, note=note))
        if declared in SEALED:
            part.note = "It is encrypted or signed as a whole, which cannot be opened here."
        elif time.monotonic() - self.started > SECONDS_FOR_FILES:
            part.note = UNREAD_FOR_TIME
        elif self.left_out == 0:
            text, why = documents.words_in_time(data, kind, charset)
            part.note = (note or why)[:300]
            self._fill(part, text)

    def _outlook_file(self, data: bytes, name: str, depth: int) -> None:
        try:
            found = outlook.saved(data)
        except Unreadable as refused:
            self.put(Part(FILE, name, depth, "application/vnd.ms-outlook", data=data, note=str(refused)))
            return
        self.outlook(found, name, data, depth)

    def outlook(self, found: Saved, name: str, data: bytes, depth: int) -> None:
        """Take a message in Outlook's form that lies within the message."""
        if depth >= DEEPEST:
            self.put(Part(FILE, name, depth, "application/vnd.ms-outlook", data=data, note=TOO_DEEP))
            return
        part = self.put(Part(MESSAGE, found.subject or name, depth + 1, "application/vnd.ms-outlook", data=data))
        part.headers = found.shown
        self._fill(part, found.text)
        self.inside(found, depth + 1)

    def inside(self, found: Saved, depth: int) -> None:
        """Take what is attached to a message in Outlook's form."""
        for file_name, content in found.files:
            self.file(content, file_name, depth)
        for one in found.messages:
            self.outlook(one, one.subject, b"", depth)

    def text(self, name: str, words: str, depth: int) -> None:
        """Take a further text."""
        if words.strip():
            self._fill(self.put(Part(TEXT, name, depth)), words)

    def put(self, part: Part) -> Part:
        """Add a part, up to the limit; its bytes are counted and hashed."""
        if len(self.reading.parts) >= MOST_PARTS:
            self.left_out += 1
            self.reading.note(TOO_MANY)
            return part
        part.size, part.sha256 = len(part.data), hashlib.sha256(part.data).hexdigest() if part.data else ""
        part.name = charsets.tidy(part.name)[:200]
        self.reading.parts.append(part)
        return part

    def _fill(self, part: Part, text: str) -> None:
        part.text, shortened = self.spend(text)
        part.note = part.note or shortened

    def spend(self, text: str) -> tuple[str, str]:
        """Return a text within what one may have and what all may have together."""
        text, note = cut(charsets.tidy(text))
        if len(text) > self.text_left:
            text, note = text[: self.text_left], "The message holds more words than are shown; all are in the original."
        self.text_left -= len(text)
        return text, note


def take(data: bytes) -> tuple[Taking, Message]:
    """Take a message in the form of the internet apart."""
    message = BytesParser(policy=compat32).parsebytes(data)
    taking = Taking()
    texts: list[str] = []
    taking.message(message, texts, 0)
    said = "\n\n".join(text for text in texts if text.strip())
    describe(taking.reading, message)
    taking.reading.text, note = taking.spend(said)
    if note:
        taking.reading.note(note)
    return taking, message


def describe(reading: Reading, message: Message) -> None:
    """Put down what the headers of a message say."""
    reading.subject = headers.first(message, "subject")
    reading.sender, reading.sender_address = headers.sender(message)
    reading.message_id = headers.first(message, "message-id")
    reading.headers = headers.shown(message)
    reading.sent_at = iso(headers.sent_at(message))
    reading.received_at = iso(headers.received_at(headers.values(message, "received")))


def at_a_glance(data: bytes, fault: str) -> Reading:
    """Return what can be had without taking a message apart: its first headers, and its beginning as it stands."""
    message = BytesHeaderParser(policy=compat32).parsebytes(data[: 256 * 1024])
    reading = Reading(fault=fault)
    describe(reading, message)
    text, _ = charsets.decode(data[: 256 * 1024])
    reading.text, _ = cut(text.partition("\n\n")[2] or text, 5_000)
    return reading
