"""Thin Celery tasks: an id in, one call. Each may run twice, or be lost: the database says what is to be done."""

from __future__ import annotations

from celery import shared_task

from responses.intake.imports import batches, jobs


@shared_task
def work_on_import(batch_id: int) -> None:
    """Do what an import waits for."""
    jobs.work(batch_id)


@shared_task
def sweep_imports() -> None:
    """Take up what got stuck; sent by beat."""
    for batch_id in batches.stuck():
        work_on_import.delay(batch_id)
