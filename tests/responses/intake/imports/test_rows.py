"""What becomes of each row: who answered, when, with what, and why it cannot be imported."""

from __future__ import annotations

import datetime as dt

import pytest

from common import clock
from engagement.models import Exercise
from responses.intake.imports import batches
from responses.intake.imports.fates import MORE, Fate, Fates, Judged
from responses.intake.imports.mapping.mapping import from_json
from responses.intake.imports.mapping.targets import IGNORE
from responses.intake.imports.rows import Row
from responses.intake.imports.telling import troubles
from responses.submission.models import Answer, AnswerChoice, Contact, Response
from tests import factories
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import as_csv, plain, today

pytestmark = pytest.mark.django_db

WORDS = "What do you think of the tasks we suggest?"


def check(exercise: Exercise, rows: tables.Rows, **said: object) -> dict[str, int]:
    return tables.checked(tables.uploaded(exercise, as_csv(rows), received_on=clock.today(), **said)).counts


def bring(exercise: Exercise, rows: tables.Rows, **said: object) -> list[Response]:
    said.setdefault("received_on", clock.today())
    batch = tables.imported(tables.uploaded(exercise, as_csv(rows), **said))
    assert batch.state == "imported", batch.fault
    return list(Response.objects.filter(imported_row__batch=batch).order_by("imported_row__number"))


def test_every_row_meets_its_fate(exercise: Exercise) -> None:
    again, other = "101", "102"
    rows = plain(
        [again, "{day}", "Individual", "", "More nurses, please.", "Saturday; Sunday", "The first", "blue"],
        [other, "{day}", "Individual", "", "Other words."],
        ["", "", "", ""],
        ["105", "{day}", "Individual", "", "", "", "", "grey"],
        ["106", "soon", "Individual", "", "Words."],
        ["107", "{day}", "Whale", "", "Words.", "Saturday; Someday"],
        ["108", "1/1/2099", "Individual", "", "Words."],
        ["109", "1/1/2020", "Individual", "", "Words."],
    )
    batch = tables.checked(tables.uploaded(exercise, as_csv(rows)))
    assert batch.counts == {"new": 3, "twice": 1, "empty": 1, "invalid": 5}
    told = {(each.where.partition(":")[0], each.rows): each.why for each in troubles(batch)}
    assert told == {
        ("A", "6"): "Row 3 has this number and says other things",
        ("The row as a whole", "5"): "Row 2 has the same number and says the same",
        ("B", "9"): "‘soon’ is no date that can be read",
        ("C", "10"): "‘Whale’ is not one of the answers, and nobody has said what it means",
        ("F", "10"): "‘Someday’ is not one of the answers, and nobody has said what it means",
        ("B", "11"): "It was received in the future",
        ("B", "12"): "It was received before the exercise opened",
    }


def test_of_a_row_with_very_many_faults_some_are_told() -> None:
    """A column mapped wrongly is a fault of every row; of hundreds of columns memory does not hold all."""
    fates = Fates()
    for number in (2, 3):
        row = Row(number, faults=[(column, f"{number}{column}") for column in range(200)])
        fates.add(Judged(row, Fate.INVALID, ""))
    assert fates.counts["invalid"] == 2
    assert [run[3:] for run in fates.runs[:4]] == [[0, "20"], [1, "21"], [2, "22"], [-1, MORE.format(count=197)]]
    assert len(fates.runs) == 8


def test_late_rows_come_in_as_late(exercise: Exercise) -> None:
    Exercise.objects.filter(pk=exercise.pk).update(closes_at=clock.now() - dt.timedelta(days=5))
    exercise.refresh_from_db()
    early = f"{clock.today() - dt.timedelta(days=7):%Y-%m-%d}"
    rows = plain(["104", early, "Individual", "", "In time."])
    assert check(exercise, rows) == {"late": 3, "new": 1}


def test_who_answered_keeps_what_belongs_to_them(exercise: Exercise) -> None:
    heads = ["Name", "Email address", "Organisation name", "Organisation type", "Area", "May we publish it?", WORDS]
    resident, body = bring(
        exercise,
        [
            heads,
            ["A resident", "resident@example.org", "", "Whale", "North", "Yes", "One."],
            ["", "", "A council", "Council", "", "no", "Two."],
        ],
    )
    assert (resident.kind, resident.may_publish, resident.area.key) == ("individual", True, "north")
    assert resident.organisation_type is None  # and what it says there is no fault of an individual
    contact = Contact.objects.get()
    assert (contact.response, contact.details["email"]) == (resident, "resident@example.org")
    assert (body.kind, body.organisation_name, body.organisation_type.key) == ("organisation", "A council", "council")
    assert (body.may_publish, bool(body.confidentiality_reason)) == (False, True)


def test_an_organisation_without_a_name_is_called_by_its_row(exercise: Exercise) -> None:
    first, second = bring(exercise, [["Responding as", WORDS], ["Company", "One."], ["A group", "Two."]])
    assert first.organisation_name == "Name not given (import 1, row 2)"
    assert second.organisation_name == "Name not given (import 1, row 3)"


