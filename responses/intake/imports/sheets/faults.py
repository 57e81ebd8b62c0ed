"""Why a file cannot be read, in words for whoever sent it."""

from __future__ import annotations


class Unreadable(Exception):
    """The file is no table that we can read; the message says what to do about it."""


MOST_ROWS = 100_000  # below the headings
MOST_COLUMNS = 500


def too_many_rows() -> Unreadable:
    return Unreadable(f"There are more than {MOST_ROWS:,} rows. Split the file and import one part after the other.")


def too_many_columns(found: int) -> Unreadable:
    return Unreadable(f"There are {found:,} columns, and at most {MOST_COLUMNS} can be read. Delete those not needed.")
