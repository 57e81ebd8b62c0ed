"""What a person is looked for by, and whether a text holds it. Nothing here reads or writes rows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q
from django.utils.crypto import salted_hmac

from common.errors import DomainError
from responses.privacy.person_models import SoughtBy
from responses.submission import references

FEWEST_DIGITS = 7
SHORTEST_NAME = 3
APART = r"[\s().\-/]*"  # what people put between the digits of a telephone number
APOSTROPHES = "'’‘ʼ`´"
TOLD = {
    SoughtBy.EMAIL: "an email address",
    SoughtBy.TELEPHONE: "a telephone number",
    SoughtBy.NAME: "a name",
    SoughtBy.REFERENCE: "a reference",
}


@dataclass(frozen=True)
class Sought:
    """What a person is looked for by, in one spelling; `stands` finds it in a text, `likely` is in every such text."""

    by: SoughtBy
    text: str
    stands: re.Pattern[str]
    likely: str

    @property
    def in_words(self) -> str:
        """Say what they were looked for by, in words that name nobody but by their reference."""
        if self.by == SoughtBy.REFERENCE:
            return f"the reference {references.grouped(self.text)}"
        return TOLD[self.by]

    def person(self, exercise: int) -> str:
        """Return what stands for the person on record: a keyed hash, another one in each exercise."""
        said = f"{exercise}:{self.by}:{self.text}"
        return salted_hmac("responses.privacy.person", said, algorithm="sha256").hexdigest()

    def may_stand_in(self, column: str) -> Q:
        """Limit to rows whose plain column may hold it: the database compares capitals in a way of its own."""
        return Q(**{f"{column}__icontains": self.likely})


def sought(by: str, text: str) -> Sought:
    """Return what was typed in the spelling that is looked for; DomainError where it can be no such thing."""
    return READERS[SoughtBy(by)](" ".join(text.split()))


def _email(text: str) -> Sought:
    if "@" not in text or " " in text:
        raise DomainError("That is not an email address.")
    stands = re.compile(rf"(?<![\w.+-]){re.escape(text)}(?![\w-]|\.\w)", re.IGNORECASE)
    return Sought(SoughtBy.EMAIL, text.casefold(), stands, text)


def _telephone(text: str) -> Sought:
    digits = "".join(one for one in text if one.isascii() and one.isdigit())
    if text.startswith("+") or digits.startswith("00"):
        digits = "00" + digits.removeprefix("00")
    if digits.startswith("0044"):
        digits = "0" + digits.removeprefix("0044").removeprefix("0")
    if len(digits) < FEWEST_DIGITS or any(one.isalpha() for one in text):
        raise DomainError("That is not a whole telephone number.")
    first, rest = "", digits
    if digits.startswith("00"):
        first, rest = r"(?:00)?", digits[2:]  # or + before it
    elif digits[0] == "0":  # of this country, with 0 before it or with +44, and sometimes with both
        first, rest = r"(?:0|(?:\+|00)44" + APART + r"0?)", digits[1:]
    pattern = rf"(?<!\d){first}{APART}{APART.join(rest)}(?!\d)"
    return Sought(SoughtBy.TELEPHONE, digits, re.compile(pattern), digits[-1])


def _name(text: str) -> Sought:
    text = unicodedata.normalize("NFC", text)
    if len(text) < SHORTEST_NAME:
        raise DomainError(f"Enter {SHORTEST_NAME} letters or more of the name.")
    pattern = r"[\s,.\-]+".join("".join(map(_any_way, word)) for word in text.split(" "))
    stands = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
    # SQLite takes capitals for small letters in ASCII alone
    likely = max(re.findall("[A-Za-z]+", text), key=len, default="")
    return Sought(SoughtBy.NAME, text.casefold(), stands, likely)


def _any_way(letter: str) -> str:
    """Return a pattern for a letter however it is typed: its accent apart from it, an apostrophe of any sort."""
    if letter in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    return f"(?:{re.escape(letter)}|{re.escape(unicodedata.normalize('NFD', letter))})"


def _reference(text: str) -> Sought:
    reference = references.normalise(text)
    return Sought(SoughtBy.REFERENCE, reference, re.compile(re.escape(reference)), reference)


READERS = {
    SoughtBy.EMAIL: _email,
    SoughtBy.TELEPHONE: _telephone,
    SoughtBy.NAME: _name,
    SoughtBy.REFERENCE: _reference,
}
