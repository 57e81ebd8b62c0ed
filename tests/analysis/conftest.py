from __future__ import annotations

import pytest

from accounts.models import Role
from engagement import editions
from tests.accounts.conftest import Cast, cast
from tests.accounts.factories import member
from tests.analysis.factories import small_exercise

__all__ = ["Cast", "cast"]


@pytest.fixture(autouse=True)
def _no_kept_editions():
    """After a rollback the ids of editions come again."""
    editions.compiled.cache_clear()


@pytest.fixture
def exercise(db):
    return small_exercise()


@pytest.fixture
def moderator(exercise):
    return member(exercise.organisation, Role.COMMUNICATIONS)
