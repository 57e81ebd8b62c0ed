"""Stakeholders, invitations and rounds for tests, made by the calls that pages make."""

from __future__ import annotations

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from common import clock, outbox
from engagement.models import Exercise
from responses.register import stakeholders, vocabulary
from responses.register.inviting import listing, rounds
from responses.register.inviting.models import Invitation, Mailing
from responses.register.inviting.rounds import PAUSE
from responses.register.models import Stakeholder
from responses.register.stakeholders import ContactSaid, Said
from tests.accounts.factories import member


class Register:
    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.staff: User = member(exercise.organisation, Role.COMMUNICATIONS, name="Cora")
        self.words = vocabulary.of_exercise(exercise)

    def add(self, name: str = "Northshire Council", *emails: str, **said: Any) -> Stakeholder:
        contacts = tuple(ContactSaid(email=email) for email in emails)
        return stakeholders.add(self.exercise.organisation, Said(name=name, contacts=contacts, **said), by=self.staff)

    def invited(self, name: str = "Northshire Council", *emails: str, **said: Any) -> Invitation:
        stakeholder = self.add(name, *(emails or ("clerk@example.org",)), **said)
        listing.invite(self.exercise, [stakeholder.pk], by=self.staff)
        return Invitation.objects.get(stakeholder=stakeholder)

    def plan(self, sort: str = "reminder", **said: Any) -> Mailing:
        said = {"subject": "Your views", "text": "Please tell us.", "planned_for": clock.now(), **said}
        number = said.pop("number", rounds.next_number(self.exercise, sort))
        return rounds.plan(self.exercise, sort=sort, number=number, by=self.staff, **said)

    def send(self, sort: str = "reminder", **said: Any) -> Mailing:
        """Plan a round and let beat work until nothing of it is left."""
        mailing = self.plan(sort, **said)
        rounds.start_due()
        work_off()
        return Mailing.objects.get(pk=mailing.pk)

    def client(self, role: Role = Role.COMMUNICATIONS) -> Client:
        client = Client()
        client.force_login(self.staff if role == Role.COMMUNICATIONS else member(self.exercise.organisation, role))
        return client

    def address(self, name: str, *arguments: Any) -> str:
        return reverse(f"responses_staff:{name}", args=[self.exercise.slug, *arguments])


def work_off() -> None:
    """Drain the outbox again and again, each time as late as the batches of a round ask for."""
    now = clock.now()
    while outbox.OutboxMessage.objects.filter(done_at=None, failed_at=None).exists():
        now += PAUSE
        with clock.held(now):
            if not outbox.drain():
                break


def link_in(number: int = -1, *, what: str = "invited") -> str:
    """Return the path of the link in one of the emails sent so far."""
    found = re.search(rf"/exercises/\S+/answer/{what}/\S+/", str(mail.outbox[number].body))
    assert found is not None
    return found[0]


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)
