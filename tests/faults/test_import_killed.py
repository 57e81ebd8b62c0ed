"""A worker that is killed in the middle of an import: nothing of it is there, and the next one brings all of it."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from common import clock
from engagement.packs import loading
from responses.intake.imports import batches, progress
from responses.intake.imports.models import ImportBatch, ImportedRow
from responses.intake.imports.tasks import sweep_imports, work_on_import
from responses.submission.models import Answer, Response
from tests import factories
from tests.responses.intake.imports import tables
from tests.responses.intake.imports.tables import as_csv
from tests.support.worker import Worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

ROWS = 8_000


@pytest.mark.parametrize("moment", ["while the rows are prepared", "while they are written"])
def test_an_import_whose_worker_was_killed_leaves_nothing_and_is_done_by_the_next(worker: Worker, moment: str) -> None:
    exercise = loading.load(factories.NORTHSHIRE, open_for=10, opened_days_ago=10).edition.exercise
    rows = [["Response ID", "What do you think of the tasks we suggest?", "Which option is the better one?"]]
    rows += [[str(number), f"Words of number {number}", "The first"] for number in range(ROWS)]
    batch = tables.checked(tables.uploaded(exercise, as_csv(rows), received_on=clock.today()))
    batches.ask_to_import(batch, by=batch.uploaded_by)
    work_on_import.delay(batch.pk)
    worker.wait_until(lambda: tables.fresh(batch).done >= 1, seconds=240)
    if moment == "while they are written":
        while not progress.heard(tables.fresh(batch)):
            time.sleep(0.001)
    worker.kill()
    assert tables.fresh(batch).state == "importing"
    for model in (Response, Answer, ImportedRow):
        assert not model.objects.exists()
    last = progress.heard(tables.fresh(batch))
    assert (last is not None and last.per_cent < 100) == (moment == "while they are written")
    ImportBatch.objects.update(lease_until=clock.now() - dt.timedelta(minutes=1))
    worker.start()
    sweep_imports()
    worker.wait_until(lambda: tables.fresh(batch).state == "imported", seconds=240)
    assert progress.heard(tables.fresh(batch)) is None
    assert Response.objects.count() == ImportedRow.objects.count() == ROWS
    assert Answer.objects.count() == 2 * ROWS
