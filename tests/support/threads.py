"""Two people at the same moment: calls in threads of their own, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection


def at_once(*calls: Callable[[], object]) -> list[Any]:
    """Run the calls in threads that start together, and return what each returned or raised."""
    results: list[Any] = [None] * len(calls)
    together = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            together.wait(20)
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def meet_after(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, *, parties: int = 2) -> None:
    """Let each thread wait after its first call of `owner.name`, so that all have looked before any acts."""
    original = getattr(owner, name)
    barrier = threading.Barrier(parties)
    seen = threading.local()

    def called(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if not getattr(seen, "before", False):
            seen.before = True
            barrier.wait(20)
        return result

    monkeypatch.setattr(owner, name, called)
