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
# Nearly all texts are ASCII but for what a mail program makes of quotation marks and dashes, none of which is a letter.
TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": " ", "“": " ", "”": " ", "–": " ", "—": " ", "…": " ", "£": " ", "\u00a0": " "}
)
INNER = re.compile(r"(?<=\w)'(?=\w)")
ASCII = str.maketrans({chr(code): chr(code).lower() if WORD.match(chr(code)) else " " for code in range(128)})


@dataclass(frozen=True)
class Words:
    """The words of a text, and for each the code points [start, end) where it stands."""

    words: list[str]
    places: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.words)


def plain(text: str) -> list[str]:
    """Return the words of a text in their normal form, without their places."""
    typed = text if text.isascii() else text.translate(TYPOGRAPHY)
    if not typed.isascii():
        return [_normal(word) for word in WORD.findall(text)]
    return (INNER.sub("", typed) if "'" in typed else typed).translate(ASCII).split()


def split(text: str) -> Words:
    """Return the words of a text in their normal form with their places in it."""
    found = list(WORD.finditer(text))
    return Words([_normal(match.group()) for match in found], [match.span() for match in found])


def places(text: str) -> list[tuple[int, int]]:
    """Return where each word of a text stands, in code points [start, end)."""
    return [match.span() for match in WORD.finditer(text)]


def _normal(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().translate(APOSTROPHES)


def digest(words: list[str]) -> bytes:
    """Return 16 bytes that two texts share if they have the same words in the same order (BLAKE2b, RFC 7693)."""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
