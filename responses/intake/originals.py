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
from responses.intake import sniffing
from responses.intake.models import Original

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User

LARGEST = 25 * 1024 * 1024


@contextmanager
def stored(uploads: Iterable[File], *, exercise: Exercise, by: User | None) -> Iterator[list[Original]]:
    """Store files unchanged, and yield their rows to be saved; where that fails, the files are taken away again.

    The transaction belongs within: files take long to be written, and SQLite lets nobody else write meanwhile.
    """
    made: list[Original] = []
    try:
        for upload in uploads:
            made.append(_stored(upload, exercise, by))
        yield made
    except BaseException:
        for original in made:
            original.file.storage.delete(str(original.file.name))
        raise


def _stored(upload: File, exercise: Exercise, by: User | None) -> Original:
    """Store a file under a name of our own, with its hash."""
    original = Original(
        exercise=exercise,
        name=tidy_name(upload.name or ""),
        content_type=sniffing.content_type(upload.read(sniffing.HEAD)),
        size=upload.size or 0,
        sha256=_hash(upload),
        added_at=clock.now(),
        added_by=by,
    )
    upload.seek(0)
    original.file.save(uuid.uuid4().hex, upload, save=False)
    return original


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
