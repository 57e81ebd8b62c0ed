"""Thin Celery tasks: ids in, one call. Each may run twice, or be lost: the database says what is to be done."""

from __future__ import annotations

from celery import shared_task

from engagement.models import Exercise
from responses.copies import carrying, claims, job


@shared_task
def look_for_new_copies() -> None:
    """Have every exercise looked through where something came in since; sent by beat."""
    for exercise_id in claims.waiting():
        look_for_copies.delay(exercise_id)


@shared_task
def look_for_all_copies() -> None:
    """Have every exercise with responses looked through from the beginning; sent by beat at night."""
    for exercise_id in Exercise.objects.filter(responses__isnull=False).distinct().values_list("pk", flat=True):
        look_for_copies.delay(exercise_id, anew=True)


@shared_task
def look_for_copies(exercise_id: int, anew: bool = False) -> None:
    """Look one exercise through."""
    job.run(exercise_id, anew=anew)


@shared_task
def redact_copies(carried_id: int) -> None:
    """Hide in the other copies of a text what was redacted in one."""
    carrying.run(carried_id)


@shared_task
def sweep_redactions() -> None:
    """Take up what got stuck; sent by beat."""
    for carried_id in carrying.stuck():
        redact_copies.delay(carried_id)
