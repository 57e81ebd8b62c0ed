"""The one source of time. What happens to a response is ruled by when it was received, so tests can hold the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

_held: datetime | None = None


def now() -> datetime:
    """Return the time, aware and in UTC."""
    return _held or timezone.now()


def today() -> date:
    """Return the date where the exercise is held (Europe/London)."""
    return timezone.localdate(now())


def received(request: HttpRequest) -> datetime:
    """Return when this request began: the one time that a submission is judged by, however long the work takes."""
    return getattr(request, "received_at", None) or now()


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Hold the clock at a moment, in this process; for tests."""
    global _held
    before, _held = _held, at
    try:
        yield
    finally:
        _held = before
