"""Writing the answers of responses in plain SQL: Django takes longer over its objects than the database to answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from responses.alternatives import writing as alternatives
from responses.kinds.base import Value
from responses.submission.models import Response

AT_ONCE = 500  # rows a statement: far below the number of values that either database takes

ANSWERS = "INSERT INTO responses_answer (response_id, item_id, text, says_nothing) VALUES {rows} "
ANSWERS += "RETURNING response_id, item_id, id"
CHOICES = "INSERT INTO responses_answerchoice (answer_id, choice_id) VALUES {rows}"

LETTER = re.compile(r"\w")
PICTURE = "So"  # Unicode's name for signs such as a raised thumb, which is an answer
# Every repetition in it is bounded or at the end: whatever somebody sends is read once and not over and over.
NOTHING = re.compile(r"(none|nil|nothing|no|no comments?|no answer|n\s{0,3}/?\s{0,3}a|not applicable)\W*\Z", re.I)


def write_answers(written: Sequence[tuple[Response, dict[int, Value]]]) -> None:
    """Insert the answers of one or many responses: two statements for some hundreds of answers.

    What was drawn in them goes with the choices: see responses.alternatives.writing.
    """
    rows = [(response.pk, item_id, value) for response, values in written for item_id, value in values.items()]
    with connection.cursor() as cursor:
        for some in _batches(rows):
            answers = [(sent, item, value.text, says_nothing(value.text)) for sent, item, value in some]
            cursor.execute(*_inserting(ANSWERS, answers))
            ids = {(sent, item): answer for sent, item, answer in cursor.fetchall()}
            picked = [(ids[sent, item], choice) for sent, item, value in some for choice in value.choices]
            drawn = {ids[sent, item]: value.drawn for sent, item, value in some if value.drawn}
            before, given = alternatives.write(cursor, drawn)
            for chosen in _batches(picked):
                statement, parameters = _inserting(CHOICES, chosen)
                cursor.execute(before + statement, given + parameters)
                before, given = "", []
            if before:
                cursor.execute(f"{before}SELECT 1", given)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))


def _inserting(statement: str, rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """Return the statement with a place for every value, and the values."""
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    return statement.format(rows=", ".join([row] * len(rows))), [value for each in rows for value in each]


def says_nothing(text: str) -> bool:
    """Whether a box holds 'none', 'n/a', dashes and the like, so that it is counted apart."""
    first = LETTER.search(text)
    if not text or (first is not None and not NOTHING.match(text, first.start())):
        return False
    return all(unicodedata.category(character) != PICTURE for character in text)
