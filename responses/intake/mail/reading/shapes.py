"""What reading a message gives, and the limits that keep a hostile one from costing more than its share."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_TEXT = 200_000  # characters of one text; the rest is in the original
MOST_TEXT_IN_ALL = 1_000_000
MOST_PARTS = 200
DEEPEST = 8  # messages within messages
MOST_PAGES = 200  # of an attached PDF
MOST_UNPACKED = 30 * 1024 * 1024  # bytes of one file within a zip
SECONDS_FOR_A_FILE = 8

TEXT, MESSAGE, FILE = "text", "message", "file"


class Unreadable(Exception):
    """A file that no text can be had from; says why in plain words."""


@dataclass
class Part:
    """A further text, a forwarded message or a file. `data` are its bytes, which no page stores again."""

    kind: str
    name: str = ""
    depth: int = 0
    content_type: str = ""
    size: int = 0
    sha256: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""
    note: str = ""
    data: bytes = b""


@dataclass
class Reading:
    """What a message says. Where it could not be taken apart, `fault` says why and the rest is what could be had."""

    subject: str = ""
    sender: str = ""
    sender_address: str = ""
    message_id: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    sent_at: str = ""  # ISO 8601 with offset, or nothing
    received_at: str = ""
    sort: str = "ordinary"
    bounced: list[str] = field(default_factory=list)
    text: str = ""
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fault: str = ""

    def note(self, words: str) -> None:
        """Say something odd about the message, once."""
        if words not in self.notes:
            self.notes.append(words)

    def as_json(self) -> dict[str, Any]:
        """Return everything but the bytes of the parts."""
        found = asdict(self)
        for part in found["parts"]:
            del part["data"]
        return found


def iso(moment: dt.datetime | None) -> str:
    """Return a moment in UTC as text, or nothing."""
    return moment.astimezone(dt.UTC).isoformat() if moment else ""


def cut(text: str, most: int = MOST_TEXT) -> tuple[str, str]:
    """Return a text within the limit, and a note where it was cut."""
    if len(text) <= most:
        return text, ""
    return text[:most], f"Only the first {most:,} characters are shown; all of it is in the original."
