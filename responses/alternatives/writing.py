"""Writing the structure of alternatives beside their answers, in plain SQL as the answers themselves.

What belongs to many answers goes in at once. PostgreSQL writes it in the statement that follows, as its first parts, so
that an answer with an alternative costs no further one; SQLite, which cannot, takes two.

Everything that is given is written or nothing is: a key that the exercise's areas lack would be an empty column, and
the database refuses that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from responses.alternatives.shapes import Drawn

AT_ONCE = 100  # alternatives a statement on SQLite, which takes a limited number of values

ALTERNATIVES = """INSERT INTO responses_alternative (answer_id, started_from_id, places)
SELECT v.answer, o.id, v.places FROM {values} v
JOIN responses_answer w ON w.id = v.answer JOIN responses_response s ON s.id = w.response_id
LEFT JOIN engagement_option o ON o.exercise_id = s.exercise_id AND o.number = CAST(v.number AS integer)"""
AREAS = """INSERT INTO responses_alternativearea (alternative_id, area_id, place)
SELECT v.answer, a.id, v.place FROM {values} v
JOIN responses_answer w ON w.id = v.answer JOIN responses_response s ON s.id = w.response_id
LEFT JOIN footprints_area a ON a.exercise_id = s.exercise_id AND a.key = v.area"""


def write(cursor: CursorWrapper, drawn: Mapping[int, Drawn]) -> tuple[str, list[Any]]:
    """Write alternatives by the ids of their answers, or return what is to stand before the next statement.

    Raises IntegrityError, here or with the next statement, where an area is not one of the exercise.
    """
    if not drawn:
        return "", []
    if connection.vendor == "postgresql":
        return _before(drawn)
    entries = list(drawn.items())
    for first in range(0, len(entries), AT_ONCE):
        tables = _values(dict(entries[first : first + AT_ONCE]))
        for statement, (columns, rows) in zip((ALTERNATIVES, AREAS), tables, strict=True):
            given, parameters = _given("v", columns, rows)
            cursor.execute(f"WITH {given} {statement.format(values='v')}", parameters)
    return "", []


def _before(drawn: Mapping[int, Drawn]) -> tuple[str, list[Any]]:
    given, parameters = [], []
    for name, (columns, rows) in zip(("va", "vr"), _values(drawn), strict=True):
        said, values = _given(name, columns, rows)
        given.append(said)
        parameters += values
    written = [
        f"la AS ({ALTERNATIVES.format(values='va')})",
        f"lr AS ({AREAS.format(values='vr')})",
    ]
    return f"WITH {', '.join([*given, *written])} ", parameters


def _values(drawn: Mapping[int, Drawn]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Return the columns and rows of the two tables; places are counted from 1."""
    alternatives = [(answer, one.started_from, len(one.places)) for answer, one in drawn.items()]
    areas = [
        (answer, nth, key)
        for answer, one in drawn.items()
        for nth, keys in enumerate(one.places, start=1)
        for key in keys
    ]
    return [("answer, number, places", alternatives), ("answer, place, area", areas)]


def _given(name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    return f"{name}({columns}) AS (VALUES {', '.join([row] * len(rows))})", [value for each in rows for value in each]
