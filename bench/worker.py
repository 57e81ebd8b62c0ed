"""Run inside the site as a worker would be: exports and reports, timed against plain SQL, with the memory they took.

python -m bench.worker compose ROUNDS     from taking a snapshot to a report's data, and the counts it needs
python -m bench.worker build REASON       a report with its data, for the two that follow
python -m bench.worker export ROUNDS      the CSV of all answers, and COPY of the same rows
python -m bench.worker render FORMAT      one file of the report
"""

from __future__ import annotations

import csv
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from analysis import asking, drawn, formats, reports, snapshots, standing  # noqa: E402
from analysis.composing.patterns import shown  # noqa: E402
from analysis.composing.report import compose  # noqa: E402
from analysis.models import Report  # noqa: E402
from analysis.render.base import Job  # noqa: E402
from bench import copies  # noqa: E402
from engagement import editions  # noqa: E402
from engagement.models import Exercise  # noqa: E402
from footprints import geography  # noqa: E402

_COUNTED = "superseded_at IS NULL AND withdrawn_at IS NULL AND standing <> 'left_out' AND timing <> 'late'"
COUNTS = [
    "SELECT standing, timing, channel, kind, organisation_confirmed, synthetic, count(*) FROM responses_response "
    "GROUP BY standing, timing, channel, kind, organisation_confirmed, synthetic",
    f"SELECT date(received_at), kind, channel, count(*) FROM responses_response WHERE {_COUNTED} GROUP BY 1, 2, 3",
    f"SELECT organisation_type_id, count(*) FROM responses_response WHERE {_COUNTED} GROUP BY 1",
    f"SELECT area_id, kind, count(*) FROM responses_response WHERE {_COUNTED} GROUP BY 1, 2",
    f"SELECT role_id, kind, count(*) FROM responses_response WHERE {_COUNTED} GROUP BY 1, 2",
    "SELECT answer.item_id, response.kind, answer.says_nothing, answer.text = '', count(*) "
    "FROM responses_answer answer "
    f"JOIN responses_response response ON response.id = answer.response_id WHERE {_COUNTED} GROUP BY 1, 2, 3, 4",
    "SELECT answer.item_id, picked.choice_id, response.kind, count(*) FROM responses_answerchoice picked "
    "JOIN responses_answer answer ON answer.id = picked.answer_id "
    f"JOIN responses_response response ON response.id = answer.response_id WHERE {_COUNTED} GROUP BY 1, 2, 3",
]


def build(reason: str) -> dict[str, Any]:
    """Make a report with its data."""
    exercise = Exercise.objects.published().get()
    report = reports.claim(asking.ask(exercise, audience=Report.Audience.STEERING, by=None, reason=reason).pk)
    assert report is not None
    assert reports.build(report)
    return {"report": report.number}


def export(rounds: str) -> dict[str, Any]:
    """Write the CSV, copy the same rows and copy the bare rows, in turn; then see that all three have as many."""
    job = _job(Path())
    with tempfile.TemporaryDirectory() as folder:
        ours, same, bare = (Path(folder) / name for name in ("ours.csv", "same.csv", "bare.csv"))
        sides = {
            "ours": lambda: formats.renderer("csv")(replace(job, target=ours)),
            "same": lambda: copies.copy(copies.SAME_ROWS, job.snapshot, same),
            "bare": lambda: copies.copy(copies.BARE_ROWS, job.snapshot, bare),
        }
        found = {**in_turn(int(rounds), sides), "memory": most_memory(), "size": ours.stat().st_size}
        rows = {counted(same), counted(bare), counted(ours) - 1}  # ours has headings
        assert len(rows) == 1, rows
        return {**found, "rows": rows.pop()}


def counted(path: Path) -> int:
    """Return how many rows a CSV file has."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def compose_report(rounds: str) -> dict[str, Any]:
    """Take a snapshot and compose a report's data of it; ask for the plain counts; the patterns alone; in turn."""
    exercise = Exercise.objects.published().get()
    report = Report(exercise=exercise, number=1, audience=Report.Audience.STEERING)
    assert exercise.edition_id is not None
    content = editions.compiled(exercise.edition_id)
    items = [item for part in standing.parts_of(content) for item in part.items]
    shape, footprints = geography.of(content), []

    def ours() -> None:
        report.snapshot = snapshots.take(exercise)
        assert compose(report, [])["sections"]

    def bare() -> None:
        with connection.cursor() as cursor:
            for counts in COUNTS:
                cursor.execute(counts)
                assert cursor.fetchall()

    def patterns() -> None:
        assert shape is not None
        assert report.snapshot is not None
        for item in items:
            alternatives = drawn.in_snapshot(report.snapshot, report.audience, item.id)
            assert shown(item.key, alternatives, content, shape, {}).kinds
            footprints.append(len(alternatives))

    found = in_turn(int(rounds), {"ours": ours, "bare": bare, "patterns": patterns})
    return {**found, "footprints": footprints[-1], "memory": most_memory()}


def render(name: str) -> dict[str, Any]:
    """Make one file of the report."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"report.{name}"
        job = _job(target)
        began = time.perf_counter()
        formats.renderer(name)(job)
        seconds = time.perf_counter() - began
        return {"ours": seconds, "size": target.stat().st_size, "memory": most_memory()}


def _job(target: Path) -> Job:
    """Return the rendering of the report that was built last."""
    report = Report.objects.filter(data__isnull=False).select_related("exercise", "snapshot").latest("number")
    return Job(report, report.data or {}, target)


def in_turn(rounds: int, sides: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Return the median seconds of each side; one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            if number:
                taken[name].append(time.perf_counter() - began)
    return {name: median(seconds) for name, seconds in taken.items()}


def most_memory() -> float:
    """Return the most memory that this process has had, with the largest of its children, in megabytes."""
    status = Path("/proc/self/status").read_text()
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (int(status.partition("VmHWM:")[2].split()[0]) + children) / 1024


if __name__ == "__main__":
    done = {"compose": compose_report, "build": build, "export": export, "render": render}[sys.argv[1]](sys.argv[2])
    json.dump(done, sys.stdout)
