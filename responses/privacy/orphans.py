"""Files that no row refers to: what is left where a process died between a file and its row, or a row and its file."""

from __future__ import annotations

import datetime as dt
import logging
from itertools import islice

from django.apps import apps
from django.core.files.storage import storages
from django.db import models

from common import clock
from common.sealed_storage import SealedStorage
from responses.privacy.holds import under_hold

AT_ONCE = 500
SETTLED = dt.timedelta(days=1)  # a file is written before its row is

log = logging.getLogger(__name__)


def sweep() -> int:
    """Delete them; return how many there were. Nothing goes that is younger than a day, or under any legal hold."""
    storage = storages["default"]
    if not isinstance(storage, SealedStorage) or under_hold().exists():
        return 0
    names, gone = storage.kept(), storage.clear_unfinished(clock.now() - SETTLED)
    while some := list(islice(names, AT_ONCE)):
        settled = {name for name in some if _is_settled(storage, name)}
        for name in settled - _referred_to(settled):
            storage.delete(name)
            log.warning("%s was deleted: nothing refers to it", name)
            gone += 1
    if gone:
        log.warning("%d files that nothing refers to were deleted", gone)
    return gone


def _is_settled(storage: SealedStorage, name: str) -> bool:
    try:
        return storage.get_modified_time(name) < clock.now() - SETTLED
    except FileNotFoundError:
        return False


def _referred_to(names: set[str]) -> set[str]:
    found: set[str] = set()
    for model in apps.get_models():
        for one in model._meta.local_concrete_fields:
            if isinstance(one, models.FileField):
                rows = model._base_manager.filter(**{f"{one.attname}__in": names})
                found |= set(rows.values_list(one.attname, flat=True))
    return found
