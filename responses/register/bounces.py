"""Emails that came back, as the mailbox tells of them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from engagement.models import Exercise
from responses.register import addresses
from responses.register.inviting import stops
from responses.register.inviting.models import Delivery, MailStop


@transaction.atomic
def note(exercise: Exercise, address: str, at: dt.datetime) -> bool:
    """Note that an address takes no emails, and write to it no more; whether it was one that we had written to.

    For failures that will last ("no such user"), not for delays. Anybody can send us what looks like a bounce, so one
    that names an address no round of this exercise has gone to changes nothing. Told twice, it is noted once; staff
    can let emails go to the address again.
    """
    sent = Delivery.objects.filter(
        mailing__exercise=exercise,
        email_hash__in=addresses.hashes_of(address),
        state=Delivery.State.SENT,
    )
    if not sent.exists():
        return False
    sent.filter(bounced_at__isnull=True).update(bounced_at=at)
    stops.stop(exercise.organisation_id, address, why=MailStop.Why.BOUNCED, at=at)
    return True
