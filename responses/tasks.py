"""Where Celery looks for the tasks of every room."""

from __future__ import annotations

from celery import shared_task

from responses.copies import tasks as copies  # noqa: F401 — Celery looks for tasks here
from responses.intake.imports import tasks as imports  # noqa: F401 — Celery looks for tasks here
from responses.intake.mail import tasks as mail  # noqa: F401 — Celery looks for tasks here
from responses.ledger import tasks as ledger  # noqa: F401 — Celery looks for tasks here
from responses.privacy import tasks as privacy  # noqa: F401 — Celery looks for tasks here
from responses.publication import numbers
from responses.register import tasks as register  # noqa: F401 — Celery looks for tasks here


@shared_task
def give_public_numbers() -> int:
    """Give a number to each response that everybody may read from now on."""
    return numbers.give_all()
