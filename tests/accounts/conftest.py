"""A named cast: one person a role in Northshire, somebody of another organisation, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import Organisation, Role, User
from tests.accounts.factories import OrganisationFactory, member


@dataclass
class Cast:
    northshire: Organisation
    elsewhere: Organisation
    administrator: User
    communications: User
    analyst: User
    steering: User
    outsider: User
    stranger: AnonymousUser

    def client_of(self, who: str) -> Client:
        """Return a browser in which this person of the cast is signed in."""
        client = Client()
        person = getattr(self, who)
        if person.is_authenticated:
            client.force_login(person)
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    northshire = OrganisationFactory(slug="northshire", name="NHS Northshire")
    elsewhere = OrganisationFactory(slug="elsewhere", name="NHS Elsewhere")
    return Cast(
        northshire=northshire,
        elsewhere=elsewhere,
        administrator=member(northshire, Role.ADMINISTRATOR, email="ada@example.org", name="Ada Administrator"),
        communications=member(northshire, Role.COMMUNICATIONS, email="cora@example.org", name="Cora Communications"),
        analyst=member(northshire, Role.ANALYST, email="anil@example.org", name="Anil Analyst"),
        steering=member(northshire, Role.STEERING, email="stella@example.org", name="Stella Steering"),
        outsider=member(elsewhere, Role.ADMINISTRATOR, email="otto@example.org", name="Otto Outsider"),
        stranger=AnonymousUser(),
    )
