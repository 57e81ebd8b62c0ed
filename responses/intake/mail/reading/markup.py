"""HTML and RTF read as text."""

from __future__ import annotations

import re

from inscriptis import get_text
from inscriptis.model.config import ParserConfig
from striprtf.striprtf import rtf_to_text

from responses.intake.mail.reading.charsets import tidy

_UNSEEN = re.compile(r"<(script|style|title|template)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
MOST_MARKUP = 4 * 1024 * 1024


def html_text(html: str) -> str:
    """Return the words of a page as they stand one below the other; scripts and styles are none."""
    html = _UNSEEN.sub(" ", html[:MOST_MARKUP]).replace("\x00", "")
    if not html.strip():
        return ""
    try:
        text = get_text(html, ParserConfig(display_links=False, display_images=True))
    except Exception:
        # Whatever its parser cannot take, between its tags are its words.
        text = _TAGS.sub(" ", html)
    lines = [line.rstrip() for line in tidy(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def rtf_text(rtf: bytes) -> str:
    """Return the words of a rich text."""
    return tidy(rtf_to_text(rtf[:MOST_MARKUP].decode("latin-1"), errors="replace")).strip()
