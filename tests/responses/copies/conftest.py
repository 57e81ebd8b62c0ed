"""A small exercise, a member of its communications team, and a browser in which they are signed in."""

import pytest

from accounts.models import Role
from tests.accounts.factories import member
from tests.responses.copies.making import exercise


@pytest.fixture
def where(db):
    return exercise()


@pytest.fixture
def person(where):
    return member(where.organisation, Role.COMMUNICATIONS)


@pytest.fixture
def browser(client, person):
    client.force_login(person)
    return client
