"""Dates and times of responses, as pages tell them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from engagement.wording import clock_time, weekday
from responses.submission.models import Response


def stamp(moment: dt.datetime) -> str:
    """Return '2 Nov 2026, 1:45am', in London time."""
    return f"{_short_day(moment)}, {clock_time(moment)}"


def received(response: Response) -> str:
    """Return when a response reached us, as short as that: '2 Nov 2026, 1:45am', or the day where no time is known."""
    return stamp(response.received_at) if response.received_time_known else _short_day(response.received_at)


def received_in_full(response: Response) -> str:
    """Return 'at 1:45am on Monday 2 November 2026', or 'on Monday 2 November 2026' where no time is known."""
    time = f"at {clock_time(response.received_at)} " if response.received_time_known else ""
    return f"{time}on {weekday(response.received_at)}"


def _short_day(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}"
