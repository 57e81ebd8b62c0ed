"""Thin tasks about mail: slugs and ids in, one call. Each may run twice, or be lost: the database says what is due."""

from __future__ import annotations

from celery import shared_task

from responses.intake.mail import collections, polling, taking_in


@shared_task
def poll_mailboxes() -> None:
    """Send one task for each mailbox, so that one which hangs holds up no other; sent by beat."""
    for slug in polling.boxes():
        poll_mailbox.apply_async(args=(slug,), expires=60)


@shared_task
def poll_mailbox(slug: str) -> None:
    """Fetch what is new in a mailbox, and read it."""
    if polling.poll(slug):
        taking_in.read_all(taking_in.waiting())


@shared_task
def take_apart(collection_id: int) -> None:
    """Take an uploaded .mbox file apart, and read its messages."""
    collections.work(collection_id)
    taking_in.read_all(taking_in.waiting())


@shared_task
def read_messages() -> None:
    """Take up what got stuck, of what was uploaded or fetched; sent by beat."""
    for collection_id in collections.due():
        take_apart.delay(collection_id)
    taking_in.read_all(taking_in.waiting())
