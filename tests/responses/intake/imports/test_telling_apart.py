"""Rows that differ in little are not taken for one, and one row that is written a little otherwise is known again."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.db import connection

from common import clock
from engagement import editions
from engagement.models import Exercise
from responses.intake.imports import batches, sameness
from responses.intake.imports.mapping.targets import targets_of
from responses.intake.imports.models import ImportBatch, ImportedRow
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import Rows, as_csv, as_xlsx, plain

pytestmark = pytest.mark.django_db

WORDS, BETTER = "item tasks-words", "Which option is the better one?"
EMAIL = "resident@example.org"


def mapped(exercise: Exercise, rows: Rows, *said: dict[str, Any]) -> ImportBatch:
    """Return an import of a table whose columns become what is said, in their order."""
    batch = tables.uploaded(exercise, as_csv(rows))
    mapping = tables.mapping_of(batch)
    for place, changes in enumerate(said):
        mapping = mapping.with_column(place, **changes)
    batches.settle(batch, mapping, by=batch.uploaded_by, received_on=clock.today(), channel="online")
    return tables.fresh(batch)


def both(exercise: Exercise, first: Rows, second: Rows, *said: dict[str, Any]) -> dict[str, int]:
    """Import one table, and return what would become of the other."""
    assert tables.imported(mapped(exercise, first, *said)).state == "imported"
    return tables.checked(mapped(exercise, second, *said)).counts


@pytest.mark.parametrize("headings", [["Why?", "why?"], ["Why?", "Why?", "Why? (2)"]])
def test_no_column_is_passed_over_because_another_is_called_the_same(exercise: Exercise, headings: list[str]) -> None:
    words = [key for key, target in targets_of(editions.of(exercise)).items() if target.sort == "words"]
    said = [{"to": "email"}, *({"to": key} for key in words[: len(headings)])]
    for changed in range(len(headings)):
        rows = [["First"] * len(headings), ["First"] * len(headings)]
        rows[1][changed] = f"Second, {changed}"
        email = f"{changed}@example.org"
        first, second = ([["Email", *headings], [email, *row]] for row in rows)
        assert both(exercise, first, second, *said) == {"new": 1}


@pytest.mark.parametrize("signs", [("👍", "👎"), ("<18", ">18"), ("*", "**")])
def test_choices_that_only_signs_tell_apart_are_two_answers(exercise: Exercise, signs: tuple[str, str]) -> None:
    meant = {"values": dict(zip(signs, ("first", "second"), strict=True))}
    first, second = ([["Email", BETTER], [EMAIL, sign]] for sign in signs)
    assert both(exercise, first, second, {"to": "email"}, meant) == {"new": 1}


@pytest.mark.parametrize("name", ["Do not like", unicodedata.normalize("NFD", "Not à la carte")])
def test_one_of_several_columns_of_an_answer_may_be_renamed(exercise: Exercise, name: str) -> None:
    row = [EMAIL, "Short ways", "Long waits"]
    first, second = ([["Email", "Likes", heading], row] for heading in ("Not à la carte", name))
    assert both(exercise, first, second, {"to": "email"}, {"to": WORDS}, {"to": WORDS}) == {"already": 1}


def test_a_spreadsheet_that_dropped_the_noughts_of_a_number_brings_no_row_again(exercise: Exercise) -> None:
    rows: Rows = [["Response ID", "Submitted at", "What do you think of the tasks we suggest?"]]
    rows = plain(*([f"{number:04}", "{day}", f"Words of {number}"] for number in (1, 20)), rows=rows)
    tables.imported(tables.uploaded(exercise, as_csv(rows)))
    resaved: list[list[Any]] = [list(rows[0]), *([int(number), *rest] for number, *rest in rows[1:])]
    assert tables.checked(tables.uploaded(exercise, as_xlsx(resaved))).counts == {"already": 2}


def test_a_copy_of_the_database_does_not_tell_whether_a_guess_at_an_answer_is_right(exercise: Exercise) -> None:
    """Who answered, and a few choices, can all be tried; with the key of another exercise it is another digest."""
    batch = tables.imported(mapped(exercise, [["Email", BETTER], [EMAIL, "The first"]], {"to": "email"}))
    row = ImportedRow.objects.get(batch=batch)
    mapping = tables.mapping_of(batch)
    targets = targets_of(editions.of(exercise))
    says = sameness.said(sameness.reading(mapping.used().values(), mapping), [EMAIL, "The first"], targets)
    assert row.contents == sameness.keyed(sameness.key_of(exercise.pk), says)
    for guess in (says, [str(exercise.pk), *says]):
        assert row.contents != sameness.digest(*guess)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_key FROM responses_importbatch WHERE id = %s", [batch.pk])
        (kept,) = cursor.fetchone()
    assert sameness.key_of(exercise.pk).hex() not in kept
