"""How far a step is that is one transaction: the database shows nothing of it before its end, so it is told beside it.

It is told in the cache that all processes share, under the claim of whoever works. Once a worker is killed the word
ends; whoever looks is told so, and never that something was written. Where the cache cannot be reached nothing is told.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.core.cache import caches

from common import clock
from responses.intake.imports.models import ImportBatch, State

EVERY = 1.0  # seconds between two words
SILENT = dt.timedelta(seconds=30)  # a worker that goes on is heard of sooner, even on a busy machine
KEPT = 60 * 60
IN_ONE_GO = (State.IMPORTING, State.UNDOING)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heard:
    """What was heard last of a step: how many per cent of its writing are done, and whether that was long ago."""

    per_cent: int
    at: dt.datetime

    @property
    def is_silent(self) -> bool:
        return clock.now() - self.at > SILENT


class Teller:
    """Tells how many of so many rows are written, at most once a second."""

    def __init__(self, batch: ImportBatch, rows: int) -> None:
        self.key, self.rows, self.so_far, self.last = _key(batch), max(rows, 1), 0, 0.0
        self(0)

    def __call__(self, more: int) -> None:
        self.so_far += more
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        try:
            caches["shared"].set(self.key, (100 * self.so_far // self.rows, clock.now()), KEPT)
        except Exception as error:
            log.warning("The cache cannot be reached, so it is not told how far an import is: %s", error)


def heard(batch: ImportBatch) -> Heard | None:
    """Return what the one who works on it said last of its writing; None before it begins, and where it is done."""
    if batch.state not in IN_ONE_GO:
        return None
    try:
        said = caches["shared"].get(_key(batch))
    except Exception as error:
        log.warning("The cache cannot be reached, so it is not known how far an import is: %s", error)
        return None
    return Heard(*said) if said else None


def _key(batch: ImportBatch) -> str:
    """Return a name that no other step or attempt has: what a killed worker said is not said of the next one."""
    return f"import:{batch.pk}:{batch.state}:{batch.attempts}:{batch.asked_at.timestamp()}"
