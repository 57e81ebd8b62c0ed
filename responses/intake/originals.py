"""Keeping what came in exactly as it came."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files import File

from common import clock
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.intake import sniffing
from responses.intake.models import Original

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User

LARGEST = 25 * 1024 * 1024


def keep(upload: File, *, exercise: Exercise, by: User | None, draft: Draft | None = None) -> Original:
    """Store a file unchanged, under a name of our own, with its hash."""
    original = Original(
        exercise=exercise,
        draft=draft,
        name=tidy_name(upload.name or ""),
        content_type=sniffing.content_type(upload.read(sniffing.HEAD)),
        size=upload.size or 0,
        sha256=_hash(upload),
        added_at=clock.now(),
        added_by=by,
    )
    upload.seek(0)
    original.file.save(uuid.uuid4().hex, upload, save=False)
    try:
        original.save()
    except BaseException:
        original.file.delete(save=False)
        raise
    return original


@contextmanager
def removed_on_failure(kept: list[Original]) -> Iterator[None]:
    """Take stored files away again when the transaction around their rows fails."""
    try:
        yield
    except BaseException:
        for original in kept:
            original.file.storage.delete(str(original.file.name))
        raise


def tidy_name(name: str) -> str:
    """Return a file's name without characters that could make it look like another."""
    printable = "".join(character for character in name if character.isprintable())
    return printable.replace("/", "_").replace("\\", "_").strip()[-200:] or "file"


def _hash(upload: File) -> str:
    upload.seek(0)
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    return total.hexdigest()


def same_as(originals: Iterable[Original], exercise: Exercise) -> list[Original]:
    """Return earlier files of the exercise that are the same, byte for byte, as one of these."""
    hashes = {original.sha256 for original in originals}
    own = [original.pk for original in originals]
    return list(
        Original.objects.filter(exercise=exercise, sha256__in=hashes)
        .exclude(pk__in=own)
        .select_related("response", "draft__keyed_by")
        .order_by("id")[:5]
    )
