from __future__ import annotations

import pytest

from tests.security import world as worlds
from tests.security.world import World


@pytest.fixture
def world(db: None) -> World:
    """Return two organisations with an exercise each, and somebody of every sort."""
    return worlds.make()
