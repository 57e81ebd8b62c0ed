"""What of an original a browser may show beside the form, and as what: nothing that could run, whatever its name."""

from __future__ import annotations

import io
from enum import StrEnum
from typing import IO

from PIL import Image, ImageSequence

from responses.intake.models import Original

MOST_PAGES = 200
MOST_PIXELS = 80_000_000  # of one page: A3 at 600 dots an inch has 70 million


class How(StrEnum):
    PICTURE = "picture"
    PAGES = "pages"  # a PDF, or what is turned into one
    WORDS = "words"
    NOT = "not"


_HOW = {
    "image/png": How.PICTURE,
    "image/jpeg": How.PICTURE,
    "image/gif": How.PICTURE,
    "image/tiff": How.PAGES,
    "application/pdf": How.PAGES,
    "text/plain": How.WORDS,
    "text/html": How.WORDS,
    "message/rfc822": How.WORDS,
    "application/rtf": How.WORDS,
    "application/x-ole-storage": How.WORDS,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": How.WORDS,
    "application/vnd.oasis.opendocument.text": How.WORDS,
}
# The reply's own policy: nothing of it runs or fetches anything, and only pages of this site may show it.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
POLICIES = {
    How.PICTURE: f"{NOTHING}; sandbox",
    How.PAGES: f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'",  # a browser's viewer refuses a sandbox
    How.WORDS: f"{NOTHING}; style-src 'self'; font-src 'self'; sandbox",
}


class CannotBeShown(Exception):
    """The file is broken or too large to be turned into pages."""


def how(original: Original) -> How:
    """Return how an original is shown, by what its first bytes were found to be."""
    return How.NOT if original.erased_at else of_type(original.content_type)


def of_type(content_type: str) -> How:
    """Return how what has this type, found from its content, is shown."""
    return _HOW.get(content_type, How.NOT)


def pdf_of(tiff: IO[bytes]) -> bytes:
    """Return the pages of a TIFF, as scanners and fax machines make them, as a PDF; raises CannotBeShown."""
    made = io.BytesIO()
    try:
        with Image.open(tiff, formats=["TIFF"]) as picture:
            if getattr(picture, "n_frames", 1) > MOST_PAGES:
                raise CannotBeShown
            pages = []
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_PIXELS:
                    raise CannotBeShown
                pages.append(frame.convert("1" if frame.mode == "1" else "RGB"))
        pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    except CannotBeShown:
        raise
    except Exception as error:  # whatever a broken picture makes of the library, the page says that it cannot be shown
        raise CannotBeShown from error
    return made.getvalue()
