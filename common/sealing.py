"""Files that only this site can read: sealed in chunks, so that a large one is never in memory, and read from anywhere.

A sealed file is a header and its chunks. The header says which of ENCRYPTION_KEYS it was sealed with, and gives a
random salt, of which and of the key a key for this one file is derived. Each chunk is AES-256-GCM under that key. Its
nonce is made of its number and of whether it is the last, and the header is authenticated with it: chunks that are
changed, moved, taken from another file or cut off at the end do not open.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MAGIC = b"SEALED\x00\x01"
HEADER = struct.Struct(">8s8s16sI")  # what it is, which key, salt, bytes of plain content in a chunk
CHUNK = 64 * 1024
LARGEST_CHUNK = 16 * 1024 * 1024
TAG = 16


class Broken(Exception):
    """A sealed file that was changed, cut off or mixed up since it was written."""


def key_id(key: str) -> bytes:
    """Return what a key is known by in the files that it sealed; it says nothing of the key."""
    return hashlib.sha256(b"which key: " + _bytes_of(key)).digest()[:8]


def _bytes_of(key: str) -> bytes:
    return base64.urlsafe_b64decode(key)


def _cipher(key: str, header: bytes, salt: bytes) -> AESGCM:
    """Return the cipher of one file. Its key serves for nothing else, so that nonces can simply be counted."""
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"sealed file: " + header).derive(_bytes_of(key)))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">3xQB", number, last)


def sealed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Seal content, given in parts of any size, with the first of ENCRYPTION_KEYS."""
    if not settings.ENCRYPTION_KEYS:
        raise ImproperlyConfigured("ENCRYPTION_KEYS is empty: see docs/settings.md for how to make one.")
    key, salt = settings.ENCRYPTION_KEYS[0], os.urandom(16)
    header = HEADER.pack(MAGIC, key_id(key), salt, CHUNK)
    cipher = _cipher(key, header, salt)
    yield header
    held, number = bytearray(), 0
    for part in parts:
        held += part
        while len(held) > CHUNK:  # a whole chunk waits, for it may be the last
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:CHUNK]), header)
            del held[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), header)


def sealed_with(head: bytes) -> bytes | None:
    """Return the id of the key that a file was sealed with, by its first bytes; None for one that is not sealed."""
    if len(head) < HEADER.size or not head.startswith(MAGIC):
        return None
    return bytes(HEADER.unpack(head[: HEADER.size])[1])


def plain_size(file: BinaryIO) -> int:
    """Return how many bytes a sealed or plain file holds, without opening it."""
    head, size = _head_and_size(file)
    if sealed_with(head) is None:
        return size
    return _sizes(size, HEADER.unpack(head)[3])[1]


def opened(file: BinaryIO) -> BinaryIO:
    """Return a sealed file's content to read from and seek in; a file from before files were sealed as it is.

    Raises Broken for one that was cut off or changed, ImproperlyConfigured where its key is not among ours.
    """
    head, _ = _head_and_size(file)
    file.seek(0)
    return file if sealed_with(head) is None else io.BufferedReader(Opened(file), CHUNK)


def _head_and_size(file: BinaryIO) -> tuple[bytes, int]:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return file.read(HEADER.size), size


def _sizes(size: int, chunk: int) -> tuple[int, int]:
    """Return the number of chunks of a sealed file, and how many bytes of content they hold."""
    if not 0 < chunk <= LARGEST_CHUNK:
        raise Broken("The header of a sealed file makes no sense.")
    body = size - HEADER.size
    chunks = max(1, -(-body // (chunk + TAG)))
    return chunks, body - chunks * TAG


class Opened(io.RawIOBase):
    """The content of a sealed file; a chunk of it is in memory at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._header, size = _head_and_size(file)
        _, known_by, salt, self._chunk = HEADER.unpack(self._header)
        self._chunks, self._size = _sizes(size, self._chunk)
        key = next((one for one in settings.ENCRYPTION_KEYS if key_id(one) == known_by), None)
        if key is None:
            raise ImproperlyConfigured("None of ENCRYPTION_KEYS opens this file: put its key back.")
        self._cipher = _cipher(key, self._header, salt)
        self._at, self._number, self._content = 0, -1, b""
        self._open(self._chunks - 1)  # only the last chunk knows that it is the last: nothing was cut off

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER.size + number * (self._chunk + TAG))
            held = self._file.read(self._chunk + TAG)
            nonce = _nonce(number, last=number == self._chunks - 1)
            try:
                self._content = self._cipher.decrypt(nonce, held, self._header)
            except (InvalidTag, ValueError) as error:
                raise Broken("A sealed file was changed or cut off since it was written.") from error
            self._number = number
        return self._content

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("There is nothing before the beginning of a file.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, within = divmod(self._at, self._chunk)
        found = self._open(number)[within : within + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._content = b""
            self._file.close()
        super().close()
