from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import factories
from tests.security import world as worlds
from tests.security.world import World


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    factories.forget_editions()
    yield
    factories.forget_editions()


@pytest.fixture
def world(db: None) -> World:
    """Return two organisations with an exercise each, and somebody of every sort."""
    return worlds.make()
