"""Dates and times on staff pages, short, in London time, with am and pm as the NHS writes them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone

from engagement.wording import clock_time

register = template.Library()


@register.filter
def stamp(moment: dt.datetime) -> str:
    """Return '2 Nov 2026, 1:45am'."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%b %Y}, {clock_time(moment)}"


@register.filter
def of(things: dict[int, str], key: int) -> str:
    """Return the entry of a dictionary, or nothing."""
    return things.get(key, "")
