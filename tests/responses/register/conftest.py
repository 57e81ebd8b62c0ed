"""An open exercise with its communications team and a register to put organisations on."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from tests import factories
from tests.responses.register.making import Register


@pytest.fixture
def exercise(db: None) -> Exercise:
    return factories.northshire()


@pytest.fixture
def register(exercise: Exercise) -> Register:
    return Register(exercise)
