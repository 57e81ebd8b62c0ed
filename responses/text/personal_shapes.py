"""What is found in a text: where, and of what sort."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """A sort of personal data."""

    NHS_NUMBER = "nhs_number"
    NATIONAL_INSURANCE = "national_insurance"
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"
    CARD = "card"
    BANK_ACCOUNT = "bank_account"
    ADDRESS = "address"
    DATE_OF_BIRTH = "date_of_birth"
    NAME = "name"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Sort.NHS_NUMBER: "NHS number",
    Sort.NATIONAL_INSURANCE: "National Insurance number",
    Sort.EMAIL: "email address",
    Sort.TELEPHONE: "telephone number",
    Sort.POSTCODE: "postcode",
    Sort.CARD: "card number",
    Sort.BANK_ACCOUNT: "bank account",
    Sort.ADDRESS: "address",
    Sort.DATE_OF_BIRTH: "date of birth",
    Sort.NAME: "name",
}


@dataclass(frozen=True, order=True)
class Found:
    """One finding: [start, end) in code points."""

    start: int
    end: int
    sort: Sort


def before(text: str, start: int, *, reach: int = 24) -> str:
    """Return what stands before a place on its line, to tell a label by; in small letters."""
    return text[max(0, start - reach) : start].rpartition("\n")[2].lower()


def digits(text: str) -> str:
    """Return the figures of a text alone."""
    return re.sub(r"[^0-9]", "", text)
