"""Numbers and names as they stand in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template

from engagement import wording
from engagement.wording import listed

register = template.Library()

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@register.filter
def in_words(number: int) -> str:
    """Return 'six' for 6; from ten on, the figures."""
    return WORDS[number] if 0 <= number < len(WORDS) else str(number)


@register.filter
def thousands(number: int) -> str:
    """Return '721,504'."""
    return f"{number:,}"


@register.filter
def names(things: Sequence[Any]) -> str:
    """Join the names of things as in a sentence."""
    return listed([thing.name for thing in things])


@register.filter
def lower_first(text: str) -> str:
    """Return a label as it stands inside a sentence."""
    return text[:1].lower() + text[1:]


@register.filter
def at(things: Sequence[Any], position: int) -> Any:
    """Return the thing at a position, or None."""
    return things[position] if position < len(things) else None


@register.filter
def until(moment: dt.datetime) -> str:
    """Name the end of a span: 'the end of Sunday 13 June 2021'."""
    return wording.until(moment)


@register.filter
def moment(moment: dt.datetime) -> str:
    """Return '3:05pm on Sunday 13 June 2021'."""
    return f"{wording.clock_time(moment)} on {wording.weekday(moment)}"


@register.filter
def day(moment: dt.datetime) -> str:
    """Return '13 June 2021'."""
    return wording.day(moment)
