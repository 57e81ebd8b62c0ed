"""The single parts of a message: their bytes, names and charsets, whatever is wrong with them."""

from __future__ import annotations

import base64
import re
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect
from email.message import Message
from email.policy import compat32

from responses.intake.mail.reading import charsets, documents, headers

FORWARDED = {"message/rfc822", "message/global", "message/news"}
REPORTS = {
    "message/delivery-status": "Report of the mail system",
    "message/global-delivery-status": "Report of the mail system",
    "message/disposition-notification": "Report of the mail program",
    "text/rfc822-headers": "Headers of the message that was sent",
    "message/global-headers": "Headers of the message that was sent",
}
FOR_PROGRAMS = {"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv", "text/rtf"}
_BROKEN_OFF = (CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, InvalidBase64PaddingDefect)


def payload(message: Message) -> tuple[bytes, str]:
    """Return a part's bytes, and a note where their encoding is broken."""
    try:
        data = message.get_payload(decode=True)
    except Exception:
        data = None
    if message.defects and headers.first(message, "content-transfer-encoding").lower() == "base64":
        data = _base64_as_far_as_it_goes(message) or data
    damaged = "It was damaged on its way; some of it may be missing." if message.defects else ""
    if isinstance(data, bytes):
        return data, damaged
    return str(message.get_payload()).encode("utf-8", "surrogateescape"), damaged


def ends_early(message: Message) -> bool:
    """Whether a part stops before its end: its last boundary is missing, or its base64 breaks off within a group."""
    return any(isinstance(defect, _BROKEN_OFF) for defect in message.defects)


def _base64_as_far_as_it_goes(message: Message) -> bytes:
    """Return what is left of damaged base64: its letters without what strayed in, up to the last whole group."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", str(message.get_payload()).encode("ascii", "ignore"))
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def as_bytes(message: Message) -> bytes:
    """Return a message within a message as bytes; its words alone where its headers cannot be written again."""
    try:
        return message.as_bytes(policy=compat32)
    except Exception:
        # Headers that cannot be written again as they came.
        return str(message.get_payload()).encode("utf-8", "surrogateescape")


def charset(message: Message) -> str:
    """Return the charset that a part names, or nothing."""
    try:
        return message.get_content_charset() or ""
    except Exception:
        return ""


def file_name(message: Message) -> str:
    """Return the name of a file in words, or nothing."""
    try:
        name = message.get_filename() or ""
    except Exception:
        name = ""
    return headers.in_words(str(name))[:200]


def is_attached(message: Message) -> bool:
    """Whether a part is meant to be saved and not shown."""
    return headers.first(message, "content-disposition").lower().startswith("attachment")


def kind_of(data: bytes, name: str, declared: str) -> str:
    """Return what a file is; what is text by its word and holds no zero is text in some charset."""
    kind = documents.content_type(data, name)
    is_mail = declared in FORWARDED or name.lower().endswith(".eml")
    if is_mail and kind in {"message/rfc822", "text/plain", "text/html"}:
        return "message/rfc822"
    if kind == "message/rfc822":
        return "text/plain" if declared.startswith("text/") else kind
    says_text = declared.startswith("text/") or name.lower().endswith((".txt", ".csv", ".md", ".log"))
    return "text/plain" if kind == "application/octet-stream" and says_text and b"\x00" not in data[:4096] else kind


def is_read_in_place(kind: str) -> bool:
    """Whether a part without a name is a text of the message itself; parts without their boundary are one text."""
    return kind.startswith("multipart/") or (kind.startswith("text/") and kind not in FOR_PROGRAMS)


def unnamed(kind: str) -> str:
    """Return a name for a file that has none."""
    return {"text/plain": "text.txt", "text/html": "page.html"}.get(kind, "attachment")


def report_of(message: Message) -> str:
    """Return what a mail system reports, line by line."""
    inner = headers.parts_of(message)
    if inner:
        blocks = [[f"{key}: {headers.in_words(str(value))}" for key, value in one.raw_items()] for one in inner]
        said = [str(one.get_payload()) for one in inner if not one.keys() and isinstance(one.get_payload(), str)]
        return "\n\n".join(["\n".join(lines) for lines in blocks if lines] + said)
    return charsets.decode(payload(message)[0], charset(message))[0]


def says_more(other: str, said: str) -> bool:
    """Whether a second form of a text has many words that the first does not."""
    known = set(re.findall(r"\w+", said.lower()))
    words = re.findall(r"\w+", other.lower())
    new = sum(word not in known for word in words)
    return new > 10 and new > len(words) / 5
