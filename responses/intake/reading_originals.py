"""The words of what came in, whatever sort of file it is."""

from __future__ import annotations

from responses.intake.mail.child import Reader, Stumbled
from responses.intake.models import Original


def text_of(original: Original) -> str:
    """
    Return the words of an email, a Word, OpenDocument, PDF, RTF, HTML or text file; nothing of other files.

    An email comes with its headers, and with what is forwarded in it and attached to it. Read in a process of its own,
    so that a hostile file costs seconds at the most; of one that breaks it there are no words.
    """
    if original.erased_at:
        return ""
    with original.file.open("rb") as file, Reader() as reader:
        try:
            return reader.text(file.read(), original.name)
        except Stumbled:
            return ""
