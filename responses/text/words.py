"""Words of a text as they are compared: small letters, no punctuation, each with its place in the text.

Two texts that differ in letter case, accents' encoding, quotation marks, line breaks or spacing alone have the same
words. The normal form is Unicode's NFKC with case folding (Unicode Standard Annex 15, and the Standard's section 3.13).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’]\w+)*")
APOSTROPHES = str.maketrans("", "", "'’")


@dataclass(frozen=True)
class Words:
    """The words of a text, and for each the code points [start, end) where it stands."""

    words: list[str]
    places: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.words)


def plain(text: str) -> list[str]:
    """Return the words of a text in their normal form, without their places."""
    if text.isascii():
        return [word.replace("'", "") for word in WORD.findall(text.lower())]
    return [_normal(word) for word in WORD.findall(text)]


def split(text: str) -> Words:
    """Return the words of a text in their normal form with their places in it."""
    found = list(WORD.finditer(text))
    return Words([_normal(match.group()) for match in found], [match.span() for match in found])


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().translate(APOSTROPHES)


def digest(words: list[str]) -> bytes:
    """Return 16 bytes that two texts share if they have the same words in the same order (BLAKE2b, RFC 7693)."""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
