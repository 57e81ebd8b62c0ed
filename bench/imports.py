"""Run inside the site as a worker would be: a spreadsheet of another survey tool, from its upload to its responses.

python -m bench.imports make ROWS FILE     a workbook with about thirty columns of answers to the exercise
python -m bench.imports run FILE           read, check, import and take back, timed, with the memory each process took
python -m bench.imports write-beside       what respondents do meanwhile: small writes, and how long one waited at most
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import xlsxwriter  # noqa: E402
from django.core.files import File  # noqa: E402

from accounts.models import User  # noqa: E402
from common import clock  # noqa: E402
from common.models import WorkerHeartbeat  # noqa: E402
from common.tasks import heartbeat  # noqa: E402
from engagement import editions  # noqa: E402
from engagement.models import Exercise  # noqa: E402
from responses.intake.imports import batches, jobs, storing  # noqa: E402
from responses.intake.imports.mapping import mapping as mappings  # noqa: E402
from responses.intake.imports.mapping.targets import targets_of  # noqa: E402
from responses.intake.imports.models import ImportBatch  # noqa: E402
from responses.submission.models import Answer  # noqa: E402
from responses.survey import survey_of  # noqa: E402

WORDS = "We see this differently in the north of our area, where most people live in villages and travel far. "
ABOUT = ["Response ID", "Submitted at", "Respondent type", "Organisation name", "Email address", "Area"]


def make(rows: str, file: str) -> dict[str, Any]:
    """Write the workbook: who answered, words, judgements, a choice and ranks."""
    exercise = Exercise.objects.published().get()
    survey = survey_of(exercise.edition_id or 0)
    boxes = [box for box in survey.boxes.values() if not box.kind.has_picture and not box.item.option]
    chance = random.Random("import")
    areas = [entry.label for entry in survey.content.categories.get("area", ())]
    day = f"{clock.today() - dt.timedelta(days=1):%d/%m/%Y}"
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Answers")
        sheet.write_row(0, 0, [*ABOUT, *(box.item.key for box in boxes)])
        for number in range(1, int(rows) + 1):
            body = number % 10 == 0
            who = ["Organisation" if body else "Individual", f"Parish council {number}" if body else ""]
            sheet.write_row(number, 0, [number, day, *who, f"row{number}@example.org", chance.choice(areas)])
            for place, box in enumerate(boxes, start=len(ABOUT)):
                if chance.random() < 0.8:
                    text = f"{WORDS}{number}" if box.kind.is_text else chance.choice(box.part.choices).label
                    sheet.write_string(number, place, text) if "order" not in box.part.key else None
    return {"columns": len(ABOUT) + len(boxes), "size": Path(file).stat().st_size}


def run(file: str) -> dict[str, Any]:
    """Bring the file in and take it back, each step as a worker does it."""
    exercise = Exercise.objects.published().get()
    by, _ = User.objects.get_or_create(email="importer@example.org", defaults={"name": "Bench", "is_active": False})
    found: dict[str, Any] = {"base": _peak(resource.RUSAGE_SELF)}
    with Path(file).open("rb") as opened:
        batch = batches.upload(exercise, File(opened, name="answers.xlsx"), channel="online", by=by)
    found["read"] = _timed(batch)
    batch = ImportBatch.objects.get(pk=batch.pk)
    batches.ask_to_check(batch, mappings.from_json(batch.mapping), targets_of(editions.of(exercise)))
    found["check"] = _timed(batch)
    batch = ImportBatch.objects.get(pk=batch.pk)
    batches.ask_to_import(batch, by=by, without_invalid=True)
    found["child"] = _peak(resource.RUSAGE_CHILDREN)  # those that read the file, and not yet the one that writes
    with _Beside() as beside:
        found["import"], found["held"] = _held(lambda: _timed(batch))
    found["waited"] = beside.waited
    done = ImportBatch.objects.get(pk=batch.pk)
    assert done.state == "imported", done.fault
    found |= {"counts": done.counts, "imported": _peak(resource.RUSAGE_SELF)}
    batches.ask_to_undo(done, by=by, why="To measure.", acted_on_too=False)
    with _Beside() as beside:
        found["undo"] = _timed(done)
    found["waited_for_undo"] = beside.waited
    found["memory"] = _peak(resource.RUSAGE_SELF)
    # Last, for SQLite shows what it has read as memory of this process
    found["answers"] = Answer.objects.filter(response__imported_row__batch=batch).count()
    return found


def _timed(batch: ImportBatch) -> float:
    began = time.perf_counter()
    jobs.work(batch.pk)
    return time.perf_counter() - began


def _held(call: Callable[[], float]) -> tuple[float, float]:
    """Return what the call returned, and how long its transaction was open."""
    original, held = storing.Prepared.write, []

    def timed(self: storing.Prepared, *args: Any) -> bool:
        began = time.perf_counter()
        try:
            return original(self, *args)
        finally:
            held.append(time.perf_counter() - began)

    storing.Prepared.write = timed  # type: ignore[method-assign]
    try:
        return call(), max(held)
    finally:
        storing.Prepared.write = original  # type: ignore[method-assign]


class _Beside:
    """Another process that writes a little all the time."""

    def __enter__(self) -> _Beside:
        command = [sys.executable, "-m", "bench.imports", "write-beside"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.process.stdout.readline()  # it has begun
        return self

    def __exit__(self, *problem: object) -> None:
        said, _ = self.process.communicate("")
        self.waited = json.loads(said)["waited"]


def write_beside() -> dict[str, Any]:
    """Write until nobody holds the other end any more."""
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    waited = 0.0
    heartbeat()
    print(flush=True)
    while not ended.wait(0.05):
        began = time.perf_counter()
        heartbeat()
        waited = max(waited, time.perf_counter() - began)
    WorkerHeartbeat.objects.all().delete()
    return {"waited": waited}


def _peak(whose: int) -> float:
    """Return the most memory that this process, or the largest of those it started, has taken, in MB."""
    return resource.getrusage(whose).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps({"make": make, "run": run, "write-beside": write_beside}[sys.argv[1]](*sys.argv[2:])))
