"""Run inside the site as a worker would be: exports and reports, timed against plain SQL, with the memory they took.

python -m bench.worker export ROUNDS      the CSV of all answers, and COPY of the same rows
python -m bench.worker compose ROUNDS     from taking a snapshot to a report's data, and the counts it needs
python -m bench.worker render FORMAT      one file of a report
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402

from analysis import formats, reports, snapshots  # noqa: E402
from analysis.composing.report import compose  # noqa: E402
from analysis.models import Report  # noqa: E402
from analysis.render.base import Job  # noqa: E402
from engagement.models import Exercise  # noqa: E402

SAME_ROWS = """
SELECT response.reference, response.kind, response.organisation_name, response.channel, response.received_at,
  response.timing, answer.item_id, answer.says_nothing, answer.text
FROM responses_answer answer JOIN responses_response response ON response.id = answer.response_id
WHERE response.standing = 'accepted' AND response.superseded_at IS NULL AND response.withdrawn_at IS NULL
"""
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


def export(rounds: str) -> dict[str, Any]:
    """Write the CSV and copy the same rows, in turn."""
    report = built()
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.csv", Path(folder) / "bare.csv"

        def render() -> None:
            formats.renderer("csv")(Job(report, report.data or {}, ours))

        figures = in_turn(int(rounds), render, lambda: copied(bare))
        return {**figures, "rows": counted(), "size": ours.stat().st_size, "memory": most_memory()}


def copied(target: Path) -> None:
    """COPY the rows into a file."""
    with connection.cursor() as cursor, target.open("wb") as file:
        cursor.cursor.copy_expert(f"COPY ({SAME_ROWS}) TO STDOUT WITH (FORMAT csv)", file)


def counted() -> int:
    """Return how many rows an export has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({SAME_ROWS}) AS every_row")
        return int(cursor.fetchone()[0])


def compose_report(rounds: str) -> dict[str, Any]:
    """Take a snapshot and compose a report's data of it; ask for the plain counts; in turn."""
    exercise = Exercise.objects.published().get()
    report = Report(exercise=exercise, number=1, audience=Report.Audience.STEERING)

    def ours() -> None:
        report.snapshot = snapshots.take(exercise)
        assert compose(report, [])["sections"]

    def bare() -> None:
        with connection.cursor() as cursor:
            for counts in COUNTS:
                cursor.execute(counts)
                assert cursor.fetchall()

    return {**in_turn(int(rounds), ours, bare), "memory": most_memory()}


def render(name: str) -> dict[str, Any]:
    """Make one file of a report."""
    report = built()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"report.{name}"
        began = time.perf_counter()
        formats.renderer(name)(Job(report, report.data or {}, target))
        seconds = time.perf_counter() - began
        return {"ours": seconds, "size": target.stat().st_size, "memory": most_memory()}


def built() -> Report:
    """Return a report with its data."""
    exercise = Exercise.objects.published().get()
    asked = reports.request(exercise, audience=Report.Audience.STEERING, by=None, reason="To measure.")
    report = reports.claim(asked.pk)
    assert report is not None
    assert reports.build(report)
    return report


def in_turn(rounds: int, ours: Callable[[], None], bare: Callable[[], None]) -> dict[str, float]:
    """Return the median seconds of each side; one round to warm up."""
    taken: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(rounds + 1):
        for name, side in (("ours", ours), ("bare", bare)):
            began = time.perf_counter()
            side()
            if number:
                taken[name].append(time.perf_counter() - began)
    return {name: median(seconds) for name, seconds in taken.items()}


def most_memory() -> float:
    """Return the most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    done = {"export": export, "compose": compose_report, "render": render}[sys.argv[1]](sys.argv[2])
    json.dump(done, sys.stdout)
