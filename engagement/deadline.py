"""What the pages say of the dates, in each phase: what is so, until when, and what a reader can do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from engagement import wording
from engagement.models import Exercise
from engagement.phases import Phase


@dataclass(frozen=True)
class Deadline:
    headline: str
    sentence: str
    advice: str
    can_begin: bool
    is_closed: bool


def deadline(row: Exercise, now: dt.datetime) -> Deadline:
    """Say where an exercise stands; every boundary said here is the one that submissions are ruled by."""
    phase = row.phase(now)
    closes = wording.until(row.closes_at)
    grace = wording.until(row.grace_ends_at)
    if phase is Phase.COMING:
        opens = wording.since(row.opens_at) if row.opens_at else "a date still to be announced"
        return Deadline(
            "Not open yet",
            f"You can answer from {opens} until {closes}.",
            "Until then you can read the document and prepare what you want to say.",
            can_begin=False,
            is_closed=False,
        )
    if phase is Phase.OPEN:
        return Deadline(
            wording.time_left(now, row.closes_at),
            f"You can answer until {closes}.",
            _grace_said_beforehand(row, grace),
            can_begin=True,
            is_closed=False,
        )
    closed = f"This exercise closed {wording.ended(row.closes_at)}."
    advice = {
        Phase.GRACE: (
            f"If you began your answer before then, you can still send it, by its private link, until {grace}. "
            "It counts as on time, and so do emails, letters and calls that reach us by then."
        ),
        Phase.LATE: (
            "If you began your answer before then, you can still send it by its private link until "
            f"{wording.until(row.drafts_expire_at)}. It will be recorded as late."
        ),
        Phase.OVER: "Answers can no longer be sent. You can still read what was proposed and what was asked.",
    }[phase]
    return Deadline("Closed", closed, advice, can_begin=False, is_closed=True)


def _grace_said_beforehand(row: Exercise, grace: str) -> str:
    if not row.grace_hours:
        return "What reaches us later is kept and recorded as late."
    return (
        f"If you have begun by then, you have {wording.span(row.grace_hours)} more to send your answer, until {grace}. "
        "The same holds for every way to respond: emails, letters and calls that reach us by then are on time. "
        "What reaches us later is kept and recorded as late."
    )