def test_ticks_ranks_and_words_from_several_columns(exercise: Exercise) -> None:
    first, second = (box.label for box in factories.survey(exercise).boxes.values() if box.part.key == "factors-order")
    ranks = [f"In what order do they matter? - {label[9:-1]}" for label in (first, second)]
    days = "On which days should a clinic be open?"
    rows = [
        [f"{days} - Saturday", f"{days} - Sunday", *ranks, WORDS, "Option 1 - What are the advantages?"],
        ["1", "0", "1", "2", "More.", "Near."],
        ["", "x", "2", "2", "", ""],
    ]
    batch = tables.checked(tables.uploaded(exercise, as_csv(rows), received_on=clock.today()))
    assert batch.counts == {"new": 1, "invalid": 1}
    assert {each.why.partition(":")[2].strip().rpartition(" ")[2] for each in troubles(batch)} == {"only."}
    mapping = tables.mapping_of(batch).with_column(5, to="item tasks-words")
    batches.settle(batch, mapping, by=batch.uploaded_by, received_on=batch.received_on, channel="online")
    tables.imported(tables.fresh(batch))
    words = Answer.objects.exclude(text="").get().text
    assert words == f"{WORDS}\nMore.\n\nOption 1 - What are the advantages?\nNear."
    picked = set(AnswerChoice.objects.values_list("answer__item__key", "choice__key"))
    assert ("tasks-days", "saturday") in picked
    assert {key for item, key in picked if item.startswith("factors-order")} == {"1", "2"}


def test_rows_alike_are_two_people_unless_somebody_says_otherwise(exercise: Exercise) -> None:
    rows = [["Responding as", "Which option is the better one?"], *[["Individual", "The first"]] * 3]
    batch = tables.checked(tables.uploaded(exercise, as_csv(rows), received_on=clock.today()))
    assert batch.counts == {"new": 3}
    one = {**tables.mapping_of(batch).as_json(), "same_rows": "leave_out"}
    batches.settle(batch, from_json(one), by=batch.uploaded_by, received_on=batch.received_on, channel="online")
    assert tables.checked(tables.fresh(batch)).counts == {"new": 1, "twice": 2}


def test_a_layout_is_remembered_with_what_was_said_of_its_values(exercise: Exercise) -> None:
    batch = tables.uploaded(exercise, as_csv([["Responding as", WORDS], ["Whale", "One."], ["Shark", "Two."]]))
    mapping = tables.mapping_of(batch).with_column(0, values={"Whale": "organisation", "Shark": ""})
    batches.settle(batch, mapping, by=batch.uploaded_by, received_on=None, channel="online")
    later = tables.uploaded(exercise, as_csv([["responding AS", WORDS], ["Whale", "Three."], ["Person", "Four."]]))
    column = tables.mapping_of(later).columns[0]
    assert column.values == {"Whale": "organisation", "Person": "individual"}
    assert column.reason == "As it was mapped last time"


def test_in_another_layout_what_was_said_of_the_same_headings_stands_and_others_are_guessed(exercise: Exercise) -> None:
    batch = tables.uploaded(exercise, as_csv([["Responding as", "Notes", WORDS], ["Whale", "a", "One."]]))
    mapping = tables.mapping_of(batch)
    assert mapping.columns[2].to != IGNORE
    said = mapping.with_column(0, values={"Whale": "organisation"}).with_column(1, to=mapping.columns[2].to)
    batches.settle(batch, said.with_column(2, to=IGNORE), by=batch.uploaded_by, received_on=None, channel="online")
    rows = [["Extra", "responding AS", WORDS, "Notes", "Email"], ["x", "Whale", "One.", "b", "a@example.org"]]
    found = tables.mapping_of(tables.uploaded(exercise, as_csv(rows))).columns
    assert [column.to for column in found[1:4]] == [mapping.columns[0].to, IGNORE, mapping.columns[2].to]
    assert found[1].values == {"Whale": "organisation"}
    assert found[4].to == "email"
    stranger = tables.mapping_of(tables.uploaded(exercise, as_csv([[WORDS, "b", "c", "d"], ["One.", "1", "2", "3"]])))
    assert stranger.columns[0].to == mapping.columns[2].to, "one heading in three is no layout that is known"


def test_nothing_of_the_answers_stays_with_an_import_that_is_done(exercise: Exercise) -> None:
    batch = tables.imported(tables.uploaded(exercise, as_csv(plain())))
    shape = tables.shape_of(batch)
    assert not shape.first
    assert not any(column.examples or column.values for column in shape.columns)
    assert today() not in str(batch.shape)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no rows below the headings"),
        (b"Response ID,Words\n", "no rows below the headings"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "neither a workbook nor a table"),
    ],
)
def test_a_file_without_answers_fails_in_words(exercise: Exercise, content: bytes, why: str) -> None:
    batch = tables.uploaded(exercise, content)
    assert batch.state == "failed"
    assert why in batch.fault
