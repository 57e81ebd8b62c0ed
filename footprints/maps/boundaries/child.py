"""
Simplifying in a process of its own, with a limit of time and memory: a hostile file can only end that process.

`python -m footprints.maps.boundaries.child` reads polygons as JSON and writes what came of them. It is told nothing of
the site's settings.
"""

from __future__ import annotations

import json
import logging
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from common.processes import bare_environment
from footprints.maps.boundaries.geojson import Polygon
from footprints.maps.boundaries.simplifying import Overlapping, Simplified, Unmendable, simplified

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 25
MEMORY = 2 * 1024**3
BY_LIMIT = {-signal.SIGKILL, -signal.SIGXCPU}
OUT_OF_MEMORY = "bad_alloc"  # as C++ calls it, be it told as an exception or by ending the process

log = logging.getLogger(__name__)


class TooMuch(Exception):
    """The boundaries took too long or too much memory."""


class Failed(Exception):
    """The boundaries could not be simplified, for a reason that only the log knows."""


def simplify(polygons: Mapping[str, list[Polygon]], *, seconds: int = SECONDS) -> Simplified:
    """Simplify in another process. Raises Unmendable, Overlapping, TooMuch or Failed."""
    command = [sys.executable, "-m", "footprints.maps.boundaries.child", str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by this very Python
            command,
            input=json.dumps(polygons).encode(),
            capture_output=True,
            timeout=seconds + 5,
            check=False,
            cwd=ROOT,
            env=bare_environment(OPENBLAS_NUM_THREADS="1"),  # each thread takes address space, which is limited
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    if done.returncode:
        _tell(done.returncode, done.stderr.decode(errors="replace"))
    return _understood(json.loads(done.stdout))


def _tell(code: int, complaints: str) -> None:
    """Raise what ended the process."""
    if code in BY_LIMIT or "MemoryError" in complaints or OUT_OF_MEMORY in complaints:
        raise TooMuch
    log.error("Simplifying boundaries ended with %s: %s", code, complaints[-2000:])
    raise Failed


def _understood(said: dict[str, Any]) -> Simplified:
    if "unmendable" in said:
        raise Unmendable(said["unmendable"])
    if "overlapping" in said:
        raise Overlapping([(one, other) for one, other in said["overlapping"]])
    return Simplified(
        rings={key: [[(x, y) for x, y in ring] for ring in rings] for key, rings in said["rings"].items()},
        labels={key: (x, y, room) for key, (x, y, room) in said["labels"].items()},
        mended=said["mended"],
        overlaps=[(one, other) for one, other in said["overlaps"]],
        gaps=said["gaps"],
        points=said["points"],
    )


def _limit(kind: int, most: int) -> None:
    """Limit this process, or leave it at what the machine allows where that is less."""
    _, allowed = resource.getrlimit(kind)
    least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(kind, (least, least))


def main() -> None:
    """Do the work of the process."""
    seconds = int(sys.argv[1])
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, MEMORY)
    try:
        said: dict[str, Any] = asdict(simplified(json.load(sys.stdin)))
    except Unmendable as error:
        said = {"unmendable": str(error)}
    except Overlapping as error:
        said = {"overlapping": error.pairs}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
