"""Work of the register outside requests."""

from __future__ import annotations

from celery import shared_task

from responses.register.importing import taking
from responses.register.inviting import rounds


@shared_task
def start_due_rounds() -> int:
    """Start the rounds of emails whose time has come."""
    return rounds.start_due()


@shared_task
def forget_old_imports() -> int:
    """Forget what spreadsheets say that were looked at and not taken in."""
    return taking.forget_old()
