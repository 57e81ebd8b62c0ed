"""Files at rest: nobody reads them from the disk, and nobody changes them there unnoticed."""

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File

from common import sealing
from common.sealed_storage import SealedStorage
from common.sealing import CHUNK, HEADER, TAG

WORDS = b"My telephone number is 01632 960001. "


@pytest.fixture
def storage(tmp_path):
    return SealedStorage(location=tmp_path / "media")


def put(storage, content):
    return storage.save("letters/one", ContentFile(content))


def lies(storage, name):
    return Path(storage.path(name))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17])
def test_what_is_put_in_comes_out_and_its_size_is_known(storage, size):
    content = os.urandom(size)
    name = put(storage, content)
    with storage.open(name) as file:
        assert file.read() == content
    assert storage.size(name) == size


def test_the_disk_holds_no_readable_text(storage):
    name = put(storage, WORDS * 4000)
    held = lies(storage, name).read_bytes()
    assert WORDS not in held
    assert b"960001" not in held
    assert lies(storage, name).stat().st_mode & 0o777 == 0o600


def test_a_file_is_read_from_anywhere(storage):
    content = os.urandom(5 * CHUNK + 99)
    with storage.open(put(storage, content)) as file:
        for start, length in [(4 * CHUNK - 3, 10), (0, 5), (5 * CHUNK, 200), (CHUNK, 2 * CHUNK), (10**9, 4)]:
            assert file.seek(start) == start
            assert file.read(length) == content[start : start + length]
        assert file.seek(-3, io.SEEK_END) == len(content) - 3
        assert file.read() == content[-3:]


def test_two_files_of_the_same_content_look_different(storage):
    one, two = put(storage, WORDS), put(storage, WORDS)
    assert lies(storage, one).read_bytes()[HEADER.size :] != lies(storage, two).read_bytes()[HEADER.size :]


def _bit_turned(held):
    return held[:-30] + bytes([held[-30] ^ 1]) + held[-29:]


def _chunks_swapped(held):
    head, whole = held[: HEADER.size], CHUNK + TAG
    body = held[HEADER.size :]
    return head + body[whole : 2 * whole] + body[:whole] + body[2 * whole :]


def _last_chunk_gone(held):
    return held[: HEADER.size + 2 * (CHUNK + TAG)]


def _first_chunk_gone(held):
    return held[: HEADER.size] + held[HEADER.size + CHUNK + TAG :]


def _another_salt(held):
    return held[:20] + bytes([held[20] ^ 1]) + held[21:]


def _nothing_left(held):
    return held[: HEADER.size]


@pytest.mark.parametrize(
    "change", [_bit_turned, _chunks_swapped, _last_chunk_gone, _first_chunk_gone, _another_salt, _nothing_left]
)
def test_a_file_that_was_changed_on_disk_is_not_read(storage, change):
    name = put(storage, os.urandom(2 * CHUNK + 500))
    there = lies(storage, name)
    there.write_bytes(change(there.read_bytes()))
    with pytest.raises(sealing.Broken), storage.open(name) as file:
        file.read()


def test_a_chunk_of_another_file_does_not_pass(storage):
    one, two = (lies(storage, put(storage, os.urandom(2 * CHUNK))) for _ in range(2))
    held, other = one.read_bytes(), two.read_bytes()
    end = HEADER.size + CHUNK + TAG
    one.write_bytes(held[: HEADER.size] + other[HEADER.size : end] + held[end:])
    with pytest.raises(sealing.Broken), storage.open("letters/one") as file:
        file.read()


def test_a_file_from_before_files_were_sealed_is_read_as_it_lies(storage):
    lies(storage, "old").parent.mkdir(parents=True)
    lies(storage, "old").write_bytes(WORDS)
    with storage.open("old") as file:
        assert file.read() == WORDS
    assert storage.size("old") == len(WORDS)


def test_a_lost_key_is_told_with_the_remedy(storage, settings):
    name = put(storage, WORDS)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="put its key back"):
        storage.open(name)


def test_a_large_file_takes_little_memory(storage, tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(24 * 1024 * 1024)
    tracemalloc.start()
    with large.open("rb") as file:
        name = storage.save("large", File(file))
    with storage.open(name) as file:
        read = sum(len(part) for part in iter(lambda: file.read(CHUNK), b""))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 24 * 1024 * 1024
    assert most < 2 * 1024 * 1024


def test_a_sealed_file_is_not_written_over(storage):
    name = put(storage, WORDS)
    with pytest.raises(ValueError, match="never written again"):
        storage.open(name, "wb")


def test_the_servers_shortcut_to_the_disk_is_not_taken(storage):
    """A server that sends the file's own bytes would send them sealed."""
    with storage.open(put(storage, WORDS)) as file, pytest.raises(io.UnsupportedOperation):
        file.fileno()
