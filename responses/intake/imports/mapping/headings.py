"""Which rows of a table are its headings, and what each column is called."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import count

# What tools write above the question itself when they have nothing to say: 'Ident 3', 'Q12', 'Column 5', 'Field1'.
EMPTY_NAME = re.compile(r"(ident|question|column|field|variable|item|q|v)\s*+[-_.]?\s*+\d+[a-z]?", re.IGNORECASE)
NUMBER = re.compile(r"[\d.,:/\s-]+")
SHORT = 40


def guessed(rows: Sequence[Sequence[str]]) -> tuple[int, str]:
    """Return how many heading rows a table has, by its first filled rows, and why.

    A second one is told by what stands over it (gaps of a merged cell, or names that say nothing) and by what it is
    itself: words, hardly repeated, and unlike the answers below.
    """
    if len(rows) < 2:
        return 1, "There is one row only"
    first, second = rows[0], rows[1]
    named = [cell for cell in first if cell.strip()]
    if not named or not _could_be_headings(second):
        return 1, "The second row reads like answers"
    if all(EMPTY_NAME.fullmatch(cell.strip()) for cell in named):
        return 2, "The first row holds numbered names only, and the second says what they mean"
    gaps = sum(not cell.strip() for cell in first[: len(second)]) + max(0, len(second) - len(first))
    if gaps >= max(1, len(second) // 4) and _fills_gaps(first, second):
        return 2, "The first row has gaps, as merged cells leave them, and the second goes on below"
    return 1, "The first row names every column"


def _could_be_headings(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any(NUMBER.fullmatch(cell) for cell in filled):
        return False
    repeated = Counter(cell.casefold() for cell in filled).most_common(1)[0][1]
    return repeated <= max(1, len(filled) // 2)


def _fills_gaps(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the second row says something in most columns where the first says nothing."""
    gaps = [place for place in range(len(second)) if place >= len(first) or not first[place].strip()]
    return sum(bool(second[place].strip()) for place in gaps) > len(gaps) / 2


def combined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one heading for each column of one or two heading rows; no two are the same."""
    width = max((len(row) for row in rows), default=0)
    above = _spread(rows[0], width) if len(rows) > 1 else [""] * width
    below = [tidy(rows[-1][place]) if place < len(rows[-1]) else "" for place in range(width)]
    return _distinct([_joined(*each) for each in zip(above, below, strict=True)])


def _spread(row: Sequence[str], width: int) -> list[str]:
    """Return the upper headings with each gap filled by what stands to its left, as merged cells mean it."""
    spread, last = [], ""
    for place in range(width):
        last = tidy(row[place]) if place < len(row) and row[place].strip() else last
        spread.append(last)
    return spread


def _joined(above: str, below: str) -> str:
    if not above or not below or above == below:
        return above or below
    return below if EMPTY_NAME.fullmatch(above) else f"{above} - {below}"


def _distinct(names: list[str]) -> list[str]:
    distinct: dict[str, str] = {}  # how each is compared → how it is written
    for place, name in enumerate(names):
        name = other = name or f"Column {letters(place)}"
        numbers = count(2)
        while compared(other) in distinct:
            other = f"{name} ({next(numbers)})"
        distinct[compared(other)] = other
    return list(distinct.values())


def letters(place: int) -> str:
    """Return what a spreadsheet calls a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def tidy(text: str) -> str:
    """Return a heading in one line, its accents as one letter each."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\ufeff", "")).split())


def compared(heading: str) -> str:
    """Return a heading as it is looked for in another file."""
    return tidy(heading).casefold()


def digest(names: Sequence[str]) -> str:
    """Return what a layout is known by: its headings in their order, however they are written."""
    return hashlib.sha256(json.dumps([name.casefold() for name in names]).encode()).hexdigest()
