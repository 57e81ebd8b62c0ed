"""A member of the communications team imports a file with a browser and no JavaScript."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engagement.models import Exercise
from responses.intake.imports import batches, jobs, progress
from responses.intake.imports.choosing import ON_A_PAGE
from responses.intake.imports.models import ImportBatch
from responses.intake.models import Original
from responses.submission.models import Response
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import HEADINGS, as_csv, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(exercise: Exercise, client: Client) -> Client:
    client.force_login(tables.importer(exercise))
    return client


def url(exercise: Exercise, name: str, *more: object) -> str:
    return reverse(f"responses_staff:{name}", args=[exercise.slug, *more])


def upload(browser: Client, exercise: Exercise, content: bytes, **said: str) -> ImportBatch:
    file = SimpleUploadedFile("answers.csv", content)
    answer = browser.post(url(exercise, "import_new"), {"file": file, "channel": "online", **said})
    assert answer.status_code == 302, answer.content.decode()
    return worked(ImportBatch.objects.latest("pk"))


def worked(batch: ImportBatch) -> ImportBatch:
    """Do what a worker does."""
    jobs.work(batch.pk)
    return tables.fresh(batch)


def html(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def decided(browser: Client, batch: ImportBatch, **said: str) -> Any:
    """Return the answer to what somebody says who has the page of an import, as it is now, before them."""
    page = html(browser.get(url(batch.exercise, "import", batch.number)))
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page)
    return browser.post(url(batch.exercise, "import_run", batch.number), {"seen": seen, **said})


def test_a_file_in_which_nothing_is_an_answer_yet_leads_to_the_mapping_and_offers_no_check(
    browser: Client, exercise: Exercise
) -> None:
    batch = upload(browser, exercise, as_csv([["Response ID", "Colour of the sky"], ["1", "blue"]]))
    page = html(browser.get(url(exercise, "import", batch.number)))
    assert "No column becomes an answer yet" in page
    assert "Check every row" not in page
    assert "1 column that holds something and is not imported" in page


def test_the_whole_road_on_pages(browser: Client, exercise: Exercise) -> None:
    assert "Nothing has been imported" in html(browser.get(url(exercise, "imports")))
    odd = ["104", "{day}", "Whale", "", "=HYPERLINK(1)"]
    batch = upload(browser, exercise, as_csv(plain(odd)), note="Export of June")
    page = html(browser.get(url(exercise, "import", batch.number)))
    assert "7 of 8 columns become part of a response" in page
    assert "H: Colour of the sky" in page
    assert ": 1 not decided" in page
    browser.post(url(exercise, "import_check", batch.number))
    assert "Being checked" in html(browser.get(url(exercise, "import", batch.number)))
    batch = worked(batch)
    refused = html(decided(browser, batch), 422)
    assert refused.count("<title>Error: Import") == 1
    assert "Say that the rows that are not valid may be left out" in refused
    assert "1 row is not valid" in refused
    decided(browser, batch, without_invalid="on")
    batch = worked(batch)
    assert "Imported" in html(browser.get(url(exercise, "import", batch.number)))
    assert Response.objects.count() == 3
    page = html(browser.post(url(exercise, "import_undo", batch.number), {}), 422)
    assert "Say why the import is taken back" in page
    browser.post(url(exercise, "import_undo", batch.number), {"why": "The wrong file."})
    worked(batch)
    assert "The wrong file." in html(browser.get(url(exercise, "import", batch.number)))
    response = Response.objects.first()
    shown = html(browser.get(reverse("responses_staff:response", args=[exercise.slug, response.reference])))
    assert "Taken back with its import" in shown
    assert "Withdrawn by its author" not in shown
    assert "answers.csv" in html(browser.get(url(exercise, "imports")))


def test_what_may_be_there_already_is_told_and_left_out_unless_somebody_says_otherwise(
    browser: Client, exercise: Exercise
) -> None:
    tables.imported(tables.uploaded(exercise, as_csv(plain())))
    other = [["Respondent ID", "Submitted at", HEADINGS[4]], *[[str(n), "{day}", f"Words {n}."] for n in (101, 204)]]
    batch = tables.checked(tables.uploaded(exercise, as_csv(plain(rows=other)), name="other.csv"))
    page = html(browser.get(url(exercise, "import", batch.number)))
    assert "Rows that may be there already, by reason" in page
    assert "Import 1 has this number and says other things there" in page
    like = Response.objects.get(imported_row__number=2).reference
    assert reverse("responses_staff:response", args=[exercise.slug, like]) in page
    assert re.search(r'value="leave_out"[^>]*checked', page)
    table = b"".join(browser.get(url(exercise, "import_fates", batch.number)).streaming_content).decode()
    assert "2,May be there already,,,Import 1 has this number" in table
    decided(browser, batch)
    worked(batch)
    assert Response.objects.count() == 4
    assert "Left out: may have been there already" in html(browser.get(url(exercise, "import", batch.number)))
    again = tables.checked(tables.uploaded(exercise, as_csv(plain(rows=other[:2]))))
    assert "There is no other row to import" in html(decided(browser, again, alike="leave_out"), 422)
    decided(browser, again, alike="import")
    worked(again)
    assert Response.objects.count() == 5
    assert "Imported, as other people’s answers" in html(browser.get(url(exercise, "import", again.number)))


def test_what_is_said_of_rows_holds_only_while_these_are_the_rows(browser: Client, exercise: Exercise) -> None:
    """Somebody else may have the columns mapped anew and the rows checked again meanwhile."""
    batch = tables.checked(tables.uploaded(exercise, as_csv(plain())))
    before = batch.asked_at.isoformat()
    tables.checked(batch)
    here = url(exercise, "import_run", batch.number)
    for said in ({"seen": before, "alike": "import"}, {"alike": "import"}):
        assert "Look again, then decide" in html(browser.post(here, said, follow=True))
        assert tables.fresh(batch).state == "checked"
    decided(browser, batch)
    assert tables.fresh(batch).state == "importing"


def test_the_page_tells_how_far_the_writing_is_and_when_nothing_is_heard(
    browser: Client, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = tables.checked(tables.uploaded(exercise, as_csv(plain())))
    batches.ask_to_import(batch, by=batch.uploaded_by)
    batch = batches.claim(batch.pk)
    here = url(exercise, "import", batch.number)
    assert "done" not in html(browser.get(here, headers={"HX-Request": "true"}))
    monkeypatch.setattr(progress, "EVERY", 0)
    told = progress.Teller(batch, 200)
    told(124)
    assert "62% done" in html(browser.get(here, headers={"HX-Request": "true"}))
    monkeypatch.setattr(progress, "SILENT", dt.timedelta(0))
    page = html(browser.get(here))
    assert "Nothing has been heard of the work since" in page
    assert "62%" not in page
    ImportBatch.objects.filter(pk=batch.pk).update(lease_until=None)
    assert progress.heard(batches.claim(batch.pk)) is None  # what one attempt said is not said of the next


def test_the_fates_are_a_file_that_no_spreadsheet_obeys(browser: Client, exercise: Exercise) -> None:
    rows = [["=1+1", "What do you think of the tasks we suggest?"], ["@whale", "Words"], ["", "More"]]
    batch = upload(browser, exercise, as_csv(rows), **dict.fromkeys([], ""))
    mapping = tables.mapping_of(batch).with_column(0, to="kind", values={})
    ImportBatch.objects.filter(pk=batch.pk).update(mapping=mapping.as_json())
    browser.post(url(exercise, "import_check", batch.number))
    worked(batch)
    answer = browser.get(url(exercise, "import_fates", batch.number))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert table[0] == ["row", "fate", "column", "heading", "why", "reference"]
    assert table[1][:4] == ["2", "Not valid", "A", "'=1+1"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_a_hundred_and_twenty_columns_are_mapped_page_by_page(browser: Client, exercise: Exercise) -> None:
    heads = [f"Heading {number}" for number in range(120)]
    batch = upload(browser, exercise, as_csv([heads, ["x"] * 120]))
    pages = [html(browser.get(url(exercise, "import_columns", batch.number) + f"?from={first}")) for first in (0, 80)]
    assert [page.count("<select") for page in pages] == [ON_A_PAGE, ON_A_PAGE]
    seen = re.search(r'name="seen" value="(.*?)"', pages[0])[1]
    here = url(exercise, "import_columns", batch.number)
    answer = browser.post(here, {"seen": seen, "to-0": "item tasks-words", "to-1": "item tasks-words"})
    assert answer["Location"].endswith("?from=40")
    mapping = tables.mapping_of(tables.fresh(batch))
    assert [column.to for column in mapping.columns[:3]] == ["item tasks-words", "item tasks-words", "ignore"]
    assert mapping.columns[0].reason == "Chosen by a person"
    late = html(browser.post(here, {"seen": seen, "to-0": "ignore"}), 422)
    assert "Somebody else has changed the mapping" in late
    seen = re.search(r'name="seen" value="(.*?)"', html(browser.get(here)))[1]
    twice = html(browser.post(here, {"seen": seen, "to-2": "kind", "to-3": "kind"}), 422)
    assert "becomes this already" in twice
    assert 'aria-invalid="true"' in twice


def test_values_are_given_a_meaning(browser: Client, exercise: Exercise) -> None:
    batch = upload(browser, exercise, as_csv(plain(["104", "{day}", "Whale", "", "Words."])))
    here = url(exercise, "import_values", batch.number, 2)
    page = html(browser.get(here))
    assert page.index("Whale") < page.index("As an individual")  # what is not decided comes first
    seen = re.search(r'name="seen" value="(.*?)"', page)[1]
    browser.post(here, {"seen": seen, "value-0": "organisation", "others": "leave_out"})
    column = tables.mapping_of(tables.fresh(batch)).columns[2]
    assert (column.values["Whale"], column.others) == ("organisation", "leave_out")
    days = url(exercise, "import_values", batch.number, 5)
    seen = re.search(r'name="seen" value="(.*?)"', html(browser.get(days)))[1]
    browser.post(days, {"seen": seen, "delimiter": "comma", "others": "invalid"})
    assert tables.mapping_of(tables.fresh(batch)).columns[5].delimiter == ","
    assert browser.get(url(exercise, "import_values", batch.number, 4)).status_code == 404  # words have no values
    assert browser.get(url(exercise, "import_values", batch.number, 99)).status_code == 404


def test_another_number_of_heading_rows_has_the_file_read_once_more(browser: Client, exercise: Exercise) -> None:
    batch = upload(browser, exercise, as_csv(plain()))
    here = url(exercise, "import_reading", batch.number)
    html(browser.get(here))
    said = {"header_rows": "2", "encoding": "", "dates": "day", "same_rows": "import", "channel": "paper"}
    assert "Choose how they came in" in html(browser.post(here, {**said, "channel": ""}), 422)
    browser.post(here, said)
    batch = tables.fresh(batch)
    assert batch.state == "uploaded"
    batch = worked(batch)
    assert (batch.state, batch.channel, tables.shape_of(batch).rows) == ("read", "paper", 2)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"channel": "online"}, "Choose a spreadsheet"),
        ({"channel": "meeting"}, "Select a valid choice"),
        ({"received_on_day": "1", "received_on_month": "1", "received_on_year": "2001"}, "The exercise opened on"),
    ],
)
def test_what_is_wrong_with_an_upload_is_told_at_the_field(
    browser: Client, exercise: Exercise, said: dict[str, str], why: str
) -> None:
    file = {} if "channel" in said and said["channel"] == "online" else {"file": SimpleUploadedFile("a.csv", b"a\n1")}
    assert why in html(browser.post(url(exercise, "import_new"), {"channel": "online", **said, **file}), 422)
    assert not Original.objects.exists()
