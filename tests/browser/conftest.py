"""The real exercise, open, on a live server; a browser that looks at every page; staff who are signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import Role, User
from engagement.models import Exercise
from tests import factories
from tests.accounts.factories import member
from tests.browser.look import Look
from tests.browser.looking import WIDE
from tests.support.browser import NewPage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser, the built style sheet, and a database that other threads see."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def norfolk(transactional_db: None) -> Exercise:
    """Load the real exercise and open it for ten days."""
    return factories.norfolk()


@pytest.fixture
def cora(norfolk: Exercise) -> User:
    """Return a member of the communications team who also administers."""
    return member(norfolk.organisation, Role.COMMUNICATIONS, Role.ADMINISTRATOR, name="Cora", email="cora@example.org")


@pytest.fixture
def stella(norfolk: Exercise) -> User:
    """Return a member of the steering group."""
    return member(norfolk.organisation, Role.STEERING, name="Stella", email="stella@example.org")


@pytest.fixture
def look(norfolk: Exercise, new_page: NewPage) -> Callable[[], Look]:
    """Return a way to open a browser that looks at the pages of the real exercise."""
    return lambda: Look(new_page(viewport=WIDE), norfolk.slug)
