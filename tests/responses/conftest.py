"""A small exercise that is open, and a visitor to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engagement.models import Exercise
from tests import factories
from tests.responses.visiting import Visitor


@pytest.fixture(autouse=True)
def _fresh_editions() -> Iterator[None]:
    factories.forget_editions()
    yield
    factories.forget_editions()


@pytest.fixture
def exercise(db: None) -> Exercise:
    return factories.northshire()


@pytest.fixture
def visitor(exercise: Exercise) -> Visitor:
    return Visitor(exercise)
