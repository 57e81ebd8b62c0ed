"""Headers of messages, however broken, in words; and the moments that they tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from email import header as mime
from email.errors import HeaderParseError
from email.message import Message
from email.utils import getaddresses, parsedate_tz

from responses.intake.mail.reading.charsets import decode, decode_plainly, tidy

MOST = 2_000  # characters of one header
SHOWN = {
    "from": "From",
    "sender": "Sent by",
    "reply-to": "Replies go to",
    "to": "To",
    "cc": "Copy to",
    "date": "Sent",
    "subject": "Subject",
}
_ENCODED = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")
_ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]]+@[^\s<>\"(),;:\[\]]+")


def parts_of(message: Message) -> list[Message]:
    """Return the parts of a message that has parts."""
    inner = message.get_payload()
    return [part for part in inner if isinstance(part, Message)] if isinstance(inner, list) else []


def values(message: Message, name: str) -> list[str]:
    """Return every value of a header, in words and on one line each."""
    wanted = name.lower()
    # `raw_items` gives what came; asking by name would parse it, and may fail.
    found = [value for key, value in message.raw_items() if str(key).lower() == wanted]
    return [in_words(str(value)) for value in found]


def first(message: Message, name: str) -> str:
    """Return the first value of a header, or nothing."""
    return next(iter(values(message, name)), "")


def in_words(value: str) -> str:
    """Return a header as its reader would see it: unfolded, encoded words and stray bytes as letters."""
    value = re.sub(r"[\r\n]+[ \t]*", " ", value[: 20 * MOST])
    if not value.isascii():
        value = decode_plainly(value.encode("utf-8", "surrogateescape"))
    if _ENCODED.search(value):
        value = _encoded_words(value)
    return re.sub(r"\s+", " ", tidy(value)).strip()[:MOST]


def _encoded_words(value: str) -> str:
    try:
        pieces = mime.decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return value
    return "".join(
        piece if isinstance(piece, str) else decode(piece, charset or "")[0] if charset else decode_plainly(piece)
        for piece, charset in pieces
    )


def shown(message: Message) -> dict[str, str]:
    """Return the headers that a page shows, by what they mean."""
    found = {label: ", ".join(values(message, name))[:MOST] for name, label in SHOWN.items()}
    return {label: words for label, words in found.items() if words}


def sender(message: Message) -> tuple[str, str]:
    """Return who a message is from as shown, and the bare address."""
    words = first(message, "from") or first(message, "sender") or first(message, "return-path")
    return words, address_in(words)


def address_in(words: str) -> str:
    """Return the first address in some words, or nothing."""
    named = [address for _, address in getaddresses([words]) if "@" in address]
    found = named[0] if named else next(iter(_ADDRESS.findall(words)), "")
    return found.strip("<>., ")[:320]


def sent_at(message: Message) -> dt.datetime | None:
    """Return when a message was sent by its sender's clock."""
    return moment(first(message, "date"))


def received_at(received: Iterable[str]) -> dt.datetime | None:
    """
    Return when the last mail system took a message in: the date behind the semicolon of the topmost Received line.

    Each system writes its line above the others, so the topmost is of the one nearest to us; those below it could be
    made up by a sender.
    """
    topmost = next(iter(received), "")
    return moment(topmost.rpartition(";")[2])


def moment(words: str) -> dt.datetime | None:
    """Read a date of a header; None where it is none, or one that no clock shows."""
    try:
        parts = parsedate_tz(words)
        if parts is None:
            return None
        offset = dt.timezone(dt.timedelta(seconds=parts[9] or 0))
        found = dt.datetime(*parts[:6], tzinfo=offset).astimezone(dt.UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return found if 1990 <= found.year <= 2200 else None
