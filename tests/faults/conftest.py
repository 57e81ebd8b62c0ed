"""Faults of the machine. What takes long stays out of the ordinary run: FAULTS=1 adds it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import factories

collect_ignore = [] if os.environ.get("FAULTS") else ["test_worker_killed.py"]


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    factories.forget_editions()
    yield
    factories.forget_editions()
