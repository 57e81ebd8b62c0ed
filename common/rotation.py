"""Putting everything that is encrypted under the first of ENCRYPTION_KEYS, while the site runs.

Nothing notes how far it came: what is under the first key already is passed over, so it can be stopped and run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models import Q

from common import sealing
from common.fields import EncryptedTextField, Sealed, decrypt, encrypt
from common.sealed_storage import SealedStorage

BATCH = 200


@dataclass
class Progress:
    """How far one table or the files are: looked at, still under an older key or none, put under the first."""

    what: str
    seen: int = 0
    old: int = 0
    done: int = 0


Part = Callable[[bool], Iterator[Progress]]
others: list[Part] = []  # what else is encrypted, and how to go through it; rooms above add theirs


def parts() -> list[Part]:
    """Return what there is to go through; each is called with whether to change anything."""
    tables = [partial(_rows, model, names) for model, names in encrypted_fields().items()]
    return [*tables, *others, _files]


def encrypted_fields() -> dict[type[models.Model], list[str]]:
    """Return the encrypted fields of every table of the site."""
    found = {
        model: [field.attname for field in model._meta.local_concrete_fields if isinstance(field, EncryptedTextField)]
        for model in apps.get_models(include_auto_created=True)
    }
    return {model: names for model, names in found.items() if names}


def is_current(token: str) -> bool:
    """Whether a value is encrypted with the first key."""
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def renewed(token: str) -> str:
    """Return a value encrypted with the first key."""
    return encrypt(decrypt(token))


def _rows(model: type[models.Model], names: list[str], change: bool) -> Iterator[Progress]:
    """Go through a table in the order of its keys, a batch in memory and in a transaction at a time."""
    progress = Progress(model._meta.label)
    rows = model._base_manager.order_by("pk").values_list("pk", *names)
    last: Any = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last))[:BATCH]):
        with transaction.atomic():
            for pk, *values in batch:
                stale = {
                    name: value for name, value in zip(names, values, strict=True) if value and not is_current(value)
                }
                progress.old += len(stale)
                if change and stale:
                    progress.done += _renew(model, pk, stale)
        progress.seen += len(batch)
        last = batch[-1][0]
        yield progress


def _renew(model: type[models.Model], pk: Any, stale: dict[str, str]) -> int:
    """Put a row's values under the first key, unless somebody has written the row meanwhile; return how many."""
    new = {name: Sealed(renewed(value)) for name, value in stale.items()}
    row = model._base_manager.filter(as_read(stale), pk=pk)
    return len(stale) if row.update(**new) else 0


def as_read(stale: dict[str, str]) -> Q:
    """Limit to a row that still holds what was read of it; what was written since is under a key of its writer's."""
    return Q(**{f"{name}__still_sealed_as": value for name, value in stale.items()})


def _files(change: bool) -> Iterator[Progress]:
    progress = Progress("files")
    storage = storages["default"]
    if not isinstance(storage, SealedStorage):
        return
    first = sealing.key_id(settings.ENCRYPTION_KEYS[0])
    for name in storage.kept():
        try:
            stale = storage.key_of(name) != first
            progress.old += stale
            progress.done += bool(stale and change and storage.seal_anew(name))
        except FileNotFoundError:  # deleted since it was listed
            continue
        progress.seen += 1
        if progress.seen % BATCH == 0:
            yield progress
    yield progress
