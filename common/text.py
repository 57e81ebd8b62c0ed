"""What every way of showing text has in common: one kind of line end, and no character that XML cannot hold."""

from __future__ import annotations

import re

SIGN = "\N{REPLACEMENT CHARACTER}"
# Not allowed in XML 1.0, or discouraged there: control characters, halves of surrogate pairs and non-characters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def newlines(text: str) -> str:
    """Return a text with LF for every line's end; browsers send CRLF, and words are counted and kept with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def xml_safe(text: str) -> str:
    """Return a text that any XML file can hold: line ends as LF, and a visible sign for what XML does not allow."""
    return _NOT_IN_XML.sub(SIGN, newlines(text))
