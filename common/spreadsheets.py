"""Text made safe for every file that leaves the site, spreadsheets above all."""

from __future__ import annotations

import re

from common.text import SIGN, xml_safe

# Invisible, and able to turn a line round.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What a spreadsheet may take for the beginning of a formula (some read full-width signs alike), at once or after what
# it skips.
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BREAKS = ("\t", "\r", "\n")
SKIPPED = "\t\r\n \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200C))
)


def clean(text: str) -> str:
    """Make text safe for every format: what cannot be shown, or would turn the line round, becomes a visible sign."""
    return _TURNING.sub(SIGN, xml_safe(text))


def neutral(text: str) -> str:
    """Make text safe in a spreadsheet: an apostrophe before what a spreadsheet would take for a formula."""
    text = clean(text)
    return f"'{text}" if text.startswith(BREAKS) or text.lstrip(SKIPPED).startswith(SIGNS) else text
