"""The one exception to rows that are only ever added: what a person asks to have erased, or what has had its time.

Guards of append-only tables ask `erasing_now()`; only the code that erases enters `erasing()`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

_erasing: ContextVar[bool] = ContextVar("erasing", default=False)


@contextmanager
def erasing() -> Iterator[None]:
    """Let words and names be blanked for as long as this lasts; only within a transaction, with its record."""
    if not connection.in_atomic_block:
        raise RuntimeError("What is erased is erased in one transaction with the record of it.")
    token = _erasing.set(True)
    try:
        yield
    finally:
        _erasing.reset(token)


def erasing_now() -> bool:
    """Whether the code that runs now is the code that erases."""
    return _erasing.get()
