"""A small exercise that is open, and a visitor to it."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from tests import factories
from tests.responses.visiting import Visitor


@pytest.fixture
def exercise(db: None) -> Exercise:
    return factories.northshire()


@pytest.fixture
def visitor(exercise: Exercise) -> Visitor:
    return Visitor(exercise)
