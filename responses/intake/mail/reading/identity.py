"""What makes two messages the same one, and where one message of an .mbox file ends and the next begins."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# What the sender made. Lines that mail systems add on the way (Received, signatures, verdicts on spam) differ between
# two copies of one message, such as one in the mailbox and one that a colleague saved.
MADE_BY_THE_SENDER = (b"message-id", b"date", b"from", b"subject")
_SEPARATOR = re.compile(rb"From (\S+ .*\d{1,2}:\d{2}.*\d{4}|- )")
LONGEST_SEPARATOR = 500  # an address, a time and where it came through
_ESCAPED = re.compile(rb">+From ")


def identity(data: bytes) -> str:
    """
    Return a fingerprint that two copies of one message share: of its Message-ID, date, sender, subject and body.

    A message without a Message-ID, and what is no message of the internet, is known by all of its bytes.
    """
    head, body = _head_and_body(data)
    fields = _fields(head)
    if not fields.get(b"message-id"):
        return hashlib.sha256(data).hexdigest()
    total = hashlib.sha256()
    for name in MADE_BY_THE_SENDER:
        total.update(name + b":" + fields.get(name, b"") + b"\n")
    # Line ends are the transport's, and so are empty lines at the end.
    total.update(body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip())
    return total.hexdigest()


def _head_and_body(data: bytes) -> tuple[bytes, bytes]:
    ends = [(found, len(mark)) for mark in (b"\r\n\r\n", b"\n\n", b"\r\r") if (found := data.find(mark)) >= 0]
    if not ends:
        return data, b""
    at, length = min(ends)
    return data[:at], data[at + length :]


def _fields(head: bytes) -> dict[bytes, bytes]:
    """Return the first of each header that the sender made, with runs of white space as one."""
    lines = re.sub(rb"(\r\n|\r|\n)[ \t]+", b" ", head).splitlines()
    fields: dict[bytes, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon and name.strip().lower() in MADE_BY_THE_SENDER:
            fields.setdefault(name.strip().lower(), b" ".join(value.split()))
    return fields


@dataclass
class Entry:
    """One message of an .mbox file; `cut` where it was longer than is kept of one."""

    data: bytes
    cut: bool


def entries(lines: Iterable[bytes], *, most: int) -> Iterator[Entry]:
    """Yield the messages of an .mbox file, read line by line, so that its size does not matter."""
    held: list[bytes] | None = None
    size, after_empty = 0, True
    for line in lines:
        if line.startswith(b"From ") and (held is None or (after_empty and _SEPARATOR.match(line[:LONGEST_SEPARATOR]))):
            if held is not None:
                yield _entry(held, size, most)
            held, size = [], 0
            after_empty = False
            continue
        after_empty = not line.strip(b"\r\n")
        if held is None:
            held = []
        size += len(line)
        if size <= most:
            held.append(line[1:] if _ESCAPED.match(line) else line)
    if held is not None and (size or held):
        yield _entry(held, size, most)


def _entry(held: list[bytes], size: int, most: int) -> Entry:
    data = b"".join(held)
    # The format puts an empty line after each message.
    for end in (b"\r\n\r\n", b"\n\n"):
        if data.endswith(end):
            data = data[: -len(end) // 2]
            break
    return Entry(data, size > most)
