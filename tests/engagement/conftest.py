"""The real exercise, loaded and opened, and the clock that the tests hold."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from common import clock
from engagement.models import Exercise
from tests import factories
from tests.engagement.support import SMALL, at, opened


@pytest.fixture
def norfolk(db: None) -> Exercise:
    """Return the real exercise, open from 24 May to the end of 13 June 2021."""
    return opened(factories.NORFOLK)


@pytest.fixture
def small(db: None) -> Exercise:
    """Return an exercise without options, places or decision path, open over the same days."""
    return opened(SMALL)


@pytest.fixture
def held() -> Iterator[Callable[[str], None]]:
    """Hold the clock: `held("2021-06-01 12:00")` in London; the beginning of June unless told otherwise."""
    moments: list[object] = []

    def hold(moment: str) -> None:
        while moments:
            moments.pop().__exit__(None, None, None)  # type: ignore[attr-defined]
        holding = clock.held(at(moment))
        holding.__enter__()
        moments.append(holding)

    hold("2021-06-01 12:00")
    yield hold
    while moments:
        moments.pop().__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Return a copy of the small pack to break."""
    return Path(shutil.copytree(SMALL, tmp_path / "pack"))


@pytest.fixture
def norfolk_pack(tmp_path: Path) -> Path:
    """Return a copy of the real pack to break."""
    return Path(shutil.copytree(factories.NORFOLK, tmp_path / "norfolk"))


@pytest.fixture
def reader() -> Client:
    return Client()


@pytest.fixture
def a_day() -> dt.timedelta:
    return dt.timedelta(days=1)
