"""Names as they fit on a tile: broken into lines, or short where the map is small."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import wrap

WIDEST, WIDEST_WORD, MOST_LINES, LONGEST_SHORT = 11, 14, 4, 5
_WORD = re.compile(r"[^\W_][\w'’]*")
_LITTLE = {"and", "of", "the", "on", "in", "upon", "with"}


def broken(name: str, *, most: int = MOST_LINES) -> list[str]:
    """Return a name in lines that fit on a tile; what is too long for that ends in an ellipsis."""
    lines = wrap(name, WIDEST, break_long_words=False)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [line if len(line) <= WIDEST_WORD else f"{line[: WIDEST_WORD - 1]}…" for line in lines]


def shortened(names: Iterable[str]) -> dict[str, str]:
    """Return a short form for each name, no two alike: initials, or the beginning of a single word."""
    found: dict[str, str] = {}
    for name in names:
        wish, count = _short(name), 1
        short = wish
        while short in found.values():
            count += 1
            short = f"{wish[: LONGEST_SHORT - 1]}{count}"
        found.setdefault(name, short)
    return found


def _short(name: str) -> str:
    words = [word for word in _WORD.findall(name) if word.lower() not in _LITTLE] or [name[:3] or "?"]
    if len(words) == 1:
        return words[0] if len(words[0]) <= LONGEST_SHORT else words[0][:3]
    return "".join(word if word.isdigit() else word[0].upper() for word in words)[:LONGEST_SHORT]
