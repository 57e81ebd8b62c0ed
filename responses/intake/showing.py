"""What of an original a browser may show beside the form, and as what: nothing that could run, whatever its name."""

from __future__ import annotations

from enum import StrEnum

from responses.intake.models import Original


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


def how(original: Original) -> How:
    """Return how an original is shown, by what its first bytes were found to be."""
    return How.NOT if original.erased_at else of_type(original.content_type)


def of_type(content_type: str) -> How:
    """Return how what has this type, found from its content, is shown."""
    return _HOW.get(content_type, How.NOT)
