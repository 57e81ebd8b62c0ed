"""What is kept of editions is forgotten around each test of a folder whose conftest imports this fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import factories

__all__ = ["_fresh_editions"]


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    factories.forget_editions()
    yield
    factories.forget_editions()
