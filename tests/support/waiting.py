"""Waiting for what another thread or process does, where no page shows it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


def until(true: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait until something is so; fail if it does not come to that."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"Not within {seconds:g} seconds.")
        time.sleep(0.05)
