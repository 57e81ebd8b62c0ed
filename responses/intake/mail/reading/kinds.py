"""What sort of message something is: written by a person, or by a machine in answer to one of ours."""

from __future__ import annotations

import re
from email.message import Message

from responses.intake.mail.reading import headers
from responses.intake.mail.reading.shapes import Reading

ORDINARY, AUTO_REPLY, BOUNCE, CALENDAR, RECEIPT = "ordinary", "auto_reply", "bounce", "calendar", "receipt"
_FROM_THE_SYSTEM = re.compile(r"\b(mailer-daemon|postmaster|mail delivery (system|subsystem))\b", re.IGNORECASE)
_BOUNCED = re.compile(
    r"undeliver(able|ed)|delivery (status notification|has failed|failure)|mail delivery failed|returned mail|"
    r"failure notice|could not be delivered",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"^\W*(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|abwesen|r[ée]ponse automatique)",
    re.IGNORECASE,
)
_CLASSES = {"ipm.schedule": CALENDAR, "ipm.appointment": CALENDAR, "ipm.note.rules.oof": AUTO_REPLY}
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}\.\w{2,63}")
MOST_ADDRESSES = 50


def of_message(message: Message, reading: Reading) -> str:
    """Return the sort of a message; the addresses that could not be reached are noted on the reading."""
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    if reports or _bounced_in_words(message, reading):
        reading.bounced = _unreached(message, reports, reading.text)
        return BOUNCE
    if any(part.get_content_type() == "message/disposition-notification" for part in message.walk()):
        return RECEIPT
    if any(part.get_content_type() == "text/calendar" for part in message.walk()):
        return CALENDAR
    return AUTO_REPLY if _is_automatic(message, reading.subject) else ORDINARY


def of_outlook(message_class: str, subject: str) -> str:
    """Return the sort of a message that Outlook saved, which notes it as a class."""
    found = message_class.lower()
    if found.startswith("report."):
        return RECEIPT if ".ipnrn" in found else BOUNCE
    known = next((sort for start, sort in _CLASSES.items() if found.startswith(start)), "")
    return known or (AUTO_REPLY if _AWAY.search(subject) else ORDINARY)


def _bounced_in_words(message: Message, reading: Reading) -> bool:
    """Old mail systems say it in words alone: from themselves, and with such a subject."""
    from_system = _FROM_THE_SYSTEM.search(reading.sender) or headers.first(message, "return-path").strip() == "<>"
    return bool(headers.first(message, "x-failed-recipients") or (from_system and _BOUNCED.search(reading.subject)))


def _is_automatic(message: Message, subject: str) -> bool:
    """
    Follow RFC 3834, and what programs did before it.

    A form on a website also calls its messages 'auto-generated', with a person's words in them; such a message is
    only taken for an answer by a machine if it answers something, or says so in its subject.
    """
    said = headers.first(message, "auto-submitted").lower().partition(";")[0].strip()
    if said in {"auto-replied", "auto-notified"} or _AWAY.search(subject):
        return True
    if headers.first(message, "x-autoreply") or headers.first(message, "x-autorespond"):
        return True
    answers = bool(headers.first(message, "in-reply-to"))
    precedence = headers.first(message, "precedence").lower()
    return precedence == "auto_reply" or (said == "auto-generated" and answers)


def _unreached(message: Message, reports: list[Message], text: str) -> list[str]:
    """Return the addresses that a mail system gave up on; a delay is not yet a failure."""
    found: list[str] = []
    for report in reports:
        for block in headers.parts_of(report):
            action = headers.first(block, "action").lower()
            who = headers.first(block, "original-recipient") or headers.first(block, "final-recipient")
            if who and action not in {"delayed", "delivered", "relayed", "expanded"}:
                found += _ADDRESS.findall(who.rpartition(";")[2] or who)
    found += _ADDRESS.findall(headers.first(message, "x-failed-recipients"))
    if not found and not reports:
        found = _ADDRESS.findall(text[:4_000])[:1]
    return list(dict.fromkeys(address.lower() for address in found))[:MOST_ADDRESSES]
