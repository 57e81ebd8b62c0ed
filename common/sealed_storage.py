"""Where files are kept: on disk and sealed. Whoever opens one reads what was put in."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from common import sealing
from common.sealing import CHUNK, HEADER

UNFINISHED = ".resealing"


class _ToSeal(File):
    """Content on its way to disk. It has no path of its own, so it is never moved there as it lies."""

    def __init__(self, content: File) -> None:
        super().__init__(None, content.name)
        self._content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Return what is written."""
        return sealing.sealed(self._content.chunks(chunk_size or CHUNK))


@deconstructible(path="common.sealed_storage.SealedStorage")
class SealedStorage(FileSystemStorage):
    """Seals what is saved and opens what is read, in pieces. Files from before are read as they lie."""

    def _save(self, name: str, content: File) -> str:
        return cast(str, super()._save(name, _ToSeal(content)))  # type: ignore[misc]

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("A sealed file is read as bytes and never written again.")
        file = Path(self.path(name)).open("rb")  # noqa: SIM115 - closed with what is returned
        try:
            return File(sealing.opened(file), name)
        except BaseException:
            file.close()
            raise

    def size(self, name: str) -> int:
        """Return how many bytes are read from a file, which is fewer than it takes on disk."""
        with Path(self.path(name)).open("rb") as file:
            return sealing.plain_size(file)

    def delete(self, name: str) -> None:
        """Delete a file; one that is being sealed anew at that moment does not come back."""
        with self._alone():
            super().delete(name)

    def kept(self) -> Iterator[str]:
        """Return the name of every file in the storage."""
        for folder, folders, files in os.walk(self.location):
            folders.sort()
            for file in sorted(files):
                if not file.endswith(UNFINISHED):
                    yield str(Path(folder, file).relative_to(self.location))

    def clear_unfinished(self, before: dt.datetime) -> int:
        """Delete what processes left that died while they sealed a file anew; return how many files that were."""
        gone = 0
        for left in Path(self.location).rglob(f"*{UNFINISHED}"):
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < before.timestamp():
                    left.unlink()
                    gone += 1
        return gone

    def key_of(self, name: str) -> bytes | None:
        """Return the id of the key that a file is sealed with; None for a file that is not sealed."""
        with Path(self.path(name)).open("rb") as file:
            return sealing.sealed_with(file.read(HEADER.size))

    def seal_anew(self, name: str) -> bool:
        """Put in the place of a file the same content under the first key; False where it was deleted meanwhile."""
        there = Path(self.path(name))
        # A name of its own: two that seal anew at once must not write into one file
        beside = there.with_name(f"{there.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            with self.open(name) as old, beside.open("wb") as new:
                os.fchmod(new.fileno(), there.stat().st_mode & 0o777)
                for part in sealing.sealed(_parts(cast(BinaryIO, old))):
                    new.write(part)
                new.flush()
                os.fsync(new.fileno())
            with self._alone():
                if not self.exists(name):
                    return False
                beside.replace(there)
        finally:
            beside.unlink(missing_ok=True)
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time take files away or put them in the place of others."""
        Path(self.location).mkdir(parents=True, exist_ok=True)
        with Path(f"{self.location}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part
