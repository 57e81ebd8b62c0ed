"""Pages of a fax or scan that no browser shows, as a PDF; one page after the other, so that memory holds only one."""

from __future__ import annotations

import io

from PIL import Image, ImageSequence
from pypdf import PdfWriter

from responses.intake.mail.reading.shapes import MOST_PAGES, Unreadable

MOST_PIXELS = 80_000_000  # of one page: A3 at 600 dots an inch has 70 million
RESOLUTION = 150  # dots an inch, which only says how large a page is shown at first


def pdf_of(tiff: bytes) -> bytes:
    """Return the pages of a TIFF, as scanners and fax machines make them, as a PDF; Unreadable where it is broken."""
    made, written = PdfWriter(), io.BytesIO()
    try:
        with Image.open(io.BytesIO(tiff), formats=["TIFF"]) as picture:
            if getattr(picture, "n_frames", 1) > MOST_PAGES:
                raise Unreadable("It has too many pages.")
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_PIXELS:
                    raise Unreadable("One of its pages is too large.")
                made.append(_page(frame))
        made.write(written)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken picture makes of the library
        raise Unreadable("It is damaged.") from error
    return written.getvalue()


def _page(frame: Image.Image) -> io.BytesIO:
    page = io.BytesIO()
    frame.convert("1" if frame.mode == "1" else "RGB").save(page, "PDF", resolution=RESOLUTION)
    return page
