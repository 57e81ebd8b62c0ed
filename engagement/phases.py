"""The deadline as a rule: which phase an exercise is in at a moment."""

from __future__ import annotations

import datetime as dt
import enum
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DRAFT_LIFE_AFTER_CLOSE = dt.timedelta(days=30)


class Phase(enum.StrEnum):
    COMING = "coming"  # nothing can be answered yet
    OPEN = "open"  # answers may be begun and sent
    GRACE = "grace"  # what was begun may still be sent, and counts as on time
    LATE = "late"  # what was begun may still be sent, and is marked as late
    OVER = "over"  # drafts are gone

    @property
    def takes_new_drafts(self) -> bool:
        return self is Phase.OPEN

    @property
    def takes_submissions(self) -> bool:
        return self in {Phase.OPEN, Phase.GRACE, Phase.LATE}

    @property
    def is_closed(self) -> bool:
        return self in {Phase.GRACE, Phase.LATE, Phase.OVER}


def phase_at(now: dt.datetime, *, opens_at: dt.datetime | None, closes_at: dt.datetime, grace: dt.timedelta) -> Phase:
    """Return the phase at `now`; each boundary belongs to the later phase."""
    if opens_at is None or now < opens_at:
        return Phase.COMING
    if now < closes_at:
        return Phase.OPEN
    if now < closes_at + grace:
        return Phase.GRACE
    if now < closes_at + DRAFT_LIFE_AFTER_CLOSE:
        return Phase.LATE
    return Phase.OVER


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the first moment after a London day, which is when a deadline on that day has passed."""
    return start_of_day(day + dt.timedelta(days=1))


def start_of_day(day: dt.date) -> dt.datetime:
    """Return the first moment of a London day, in UTC: hours added to it are hours that pass, clock change or not."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=LONDON).astimezone(dt.UTC)


def london_day(moment: dt.datetime) -> dt.date:
    """Return the date in London at a moment."""
    return moment.astimezone(LONDON).date()


def last_day(closes_at: dt.datetime) -> dt.date:
    """Return the last whole or part London day on which an answer is on time."""
    return london_day(closes_at - dt.timedelta(microseconds=1))


def days_left(now: dt.datetime, closes_at: dt.datetime) -> int:
    """Return how many more midnights pass before the close: 0 on the last day."""
    return max(0, (last_day(closes_at) - london_day(now)).days)
