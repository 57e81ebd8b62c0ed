"""What Outlook makes of a message: files saved from it (.msg), and the envelope called winmail.dat."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import HeaderParser
from email.policy import compat32
from typing import Any, TypeVar

from compressed_rtf import decompress
from olefile import OleFileIO
from oxmsg.properties import Properties
from oxmsg.storage import Storage
from tnefparse import TNEF

from responses.intake.mail.reading import charsets, headers, markup
from responses.intake.mail.reading.shapes import DEEPEST, Unreadable, iso

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # it says of each message what is odd in it
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OF_FILE, OF_INNER, OF_ATTACHMENT = 32, 24, 8  # where the properties begin, in each sort of storage
SUBJECT, CLASS, BODY, HTML, RTF = 0x0037, 0x001A, 0x1000, 0x1013, 0x1009
HEADERS, MESSAGE_ID, SENT, DELIVERED, SHOWN_TO, SHOWN_CC = 0x007D, 0x1035, 0x0039, 0x0E06, 0x0E04, 0x0E03
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
LONG_NAME, SHORT_NAME, DATA = 0x3707, 0x3704, 0x3701
Found = TypeVar("Found")


@dataclass
class Saved:
    """A message as Outlook saved it."""

    subject: str = ""
    sender: str = ""
    message_class: str = ""
    message_id: str = ""
    text: str = ""
    sent_at: str = ""
    received_at: str = ""
    transport: str = ""  # the headers that it came with, if Outlook kept them
    shown: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    messages: list[Saved] = field(default_factory=list)


def is_message(data: bytes) -> bool:
    """Whether a file is a message that Outlook saved; old Word files begin alike."""
    return data.startswith(OLE) and "__properties_version1.0".encode("utf-16-le") in data


def saved(data: bytes) -> Saved:
    """Read a .msg file; Unreadable where it is none."""
    try:
        with OleFileIO(data) as ole:
            storage = Storage.from_ole(ole)
        return _saved(storage, OF_FILE, 0)
    except Exception as error:
        raise Unreadable("It is not a message as Outlook saves it, or is damaged.") from error


def _saved(storage: Storage, offset: int, depth: int) -> Saved:
    held = Properties(storage, properties_header_offset=offset)

    def words(number: int) -> str:
        return charsets.tidy(_or(lambda: held.str_prop_value(number), None) or "").strip("\0 ")

    found = Saved(words(SUBJECT), message_class=words(CLASS), message_id=words(MESSAGE_ID), transport=words(HEADERS))
    address = words(SENDER_SMTP) or words(SENDER_ADDRESS)
    found.sender = f"{words(SENDER_NAME)} <{address}>".strip() if "@" in address else words(SENDER_NAME) or address
    found.sent_at, found.received_at = iso(_date(held, SENT)), iso(_date(held, DELIVERED))
    found.text = words(BODY) or _html(held) or _rtf(_or(lambda: held.binary_prop_value(RTF), None) or b"")
    shown = {"From": found.sender, "To": words(SHOWN_TO), "Copy to": words(SHOWN_CC), "Subject": found.subject}
    if found.transport:
        shown |= headers.shown(HeaderParser(policy=compat32).parsestr(found.transport))
    found.shown = {label: said for label, said in shown.items() if said}
    for attached in storage.iter_attachment_storages():
        _attached(attached, found, depth)
    return found


def _attached(storage: Storage, found: Saved, depth: int) -> None:
    held = Properties(storage, properties_header_offset=OF_ATTACHMENT)
    inner = next((one for one in storage.storages if one.name.endswith("3701000D")), None)
    if inner is not None and depth < DEEPEST:
        found.messages.append(_saved(inner, OF_INNER, depth + 1))
        return
    name = _or(lambda: held.str_prop_value(LONG_NAME), None) or _or(lambda: held.str_prop_value(SHORT_NAME), None)
    data = _or(lambda: held.binary_prop_value(DATA), None) or b""
    found.files.append((charsets.tidy(name or "attachment").strip("\0 "), data))


def _html(held: Properties) -> str:
    data = _or(lambda: held.binary_prop_value(HTML), None)
    if data is None:
        return markup.html_text(_or(lambda: held.str_prop_value(HTML), None) or "")
    return markup.html_text(charsets.decode(data, _or(lambda: held.body_encoding, ""))[0])


def _rtf(packed: bytes) -> str:
    return _or(lambda: markup.rtf_text(decompress(packed)), "") if packed else ""


def _date(held: Properties, number: int) -> dt.datetime | None:
    found = _or(lambda: held.date_prop_value(number), None)
    return found if isinstance(found, dt.datetime) and 1990 <= found.year <= 2200 else None


def _or(read: Callable[[], Found], instead: Found) -> Found:
    """Return what can be read; one broken property does not take the others along."""
    try:
        return read()
    except Exception:
        return instead


def winmail(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the words in a winmail.dat, and its files by name; Unreadable where it cannot be opened."""
    try:
        opened = TNEF(data, do_checksum=False)
    except Exception as error:
        raise Unreadable("It is an envelope of Outlook's that is damaged and could not be opened.") from error
    files = [(_name(one), one.data if isinstance(one.data, bytes) else b"") for one in opened.attachments]
    return _winmail_words(opened), files


def _winmail_words(opened: Any) -> str:
    body = opened.body
    text = charsets.decode(body, str(opened.codepage or ""))[0] if isinstance(body, bytes) else str(body or "")
    if text.strip("\0 \n"):
        return charsets.tidy(text.strip("\0")).strip()
    page = opened.htmlbody
    if page:
        return markup.html_text(charsets.decode(page)[0] if isinstance(page, bytes) else str(page))
    return _or(lambda: markup.rtf_text(opened.rtfbody), "") if opened._rtfbody else ""


def _name(attachment: Any) -> str:
    found = _or(attachment.long_filename, "") or attachment._name
    words = charsets.decode_plainly(found) if isinstance(found, bytes) else str(found or "")
    return words.strip("\0 ") or "attachment"
