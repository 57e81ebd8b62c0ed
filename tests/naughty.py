"""A list of awkward texts of our own making, for every place where a respondent's words are shown."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parent / "responses" / "naughty.txt"


def texts() -> list[str]:
    """Return the texts, their escapes read."""
    lines = SOURCE.read_text(encoding="utf-8").split("\n")[1:]
    return [_read(line) for line in lines if line]


def _read(line: str) -> str:
    line = line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda found: chr(int(found[1], 16)), line)
