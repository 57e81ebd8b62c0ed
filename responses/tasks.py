"""Nightly work on drafts."""

from __future__ import annotations

from celery import shared_task

from responses.drafts import expiry


@shared_task
def purge_expired_drafts() -> int:
    """Delete what was typed and never sent, once its time is over."""
    return expiry.purge()
