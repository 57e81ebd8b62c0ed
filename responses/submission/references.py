"""References that people read out over the telephone: eight characters, the last a check on the others."""

from __future__ import annotations

import secrets

# 23 characters, none taken for another (no 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V) and no vowels to make words of. 23 is
# prime: with distinct weights every single slip and every swap of two characters is noticed.
ALPHABET = "2345679CDFGHJKMNPQRTWXY"
LENGTH = 8


def mint() -> str:
    """Return a new random reference."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_character(body)


def is_valid(reference: str) -> bool:
    """Whether a reference could be one of ours: right characters and right check."""
    return (
        len(reference) == LENGTH
        and all(character in ALPHABET for character in reference)
        and reference[-1] == _check_character(reference[:-1])
    )


def normalise(typed: str) -> str:
    """Return what somebody typed without spaces and dashes, in capitals."""
    return "".join(character for character in typed.upper() if character not in " -\u2013\u2014")


def grouped(reference: str) -> str:
    """Return the reference in two groups of four, as it is shown."""
    return f"{reference[:4]} {reference[4:]}"


def _check_character(body: str) -> str:
    total = sum((weight + 1) * ALPHABET.index(character) for weight, character in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
