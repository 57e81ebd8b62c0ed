"""Pictures of few colours as PNG of an eighth of the size: sixteen steps to a channel, and a palette of those used."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGBA = b"\x08\x06\x00\x00\x00"  # eight bits to a channel, not interlaced: what the drawing library writes
PALETTED = b"\x08\x03\x00\x00\x00"
STEP = 17  # between two of sixteen steps from 0 to 255
MOST = 256  # colours of a palette


def reduced(drawn: bytes) -> bytes:
    """Return an opaque picture with a palette; as it was where it is written otherwise or has too many colours."""
    chunks = list(_chunks(drawn))
    size, form = chunks[0][1][:8], chunks[0][1][8:]
    pixels = _pixels(zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT")), size)
    if form != RGBA or pixels is None:
        return drawn
    steps = (pixels.astype(np.uint32) + STEP // 2) // STEP
    coded = steps[..., 0] * 256 + steps[..., 1] * 16 + steps[..., 2]
    colours = np.flatnonzero(np.bincount(coded.ravel(), minlength=16**3))
    if len(colours) > MOST:
        return drawn
    palette = np.stack([colours // 256, colours // 16 % 16, colours % 16], axis=1) * STEP
    places = np.zeros(16**3, np.uint8)
    places[colours] = np.arange(len(colours))
    rows = np.pad(places[coded], ((0, 0), (1, 0)))  # each row begins with its filter: none
    parts = ((b"IHDR", size + PALETTED), (b"PLTE", palette.astype(np.uint8).tobytes()))
    packed = (b"IDAT", zlib.compress(rows.tobytes(), 9))
    return SIGNATURE + b"".join(_chunk(*one) for one in (*parts, packed, (b"IEND", b"")))


def _pixels(raw: bytes, size: bytes) -> npt.NDArray[np.uint8] | None:
    """Return red, green, blue and opacity of each pixel; None for filters of rows that the library does not use."""
    width, height = struct.unpack(">II", size)
    if len(raw) != height * (1 + 4 * width):
        return None
    rows = np.frombuffer(raw, np.uint8).reshape(height, 1 + 4 * width)
    if rows[:, 0].max() > 1:
        return None
    pixels = rows[:, 1:].reshape(height, width, 4)
    summed = np.cumsum(pixels, axis=1, dtype=np.uint8)  # filter 1 keeps the difference to the pixel before
    return np.where(rows[:, 0, None, None] == 1, summed, pixels)


def _chunks(drawn: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(drawn):
        length = int.from_bytes(drawn[at : at + 4])
        yield drawn[at + 4 : at + 8], drawn[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
