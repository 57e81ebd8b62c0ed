"""Dates and time left in plain words, as people in London read them."""

from __future__ import annotations

import datetime as dt

from engagement.phases import LONDON, days_left, last_day


def day(moment: dt.datetime | dt.date) -> str:
    """Return '13 June 2021'."""
    date = moment.astimezone(LONDON).date() if isinstance(moment, dt.datetime) else moment
    return f"{date.day} {date:%B %Y}"


def weekday(moment: dt.datetime | dt.date) -> str:
    """Return 'Sunday 13 June 2021'."""
    date = moment.astimezone(LONDON).date() if isinstance(moment, dt.datetime) else moment
    return f"{date:%A} {day(date)}"


def clock_time(moment: dt.datetime) -> str:
    """Return '9am' or '3:05pm'; noon and midnight by name."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        return "midnight"
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def _is_midnight(moment: dt.datetime) -> bool:
    return moment.astimezone(LONDON).time() == dt.time.min


def until(moment: dt.datetime) -> str:
    """Name the end of a span: 'the end of Sunday 13 June 2021', or a time of day where it does not end at midnight."""
    if _is_midnight(moment):
        return f"the end of {weekday(last_day(moment))}"
    return f"{clock_time(moment)} on {weekday(moment)}"


def since(moment: dt.datetime) -> str:
    """Name the beginning of a span: 'Monday 24 May 2021', or with a time of day."""
    return weekday(moment) if _is_midnight(moment) else f"{weekday(moment)} at {clock_time(moment)}"


def ended(moment: dt.datetime) -> str:
    """Say when something ended: 'at the end of Sunday 13 June 2021', 'at 3pm on Sunday 13 June 2021'."""
    return f"at {until(moment)}"


def time_left(now: dt.datetime, closes_at: dt.datetime) -> str:
    """Return 'Last day today', '1 day left' or '12 days left'."""
    days = days_left(now, closes_at)
    if not days:
        return "Today is the last day"
    return f"{days} day left" if days == 1 else f"{days} days left"


def span(hours: int) -> str:
    """Return '24 hours', '3 days'."""
    if hours >= 48 and hours % 24 == 0:
        return f"{hours // 24} days"
    return f"{hours} hour" if hours == 1 else f"{hours} hours"


def listed(names: list[str]) -> str:
    """Join names as in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
