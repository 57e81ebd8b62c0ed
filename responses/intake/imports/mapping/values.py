"""What a cell's text means among a few choices, guessed from how people and tools write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

LEAVE_OUT = "-"  # a value that is knowingly not taken over
ALIKE = 90  # of 100: a slip of the hand, not another word
SIGNS = (";", "|", "\n", ",")
_CODED = re.compile(r"^\(?\s*[a-z0-9]{1,2}\s*[.):=-]+\s*(?=[a-z])")
_ORDINAL = re.compile(
    r"(?:rank|choice|priority|number|no)?\s*(\d{1,2})\s*(?:st|nd|rd|th)?(?: *(?:choice|(?:most|least) important))?"
)
_APOSTROPHES = re.compile("['’‘ʼ′`´]")
_DASHES = re.compile("[‐‑‒–—―−]")
# A dash joins or parts words as people please; before the first number it is a minus.
_NOT_COMPARED = re.compile(r"[^\w%+/ -]+|_|(?<!^)-|^-(?!\d)")
_EITHER = re.compile(r"\s+or\s+|\s*/\s*")
NOT_TICKED = frozenset({"", "0", "no", "n", "false", "unchecked", "not selected", "not ticked", "off", "blank", "null"})
TICKED = frozenset({"1", "yes", "y", "true", "x", "checked", "selected", "ticked", "on", "✓", "✔", "☑"})
PRIVATE = ["individual", "member of the public", "resident", "myself", "personal", "private person", "person"]
PRIVATE += ["in a personal capacity", "my own behalf", "patient", "carer", "citizen", "self"]
BODIES = ["organisation", "organization", "company", "business", "group", "charity", "on behalf of", "representative"]
BODIES += ["corporate", "public body", "council", "authority", "official"]
WORDS = {
    "individual": PRIVATE,
    "organisation": BODIES,
    "yes": ["y", "true", "1", "agree", "i agree", "consent", "i consent", "ok", "x", "checked"],
    "no": ["n", "false", "0", "disagree", "i do not agree", "do not publish", "unchecked"],
}


def plain(text: str) -> str:
    """Return a text as it is compared: without case, accents, marks and spare spaces; '&' is 'and'."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = _DASHES.sub("-", _APOSTROPHES.sub("", text)).replace("&", " and ")
    return " ".join(_NOT_COMPARED.sub(" ", text).split())


def meant(value: str, choices: Mapping[str, str]) -> str:
    """Return the key of the choice that a value means, or nothing where more than one or none is likely."""
    said = plain(value)
    names = {key: (plain(key), plain(label)) for key, label in choices.items()}
    for key, known in names.items():
        if said in known:
            return key
    bare = _CODED.sub("", value.casefold().strip())
    for key, (_, label) in names.items():
        if plain(bare) == label:
            return key
    ordinal = _ORDINAL.fullmatch(said)
    if ordinal and ordinal[1].lstrip("0") in choices:
        return ordinal[1].lstrip("0")
    return _by_words(said, choices) or _one_of_several(said, names) or _nearly(said, names)


def _by_words(said: str, choices: Mapping[str, str]) -> str:
    found = [key for key in choices if any(_begins(said, word) for word in WORDS.get(key, ()))]
    return found[0] if len(found) == 1 else ""


def _one_of_several(said: str, names: Mapping[str, tuple[str, str]]) -> str:
    """A label may name several things: 'Charity or voluntary group' is meant by 'Charity'."""
    found = [key for key, (_, label) in names.items() if said in _EITHER.split(label)]
    return found[0] if said and len(found) == 1 else ""


def _begins(said: str, word: str) -> bool:
    """Whether a value is one of the usual words, or says it among a few others: 'As an individual', 'A company'."""
    return said == word or (len(word) > 4 and word in said and len(said.split()) <= 8)


def _nearly(said: str, names: Mapping[str, tuple[str, str]]) -> str:
    """A value that is one letter away from one label alone; 'agree' and 'disagree' are far enough apart."""
    if len(said) < 4:
        return ""
    close = [key for key, (_, label) in names.items() if fuzz.ratio(said, label) >= ALIKE]
    return close[0] if len(close) == 1 else ""


def is_ticked(value: str, choice: Mapping[str, str]) -> bool | None:
    """Return whether a cell of a column of ticks is one; None where that cannot be told."""
    said = plain(value) or value.strip()
    if said in NOT_TICKED:
        return False
    return True if said in TICKED or meant(value, choice) else None


def pieces(value: str, delimiter: str) -> list[str]:
    """Return what stands in a cell that holds several values."""
    parts = value.split(delimiter) if delimiter else [value]
    return [part.strip() for part in parts if part.strip()]


def delimiter_of(values: Iterable[str], choices: Mapping[str, str]) -> str:
    """Return the sign that cuts these values into the most known pieces; none where they are known as they stand."""
    values = list(values)

    def known(sign: str) -> float:
        cut = [piece for value in values for piece in pieces(value, sign)]
        return sum(bool(meant(piece, choices)) for piece in cut) / len(cut) if cut else 0.0

    best = max(("", *SIGNS), key=known)
    return best if any(best in value for value in values) else ""


def meanings(values: Iterable[str], choices: Mapping[str, str], delimiter: str = "") -> dict[str, str]:
    """Return what each different value, or piece of one, means; nothing where nobody has said and none is likely."""
    cut = dict.fromkeys(piece for value in values for piece in pieces(value, delimiter))
    return {piece: meant(piece, choices) for piece in cut}
