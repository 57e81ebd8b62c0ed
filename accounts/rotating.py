"""Secrets of the second factor, which allauth keeps encrypted inside a JSON column, under the first of our keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator

from common import rotation
from common.rotation import Progress

FERNET = "gAAAA"  # how every value that Fernet encrypts begins


def authenticators(change: bool) -> Iterator[Progress]:
    """Go through the authenticator apps and recovery codes of staff."""
    progress = Progress(Authenticator._meta.label)
    for row in Authenticator.objects.order_by("pk").iterator(chunk_size=rotation.BATCH):
        progress.seen += 1
        if (new := _renewed(row.data)) != row.data:
            progress.old += 1
            if change:  # a code that was used meanwhile has changed the row, and is left for the next round
                progress.done += Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=new)
    yield progress


def _renewed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renewed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_renewed(one) for one in value]
    if isinstance(value, str) and value.startswith(FERNET) and not rotation.is_current(value):
        return rotation.renewed(value)
    return value
