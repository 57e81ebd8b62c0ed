"""The nightly work on personal data."""

from __future__ import annotations

from celery import shared_task

from responses.privacy import orphans, retention


@shared_task
def carry_out_retention() -> None:
    """Let go what has had its time, then files that nothing refers to any more."""
    if retention.run():  # whoever holds the night's lease, and nobody beside
        orphans.sweep()
