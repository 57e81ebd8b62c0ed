from __future__ import annotations

import pytest

from accounts.models import Role, User
from engagement.models import Exercise
from responses.publication import publishing
from tests import factories
from tests.accounts.factories import member


@pytest.fixture
def exercise(db: None) -> Exercise:
    return factories.northshire()


@pytest.fixture
def cora(exercise: Exercise) -> User:
    return member(exercise.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def rolling(exercise: Exercise, cora: User) -> Exercise:
    """The exercise, with responses published as they are accepted."""
    publishing.choose(exercise, when="rolling", seen="never", by=cora, reason="To be open.")
    return exercise
