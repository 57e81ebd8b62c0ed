"""Personal data that a text may hold, as suggestions: what was found where, and never more than that.

`find` returns Found(start, end, sort) with places in code points of the text it was given, in their order and apart
from each other. Identifiers with a form (NHS and National Insurance numbers, email, telephone, postcode, cards and bank
accounts) are found by their form and their check digits; names, dates of birth and addresses by the words around them.
Nothing here decides: a person accepts or refuses each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from responses.text import personal_numbers, personal_words
from responses.text.personal_shapes import Found, Sort

Finder = Callable[[str], Iterator[Found]]
# In the order in which they take a place: what comes first is the narrower. An NHS number looks like a telephone number
# to whoever does not work out its check digit.
FINDERS: tuple[Finder, ...] = (
    personal_words.emails,
    personal_numbers.nhs_numbers,
    personal_numbers.national_insurance,
    personal_numbers.cards,
    personal_numbers.bank_accounts,
    personal_numbers.telephones,
    personal_words.addresses,
    personal_words.postcodes,
    personal_words.births,
    personal_words.names,
)
LONGEST = 200_000  # code points that are looked through

__all__ = ["Found", "Sort", "find"]


def find(text: str) -> list[Found]:
    """Return what looks like personal data, at most one finding for any place."""
    text = text[:LONGEST]
    taken: list[Found] = []
    for finder in FINDERS:
        for one in finder(text):
            if all(one.end <= other.start or other.end <= one.start for other in taken):
                taken.append(one)
    return sorted(taken)
