"""Pictures of few colours as PNG of an eighth of the size."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

COLOURS = 64  # places, their patterns and letters have a dozen; the others are steps between two of them


def reduced(drawn: bytes) -> bytes:
    """Return an opaque picture with a palette of its own."""
    with Image.open(BytesIO(drawn)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    found = BytesIO()
    few.save(found, "PNG", optimize=True)
    return found.getvalue()
