"""The jobs that keep watch over the ledger. Each runs twice harmlessly."""

from __future__ import annotations

import logging

from celery import shared_task

from engagement.models import Exercise
from responses.ledger import sealing, verifying

log = logging.getLogger(__name__)


@shared_task
def seal() -> int:
    """Seal what has settled since the last time; sent by beat every few minutes."""
    return sealing.seal_all()


@shared_task
def verify() -> int:
    """Hold the ledger of every exercise against itself; sent by beat every night. /health/ tells what it found."""
    found = 0
    for exercise in Exercise.objects.order_by("pk"):
        looked = verifying.Looked()
        for finding in verifying.check(exercise, looked):
            found += 1
            log.error("The ledger of %s: %s", exercise.slug, finding)
        # Kept in the log as well, where whoever could forge the chain of seals may not reach.
        log.info("The ledger of %s is checked; last seal %s", exercise.slug, looked.head or "none yet")
    return found
