"""Moments as survey tools and spreadsheets write them: ISO, day or month first, months by name, Excel's numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAY_FIRST, MONTH_FIRST = "day", "month"
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september"]
_MONTHS += ["october", "november", "december"]
_TIME = (
    r"(?:[T ,]+(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?)"
    r"\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME, re.IGNORECASE)
_PLAIN = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_NAMED = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?"
    r"(?P<month>[a-z]{3,9})\.?,?[\s-]+(?P<y>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<month>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _TIME,
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap])?", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
LONGEST = 60  # no moment is written longer, and answers in words are asked here as well
SERIALS = (20_000, 80_000)  # 1954 to 2119: no year and no postcode
EXCEL_BEGAN = dt.datetime(1899, 12, 30, tzinfo=None)  # noqa: DTZ001 - Excel's days have no zone


def moment(text: str, order: str = DAY_FIRST) -> tuple[dt.datetime, bool] | None:
    """Return the moment in UTC and whether the time of day is known; None where it is no date.

    A time without a zone is London's. Midnight sharp is how spreadsheets write a day without a time.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if _SERIAL.fullmatch(text) and SERIALS[0] <= float(text) < SERIALS[1]:
        exact = EXCEL_BEGAN + dt.timedelta(days=float(text))
        return _in_utc(exact.replace(microsecond=0) + dt.timedelta(seconds=round(exact.microsecond / 1e6)), None)
    for pattern in (_ISO, _PLAIN, _NAMED, _AMERICAN):
        if found := pattern.fullmatch(text):
            return _of(found.groupdict(), order)
    return None


def _of(said: dict[str, str | None], order: str) -> tuple[dt.datetime, bool] | None:
    try:
        year, month, day = _day(said, order)
        clock = _clock(said.get("time") or "")
        return _in_utc(dt.datetime(year, month, day, *clock), said.get("zone"))  # noqa: DTZ001 - its zone follows
    except (ValueError, OverflowError):
        return None


def _day(said: dict[str, str | None], order: str) -> tuple[int, int, int]:
    year = int(said["y"] or "")
    year += 2000 if year < 100 else 0
    if said.get("month"):
        return year, _month(said["month"] or ""), int(said["d"] or "")
    if said.get("a"):
        first, second = int(said["a"] or ""), int(said["b"] or "")
        return (year, second, first) if order == DAY_FIRST else (year, first, second)
    return year, int(said["m"] or ""), int(said["d"] or "")


def _month(name: str) -> int:
    """Return the number of a month by its name or the first letters of it. Raises ValueError."""
    short = "sep" if name.casefold() == "sept" else name.casefold()
    for number, full in enumerate(_MONTHS, start=1):
        if full.startswith(short):
            return number
    raise ValueError(name)


def _clock(text: str) -> tuple[int, int, int]:
    if not text:
        return 0, 0, 0
    found = _CLOCK.match(text)
    if not found:
        raise ValueError
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, minute, second


def _in_utc(local: dt.datetime, zone: str | None) -> tuple[dt.datetime, bool]:
    known = local.time() != dt.time.min
    return local.replace(tzinfo=_zone(zone)).astimezone(dt.UTC), known or bool(zone)


def _zone(said: str | None) -> dt.tzinfo:
    if not said:
        return LONDON
    if said.upper() in {"Z", "UTC", "GMT"}:
        return dt.UTC
    if said.upper() == "BST":
        return dt.timezone(dt.timedelta(hours=1))
    sign = -1 if said[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=int(said[1:3]), minutes=int(said[-2:])))


def order_of(values: Iterable[str]) -> str:
    """Return which comes first in these dates, as far as one settles it; here days do."""
    for value in values:
        found = _PLAIN.fullmatch(value.strip()[:LONGEST])
        if found and int(found["a"]) <= 12 < int(found["b"]) <= 31:
            return MONTH_FIRST
    return DAY_FIRST
