"""Work of the register outside requests."""

from __future__ import annotations

from celery import shared_task

from responses.register.importing import taking
from responses.register.inviting import entry, rehashing, rounds


@shared_task
def start_due_rounds() -> int:
    """Start the rounds of emails whose time has come."""
    return rounds.start_due()


@shared_task
def tidy_register() -> int:
    """Forget what is of no use any more, and bring hashes of addresses up to date."""
    return taking.forget_old() + entry.untie_individuals() + rehashing.rehash()
