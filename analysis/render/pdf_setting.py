"""What setting a long report takes of the machine, and how that is kept in bounds."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from analysis.render.base import Job
from common.processes import bare_environment

TYPESETTER = Path(__file__).with_name("pdf_typeset.py")
RENEWED_EVERY = 30  # seconds
MOST_IN_TABLE = 2_000  # rows; a list of 20,000 organisations would take a gigabyte to set


def typeset(job: Job, folder: Path) -> None:
    """Have the file set by a process of its own: it takes hundreds of megabytes, and gives them back by ending."""
    made = str(int(job.snapshot.taken_at.timestamp()))
    command = [sys.executable, "-I", str(TYPESETTER), str(folder), str(job.target), made]
    with (folder / "complaints").open("w+") as complaints, _started(command, complaints) as process:
        try:
            while process.poll() is None:
                job.renew()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(RENEWED_EVERY)
        finally:
            process.kill()
        if process.returncode:
            complaints.seek(0)
            raise RuntimeError(f"The PDF could not be set: {complaints.read()[-2000:]}")


def _started(command: list[str], complaints: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - a file of ours, and paths that we made
        command, stderr=complaints, env=bare_environment()
    )


def shortened(block: dict[str, Any]) -> dict[str, Any]:
    """Return a table with as many rows as are set, and a note where there are more."""
    rows = block["rows"]
    if len(rows) <= MOST_IN_TABLE:
        return block
    note = f"The first {MOST_IN_TABLE:,} of {len(rows):,} rows. The Excel file has them all."
    return {**block, "rows": rows[:MOST_IN_TABLE], "notes": [note, *block["notes"]]}
