"""The people of an exercise, in their browsers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import Role, User
from engagement.models import Exercise
from tests.accounts.factories import OrganisationFactory, member
from tests.responses.moderation import making


@dataclass
class Staff:
    exercise: Exercise
    cora: User
    carl: User
    anil: User
    stella: User
    ada: User
    otto: User

    def client_of(self, name: str) -> Client:
        """Return a browser in which this person is signed in; nobody, for a stranger."""
        client = Client()
        if name != "stranger":
            client.force_login(getattr(self, name))
        return client


@pytest.fixture
def staff(db: None) -> Staff:
    """Two of communications, an analyst, the steering group, an administrator, and communications elsewhere."""
    made = making.exercise(OrganisationFactory(name="NHS Northshire"), slug="northshire-places")
    here = made.organisation
    return Staff(
        exercise=made,
        cora=member(here, Role.COMMUNICATIONS, name="Cora"),
        carl=member(here, Role.COMMUNICATIONS, name="Carl"),
        anil=member(here, Role.ANALYST, name="Anil"),
        stella=member(here, Role.STEERING, name="Stella"),
        ada=member(here, Role.ADMINISTRATOR, name="Ada"),
        otto=member(OrganisationFactory(name="NHS Elsewhere"), Role.COMMUNICATIONS, Role.ANALYST, name="Otto"),
    )
