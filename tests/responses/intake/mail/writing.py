"""Messages as mail programs write them, and as they should not."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from email.policy import SMTP

from compressed_rtf import compress
from tnefparse.util import checksum

WORDS = "We would rather keep the surgery in the village than move it to the town."


def email(
    words: str = WORDS,
    *,
    number: int = 1,
    sender: str = "A resident <resident@example.org>",
    subject: str = "Our answer",
    received: str = "Tue, 11 May 2021 09:30:00 +0100",
    **headers: str,
) -> EmailMessage:
    """Return an ordinary email, to be made less so."""
    message = EmailMessage(policy=SMTP)
    message["Received"] = f"from a.example.org by mail.example.org; {received}"
    message["From"] = sender
    message["To"] = "answers@example.org"
    message["Date"] = "Tue, 11 May 2021 08:29:00 +0100"
    message["Message-ID"] = f"<{number}@example.org>"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if words:
        message.set_content(words)
    return message


def raw(words: str = WORDS, **more: object) -> bytes:
    """Return an ordinary email's bytes."""
    return email(words, **more).as_bytes()  # type: ignore[arg-type]


def lines(*said: str | bytes) -> bytes:
    """Return a message line by line, as it stands."""
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in said) + b"\r\n"


def bounce(address: str = "gone@example.org", action: str = "failed") -> bytes:
    """Return what a mail system sends back."""
    return lines(
        "From: Mail Delivery System <MAILER-DAEMON@mail.example.org>",
        "Return-Path: <>",
        "Subject: Undelivered Mail Returned to Sender",
        "Message-ID: <bounce@mail.example.org>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
        "",
        "--B",
        "Content-Type: text/plain",
        "",
        "Your message could not be delivered.",
        "--B",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mail.example.org",
        "",
        f"Final-Recipient: rfc822; {address}",
        f"Action: {action}",
        "Status: 5.1.1",
        "",
        "--B",
        "Content-Type: text/rfc822-headers",
        "",
        "Subject: An invitation to answer",
        "",
        "--B--",
    )


def winmail(text: str = "", *, rtf: bytes = b"", files: dict[str, bytes] | None = None) -> bytes:
    """Return Outlook's envelope with a text in it, plain or rich, and files."""

    def entry(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", checksum(data))

    made = struct.pack("<IH", 0x223E9F78, 1)
    made += entry(1, 0x9006, 8, struct.pack("<I", 0x10000)) + entry(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    if text:
        made += entry(1, 0x800C, 2, text.encode("cp1252"))
    if rtf:
        packed = compress(rtf)
        value = struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, len(packed)) + packed + b"\0" * (-len(packed) % 4)
        made += entry(1, 0x9003, 6, value)
    for name, data in (files or {}).items():
        made += entry(2, 0x9002, 6, b"\0" * 14) + entry(2, 0x8010, 1, name.encode("cp1252") + b"\0")
        made += entry(2, 0x800F, 6, data)
    return made
