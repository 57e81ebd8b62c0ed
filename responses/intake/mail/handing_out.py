"""One message as a mail server hands it out, whatever else the server says meanwhile."""

from __future__ import annotations

import datetime as dt
import imaplib
import re
import time
from dataclasses import dataclass

from imap_tools import BaseMailBox

from responses.intake.mail import keeping

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"[( ]UID (\d+)[ )]")


@dataclass(frozen=True)
class HandedOut:
    """A message as the server hands it out; of one that is too large only its headers."""

    data: bytes
    taken_in_at: dt.datetime | None
    too_large: bool


def message(opened: BaseMailBox, uid: int) -> HandedOut | None:
    """Return a message; None where it is gone from the server meanwhile."""
    about, _ = fetch(opened, uid, "(RFC822.SIZE INTERNALDATE)")
    if not about:
        return None
    size = _SIZE.search(about)
    if size is None:
        raise imaplib.IMAP4.error("FETCH brought no size")
    too_large = int(size.group(1)) > keeping.LARGEST
    _, data = fetch(opened, uid, "(BODY.PEEK[HEADER])" if too_large else "(BODY.PEEK[])")
    if not data:
        raise imaplib.IMAP4.error("FETCH brought no bytes")
    return HandedOut(data, _moment(about), too_large)


def fetch(opened: BaseMailBox, uid: int, parts: str) -> tuple[bytes, bytes]:
    """
    Return the server's line about a message, and the bytes that it announces; both empty where it has no such message.

    Between its answers a server also tells, in the same form, what others in the mailbox have marked as read; such a
    line names no number of ours, or brings no size and no bytes.
    """
    status, answer = opened.client.uid("FETCH", str(uid), parts)
    if status != "OK":
        raise imaplib.IMAP4.error("FETCH was refused")
    line = b""
    for piece in answer:
        if isinstance(piece, tuple):
            return bytes(piece[0]), bytes(piece[1])
        found = _UID.search(piece) if isinstance(piece, bytes) else None
        if found and int(found.group(1)) == uid and (not line or _SIZE.search(piece)):
            line = piece
    return line, b""


def _moment(line: bytes) -> dt.datetime | None:
    """Return when the server took a message in."""
    parts = imaplib.Internaldate2tuple(line)
    return dt.datetime.fromtimestamp(time.mktime(parts), dt.UTC) if parts else None
