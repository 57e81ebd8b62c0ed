"""
Reading a spreadsheet in a process of its own, with limits of time, memory and output: a hostile file can only end it.

`python -m responses.intake.imports.sheets.child SHEET ENCODING` reads the file that is its standard input and writes a
line of JSON about it, then one for each row. It is told nothing of the site's settings.
"""

from __future__ import annotations

import json
import logging
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from common.processes import bare_environment
from common.text import SIGN
from responses.intake.imports.sheets import plain, workbook
from responses.intake.imports.sheets.faults import MOST_COLUMNS, MOST_ROWS, Unreadable, too_many_columns, too_many_rows

ROOT = Path(__file__).resolve().parents[4]
SECONDS = 120
MEMORY = 1536 * 1024**2
OUTPUT = 400 * 1024**2
HEADINGS = 20  # rows that may stand above the answers
BY_LIMIT = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ, -signal.SIGABRT}
TOO_MUCH = "The file takes more time or memory to read than a table of answers should. Save it as CSV and upload that."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parsed:
    """What a file says of itself, and its rows, to be gone through once; every row with its number in the file."""

    told: dict[str, Any]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def parsed(file: IO[bytes], *, sheet: str = "", encoding: str = "", seconds: int = SECONDS) -> Iterator[Parsed]:
    """Read a file in another process. Raises Unreadable; rows come from a nameless file that goes away at the end."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        shutil.copyfileobj(file, given)
        given.seek(0)
        _run(given, made, sheet, encoding, seconds)
        made.seek(0)
        told = json.loads(made.readline() or b"{}")
        if "fault" in told:
            raise Unreadable(told["fault"])
        yield Parsed(told, _read_back(made))


def _run(given: IO[bytes], made: IO[bytes], sheet: str, encoding: str, seconds: int) -> None:
    command = [sys.executable, "-m", "responses.intake.imports.sheets.child", sheet, encoding, str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by this very Python
            command,
            stdin=given,
            stdout=made,
            stderr=subprocess.PIPE,
            timeout=seconds + 30,
            check=False,
            cwd=ROOT,
            env=bare_environment(),
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_MUCH) from None
    if done.returncode:
        complaints = done.stderr.decode(errors="replace")
        if done.returncode in BY_LIMIT or "MemoryError" in complaints or "File too large" in complaints:
            raise Unreadable(TOO_MUCH)
        log.error("Reading a spreadsheet ended with %s: %s", done.returncode, complaints[-2000:])
        raise Unreadable("The file cannot be read. Open it, save it again as .xlsx or CSV, and upload that.")


def _read_back(made: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(made, start=1):
        said = json.loads(line)
        if isinstance(said, dict):
            raise Unreadable(said["fault"])
        if said:
            yield number, said


def _limit(kind: int, most: int) -> None:
    """Limit this process, or leave it at what the machine allows where that is less."""
    _, allowed = resource.getrlimit(kind)
    least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(kind, (least, least))


def _lines(file: IO[bytes], sheet: str, encoding: str) -> Iterator[Any]:
    """Return what is to be written: about the file, then its rows; a fault where it cannot be read on."""
    try:
        head = file.read(8)
        file.seek(0)
        read = workbook.read(file, sheet) if workbook.is_workbook(head) else plain.read(file, encoding)
        yield read[0]
        filled = 0
        for row in read[1]:
            filled += bool(row)
            if filled > MOST_ROWS + HEADINGS:
                raise too_many_rows()
            if len(row) > MOST_COLUMNS:
                raise too_many_columns(len(row))
            yield [cell.replace("\x00", SIGN) for cell in row]  # no database of ours holds it
    except Unreadable as fault:
        yield {"fault": str(fault)}


def main() -> None:
    """Do the work of the process."""
    sheet, encoding, seconds = sys.argv[1:4]
    for kind, most in ((resource.RLIMIT_CPU, int(seconds)), (resource.RLIMIT_AS, MEMORY)):
        _limit(kind, most)
    _limit(resource.RLIMIT_FSIZE, OUTPUT)
    for line in _lines(sys.stdin.buffer, sheet, encoding):
        sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
