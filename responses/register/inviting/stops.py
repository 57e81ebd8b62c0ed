"""Addresses that rounds of emails do not go to, and why; rows are ended, never deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from common import clock
from responses.register import addresses
from responses.register.inviting.models import MailStop
from responses.register.models import Stakeholder, StakeholderContact

if TYPE_CHECKING:
    from accounts.models import User

Why = MailStop.Why


def stop(
    organisation_id: int,
    address: str,
    *,
    why: MailStop.Why = Why.ASKED,
    by: User | None = None,
    at: dt.datetime | None = None,
) -> bool:
    """Write to an address no more; whether it was written to until now. Asking twice does no harm."""
    if not addresses.tidy(address) or why in {
        one.why for one in in_force(organisation_id, addresses.hashes_of(address))
    }:
        return False
    try:
        with transaction.atomic():
            MailStop.objects.create(
                organisation_id=organisation_id,
                email_hash=addresses.hash_of(address),
                address=address,
                why=why,
                since=at or clock.now(),
                by=by,
            )
    except IntegrityError:  # somebody else was as quick
        return False
    return True


def stop_unnamed(organisation_id: int, hashed: str) -> None:
    """Stop an address that is not on the register any more, of which only the hash of an email to it is left.

    Where that has gone too, nothing is left that could be written to.
    """
    if not hashed:
        return
    known = {"organisation_id": organisation_id, "email_hash": hashed, "why": Why.ASKED, "ended_at": None}
    MailStop.objects.get_or_create(**known, defaults={"address": "", "since": clock.now()})


def lift(organisation_id: int, address: str, *, by: User) -> int:
    """Write to an address again; return how many reasons against it were ended."""
    stops = MailStop.objects.filter(organisation=organisation_id, email_hash__in=addresses.hashes_of(address))
    return stops.filter(ended_at__isnull=True).update(ended_at=clock.now(), ended_by=by)


def in_force(organisation_id: int, hashes: Collection[str]) -> list[MailStop]:
    """Return what stands against writing to any of these addresses."""
    stops = MailStop.objects.filter(organisation=organisation_id, email_hash__in=hashes, ended_at__isnull=True)
    return list(stops.select_related("by").order_by("why"))


def by_address(organisation_id: int, emails: Iterable[str]) -> dict[str, list[MailStop]]:
    """Return what stands against each address, by the address as it was given: one query."""
    hashes = {email: addresses.hashes_of(email) for email in emails if email}
    found = in_force(organisation_id, [each for one in hashes.values() for each in one])
    return {email: [stop for stop in found if stop.email_hash in own] for email, own in hashes.items()}


@dataclass(frozen=True)
class ContactShown:
    """A contact and what stands against writing to it."""

    contact: StakeholderContact
    stops: list[MailStop]


def contacts_of(stakeholder: Stakeholder) -> list[ContactShown]:
    """Return the contacts of a stakeholder as its page shows them."""
    contacts = list(stakeholder.contacts.all())
    stops = by_address(stakeholder.organisation_id, [contact.email for contact in contacts])
    return [ContactShown(contact, stops.get(contact.email, [])) for contact in contacts]
