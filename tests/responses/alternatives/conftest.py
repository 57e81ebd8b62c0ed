"""An exercise whose questions ask for a footprint, and a browser with a draft of it."""

from __future__ import annotations

import pytest

from engagement.models import Exercise
from tests import factories
from tests.responses.visiting import Visitor

NORTHEAST = factories.NORTHSHIRE.parent / "northeast"


@pytest.fixture
def northeast(db: None) -> Exercise:
    return factories.loaded(NORTHEAST, open_for=10, opened_days_ago=10)


@pytest.fixture
def visitor(northeast: Exercise) -> Visitor:
    return Visitor(northeast).open(factories.draft(northeast))
