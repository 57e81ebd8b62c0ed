"""The demonstration's mailbox: invented emails, kept and read as real ones are."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from accounts.models import User
from common import clock
from engagement.models import Exercise
from responses.intake.mail import keeping, taking_in
from responses.intake.mail.child import Reader
from responses.synthetic.book import book_of


def seed(exercise: Exercise, *, staff: User) -> int:
    """Keep the emails that are not there yet and return how many were added."""
    added = 0
    with Reader() as reader:
        for entry in book_of(exercise.slug).mails:
            kept = keeping.keep(_written(exercise, entry), exercise=exercise, name=f"{entry['key']}.eml", by=staff)
            if kept.is_new:
                taking_in.read(kept.message.pk, reader)
                added += 1
    return added


def _written(exercise: Exercise, entry: dict[str, Any]) -> bytes:
    """Return an email as it lies in a mailbox: the same bytes every time, so that it is kept once."""
    assert exercise.opens_at is not None
    moment = exercise.opens_at + dt.timedelta(days=entry["day"], minutes=entry["minute"])
    when = format_datetime(min(moment, clock.now() - dt.timedelta(hours=1)))
    mail = EmailMessage()
    mail["Received"] = f"from mail.example.org by {exercise.slug}.example.org; {when}"
    mail["From"], mail["To"], mail["Subject"] = entry["from"], f"{exercise.slug}@example.org", entry["subject"]
    mail["Date"], mail["Message-ID"] = when, f"<{entry['key']}@{exercise.slug}.example.org>"
    if entry.get("automatic"):
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(entry["text"])
    return mail.as_bytes()
