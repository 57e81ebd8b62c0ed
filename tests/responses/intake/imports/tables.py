"""Tables as other survey tools export them, made here, and the steps of an import without its pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.core.files.base import ContentFile

from accounts.models import Role, User
from common import clock
from engagement import editions
from engagement.models import Exercise
from responses.intake.imports import batches, jobs
from responses.intake.imports.mapping import mapping as mappings
from responses.intake.imports.mapping.guessing import guessed
from responses.intake.imports.mapping.mapping import Mapping
from responses.intake.imports.mapping.shape import Shape, from_json, look
from responses.intake.imports.mapping.targets import targets_of
from responses.intake.imports.models import ImportBatch
from tests.accounts.factories import member
from tests.factories import survey

Rows = Sequence[Sequence[Any]]
# One row for headings, one person for each further one: ids, who, ticks in one cell, a choice, words
HEADINGS = ["Response ID", "Submitted at", "Are you responding as an individual or on behalf of an organisation?"]
HEADINGS += [
    "Organisation name",
    "What do you think of the tasks we suggest?",
    "On which days should a clinic be open?",
]
HEADINGS += ["Which option is the better one?", "Colour of the sky"]
PLAIN: Rows = [
    HEADINGS,
    ["101", "{day}", "Individual", "", "More nurses, please.", "Saturday; Sunday", "The first", "blue"],
    ["102", "{day} 14:30", "Organisation", "Northshire Council", "Nobody asked us.", "Monday to Friday", "second", ""],
    ["103", "{day}", "As an individual", "", "", "", "The second", "grey"],
]


def today() -> str:
    """Return yesterday as people write it: nothing of it lies in the future."""
    return f"{clock.today() - dt.timedelta(days=1):%d/%m/%Y}"


def plain(*more: Sequence[Any], rows: Rows = PLAIN) -> list[list[str]]:
    """Return the plain table with its days filled in, and further rows."""
    return [[str(cell).format(day=today()) for cell in row] for row in [*rows, *more]]


def as_csv(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode(encoding)


def as_xlsx(rows: Rows, sheet: str = "Answers") -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return made.getvalue()


def importer(exercise: Exercise) -> User:
    return member(exercise.organisation, Role.COMMUNICATIONS)


def uploaded(exercise: Exercise, content: bytes, *, by: User | None = None, **said: Any) -> ImportBatch:
    """Return an import whose file has been read."""
    file = ContentFile(content, name=said.pop("name", "answers.csv"))
    said = {"channel": "online", **said}
    batch = batches.upload(exercise, file, by=by or importer(exercise), **said)
    jobs.work(batch.pk)
    return fresh(batch)


def ready(exercise: Exercise, *, by: User) -> ImportBatch:
    """Return an import that has been checked, for those who only need one: its file is not read."""
    file = ContentFile(as_csv(PLAIN), name="answers.csv")
    batch = batches.upload(exercise, file, channel="online", by=by, received_on=clock.today())
    shape = look({"kind": "text", "sheets": [], "sheet": ""}, enumerate(map(list, PLAIN), start=1))
    mapping = guessed(shape, targets_of(editions.of(exercise)))
    ImportBatch.objects.filter(pk=batch.pk).update(
        state="checked",
        shape=shape.as_json(),
        mapping=mapping.as_json(),
        layout_digest=shape.digest,
        counts={"new": 3},
        total=3,
        fates={"runs": [[2, 4, "new", -1, ""]]},
    )
    return fresh(batch)


def fresh(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)


def mapping_of(batch: ImportBatch) -> Mapping:
    return mappings.from_json(batch.mapping)


def shape_of(batch: ImportBatch) -> Shape:
    return from_json(batch.shape)


def checked(batch: ImportBatch) -> ImportBatch:
    """Return it with every row looked at."""
    targets = targets_of(survey(batch.exercise).content)
    batches.ask_to_check(batch, mapping_of(batch), targets)
    jobs.work(batch.pk)
    return fresh(batch)


def imported(batch: ImportBatch, *, by: User | None = None) -> ImportBatch:
    """Return it as it is after the import."""
    batch = checked(batch)
    assert batch.state == "checked", batch.fault
    batches.ask_to_import(batch, by=by or batch.uploaded_by, without_invalid=True)
    jobs.work(batch.pk)
    return fresh(batch)


def undone(batch: ImportBatch, *, acted_on_too: bool = False) -> ImportBatch:
    """Return it as it is after it was to be taken back."""
    batches.ask_to_undo(batch, by=batch.uploaded_by, why="The wrong file.", acted_on_too=acted_on_too)
    jobs.work(batch.pk)
    return fresh(batch)


def iso_today() -> str:
    return clock.today().isoformat()
