"""Hashes of addresses made anew with the key that is in use now, so that an earlier key can be taken out."""

from __future__ import annotations

from django.db import transaction

from responses.register import addresses
from responses.register.inviting.models import Delivery, MailStop
from responses.register.models import StakeholderContact

PIECE = 500


def rehash() -> int:
    """Bring the hashes of all addresses that can be read up to date; return how many were not."""
    stale: dict[str, str] = {}
    contacts = StakeholderContact.objects.exclude(email_hash="")
    for row in contacts.iterator(chunk_size=PIECE):
        stale[row.email_hash] = addresses.hash_of(row.email)
    for stop in MailStop.objects.iterator(chunk_size=PIECE):
        if stop.address:
            stale[stop.email_hash] = addresses.hash_of(stop.address)
    changed = {before: after for before, after in stale.items() if after and before != after}
    for before, after in changed.items():
        with transaction.atomic():
            for rows in (StakeholderContact.objects, MailStop.objects, Delivery.objects):
                rows.filter(email_hash=before).update(email_hash=after)
    return len(changed)
