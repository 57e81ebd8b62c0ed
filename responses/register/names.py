"""Names of organisations in one spelling, so that the same name is found however it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

KEY_LIMIT = 400
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_APOSTROPHES = re.compile(r"['’`]")
# Says what an organisation is in law, and not which one it is
LEGAL_FORMS = frozenset({"cic", "cio", "inc", "limited", "llp", "ltd", "plc"})
LITTLE = frozenset({"and", "for", "in", "of", "on", "the", "to"})


def tidy(name: str) -> str:
    """Return a name as it is shown: one line, single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def words_of(name: str) -> list[str]:
    """Return the words of a name without accents, capitals, apostrophes and signs; '&' is 'and'."""
    apart = unicodedata.normalize("NFKD", name.replace("&", " and "))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _WORD.findall(_APOSTROPHES.sub("", plain.casefold()))


@lru_cache(maxsize=4096)  # lists name the same types and areas again and again
def key_of(name: str) -> str:
    """Return what two spellings of one name have in common; it is never empty for a name that is not."""
    words = words_of(name)
    if words[:1] == ["the"]:
        words = words[1:]
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return (" ".join(words) or tidy(name).casefold())[:KEY_LIMIT]


def initials_of(name: str) -> str:
    """Return the first letters of the words that carry a name, and nothing for names of fewer than three."""
    carrying = [word for word in words_of(name) if word not in LITTLE]
    return "".join(word[0] for word in carrying) if len(carrying) >= 3 else ""
