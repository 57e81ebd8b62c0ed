"""Dates and times on staff pages and in what they tell."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from engagement.wording import clock_time


def stamp(moment: dt.datetime) -> str:
    """Return '2 Nov 2026, 1:45am', in London time."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}, {clock_time(moment)}"
