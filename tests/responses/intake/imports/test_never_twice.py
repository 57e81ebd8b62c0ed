"""The same answers in another export, and other answers under the same numbers: none twice, and none lost unsaid."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from common import clock
from common.errors import DomainError
from engagement.models import Exercise
from responses.intake.imports import batches, jobs, telling
from responses.intake.imports.models import ImportBatch, ImportedRow
from responses.submission.models import Response
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import Rows, as_csv, as_xlsx, plain

pytestmark = pytest.mark.django_db

WORDS = "What do you think of the tasks we suggest?"
DAYS = "On which days should a clinic be open?"
BETTER = "Which option is the better one?"


def without(rows: Rows, *headings: str) -> list[list[str]]:
    """Return a table without some of its columns."""
    gone = {rows[0].index(heading) for heading in headings}
    return [[cell for place, cell in enumerate(row) if place not in gone] for row in rows]


def renamed(rows: Rows, heading: str, name: str) -> list[list[str]]:
    return [[name if cell == heading else cell for cell in row] for row in rows]


def beside(rows: Rows, heading: str, cell: str) -> list[list[str]]:
    """Return a table with one column more at its left."""
    return [[heading if place == 0 else cell, *row] for place, row in enumerate(rows)]


def brought(exercise: Exercise, rows: Rows, **said: object) -> ImportBatch:
    return tables.imported(tables.uploaded(exercise, as_csv(rows), **said))


def looked_at(exercise: Exercise, content: bytes | Rows, **said: object) -> dict[str, int]:
    """Return the fates of a dry run."""
    content = content if isinstance(content, bytes) else as_csv(content)
    return tables.checked(tables.uploaded(exercise, content, **said)).counts


EXPORTS = {
    "a column more that becomes nothing": lambda rows: as_csv(beside(rows, "Collector", "web")),
    "a column more that is an answer": lambda rows: as_csv(rows),
    "columns in another order": lambda rows: as_csv([row[::-1] for row in rows]),
    "another encoding and separator": lambda rows: as_csv(rows, encoding="utf-16", delimiter=";"),
    "a workbook": lambda rows: as_xlsx(beside(rows, "Collector", "web")),
    "a question in other words": lambda rows: as_csv(renamed(rows, WORDS, "What do you think of the tasks suggested?")),
    "rows from the last to the first": lambda rows: as_csv([rows[0], *rows[:0:-1]]),
}


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)
def test_another_export_of_the_same_answers_brings_none_of_them(exercise: Exercise, export: object) -> None:
    """With numbers surely; without them where a row says by whom or when, and else perhaps."""
    rows = plain(["104", "{day} 9:15", "Individual", "", "Words.", "", "The first", ""])
    numbered = without(rows, DAYS) if export is EXPORTS["a column more that is an answer"] else rows
    brought(exercise, numbered)
    assert looked_at(exercise, export(rows)) == {"already": 4}
    Response.objects.all().delete()
    brought(exercise, without(numbered, "Response ID"))
    assert looked_at(exercise, export(without(rows, "Response ID"))) == {"already": 2, "maybe": 2}


def test_what_is_new_in_a_larger_export_comes_in(exercise: Exercise) -> None:
    brought(exercise, plain())
    larger = beside(plain(["104", "{day}", "Individual", "", "New words.", "", "", ""]), "Collector", "web")
    assert brought(exercise, larger).counts == {"already": 3, "new": 1}
    assert looked_at(exercise, renamed(larger, "Response ID", "Respondent ID")) == {"already": 4}


def test_a_number_column_that_was_not_mapped_at_first_makes_no_row_another(exercise: Exercise) -> None:
    brought(exercise, without(plain(), "Response ID"))
    assert looked_at(exercise, plain()) == {"already": 1, "maybe": 2}


OTHER_TOOL: Rows = [["Respondent ID", "Submitted at", WORDS]]
OTHER_TOOL = [*OTHER_TOOL, *[[str(number), "{day}", f"Told on paper, {number}."] for number in (101, 102, 103)]]


def test_two_tools_that_both_count_are_told_apart_by_a_person(exercise: Exercise) -> None:
    first = brought(exercise, plain())
    other = plain(rows=OTHER_TOOL)
    batch = tables.checked(tables.uploaded(exercise, as_csv(other)))
    assert batch.counts == {"maybe": 3}
    (alike,) = telling.alike(batch)
    assert (alike.why, alike.count) == ("Import 1 has this number and says other things there", 3)
    assert alike.reference == ImportedRow.objects.get(batch=first, number=alike.other_row).response.reference
    with pytest.raises(DomainError, match="There is no row to import"):
        batches.ask_to_import(batch, by=batch.uploaded_by)
    batches.ask_to_import(batch, by=batch.uploaded_by, alike_too=True)
    jobs.work(batch.pk)
    assert Response.objects.count() == 6
    assert looked_at(exercise, other) == looked_at(exercise, plain()) == {"already": 3}
    assert looked_at(exercise, beside(other, "Collector", "paper")) == {"already": 3}
    tables.undone(first)
    assert looked_at(exercise, other) == {"already": 3}
    assert looked_at(exercise, plain()) == {"maybe": 3}


def test_an_answer_that_was_completed_since_is_told_and_left_out(exercise: Exercise) -> None:
    brought(exercise, plain())
    completed = [[cell.replace("Nobody asked us.", "Nobody asked us, again.") for cell in row] for row in plain()]
    assert looked_at(exercise, completed) == {"already": 2, "maybe": 1}


TICKED = ["Individual", "The first"]


def test_of_rows_that_say_the_same_only_so_many_are_there_as_are_there(exercise: Exercise) -> None:
    def file(times: int, *more: str) -> Rows:
        """Other files, so that not even their fingerprint is the same."""
        return [["Responding as", BETTER, "Place"], *[[*TICKED, *more]] * times]

    first = brought(exercise, file(2), received_on=clock.today())
    assert brought(exercise, file(3, "web"), received_on=clock.today()).counts == {"maybe": 2, "new": 1}
    assert looked_at(exercise, file(3, "app"), received_on=clock.today()) == {"maybe": 3}
    tables.undone(first)
    assert brought(exercise, file(3, "desk"), received_on=clock.today()).counts == {"maybe": 1, "new": 2}
    assert Response.objects.current().count() == 3


def test_a_decision_holds_for_as_many_rows_as_it_was_made_on(exercise: Exercise) -> None:
    brought(exercise, plain())
    batch = tables.checked(tables.uploaded(exercise, as_csv(plain(rows=OTHER_TOOL))))
    ImportBatch.objects.filter(pk=batch.pk).update(counts={"maybe": 1, "new": 2})
    batches.ask_to_import(tables.fresh(batch), by=batch.uploaded_by, alike_too=True)
    jobs.work(batch.pk)
    assert "More rows may be there already" in tables.fresh(batch).fault
    assert Response.objects.count() == 3


def known_as_before(batch: ImportBatch, rows: Rows) -> None:
    """Make rows as they were kept while they were known by exercise, headings, and number or words."""
    headings = json.dumps([heading.casefold() for heading in rows[0]])
    space = f"{batch.exercise_id}:{hashlib.sha256(headings.encode()).hexdigest()}"
    numbered = rows[0][0] == "Response ID"
    for row in ImportedRow.objects.filter(batch=batch):
        cells = rows[row.number - 1]
        while not cells[-1]:  # as the reader leaves it
            cells = cells[:-1]
        words = hashlib.sha256(json.dumps(cells).encode()).hexdigest()
        parts = [space, "reference", cells[0]] if numbered else [space, "words", words, "1"]
        row.identity, row.contents = hashlib.sha256("\x1f".join(parts).encode()).hexdigest(), ""
        row.save()


def test_rows_of_earlier_versions_are_known_by_their_layout_still(exercise: Exercise) -> None:
    known_as_before(brought(exercise, plain()), plain())
    assert looked_at(exercise, plain()) == {"already": 3}
    assert looked_at(exercise, as_csv(plain(), delimiter=";")) == {"already": 3}
    assert looked_at(exercise, beside(plain(), "Collector", "web")) == {"maybe": 3}
    why = telling.alike(ImportBatch.objects.latest("pk"))[0].why
    assert why == "Import 1 has this number under other headings"


def test_rows_of_earlier_versions_without_numbers_are_known_in_their_layout(exercise: Exercise) -> None:
    rows = without(plain(), "Response ID")
    known_as_before(brought(exercise, rows), rows)
    assert looked_at(exercise, as_csv(rows, delimiter=";")) == {"already": 3}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "said"),
    [("biomass", {3: "item tasks-words"}), ("lgr", {5: "item tasks-words"}), ("scr", {4: "item tasks-words"})],
)
def test_the_shared_layouts_with_a_column_more_bring_no_row_again(
    shared: Path, exercise: Exercise, name: str, said: dict[int, str]
) -> None:
    """They have no numbers, and most rows say by whom they are in no way: these are told, and left out."""
    text = (shared / "samples" / "import-layouts" / f"responses_{name}_format.csv").read_text()
    heads = ["Ident 6", "Collector"] if name == "biomass" else ["Collector"]
    lines = text.splitlines()
    more = "\n".join(f"{line},{head}" for line, head in zip(lines, [*heads, *[""] * len(lines)], strict=False))
    for content in (text, more, more.replace("\n", "\r\n")):
        batch = tables.uploaded(exercise, content.encode(), received_on=clock.today())
        mapping = tables.mapping_of(batch)
        for place, to in said.items():
            mapping = mapping.with_column(place, to=to, values={})
        for place in range(len(mapping.columns)):
            mapping = mapping.with_column(place, others="leave_out")
        batches.settle(batch, mapping, by=batch.uploaded_by, received_on=clock.today(), channel="online")
        done = tables.checked(tables.fresh(batch))
        if content is text:
            assert tables.imported(done).counts == {"new": 5}
        else:
            assert done.counts.get("already", 0) + done.counts.get("maybe", 0) == 5, done.counts
