"""
Simplifying in a process of its own, with a limit of time and memory: a hostile file can only end that process.

`python -m footprints.maps.boundaries.child` reads polygons as JSON and writes what came of them.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from footprints.maps.boundaries.geojson import Polygon
from footprints.maps.boundaries.simplifying import Simplified, Unmendable, simplified

ROOT = Path(__file__).resolve().parents[3]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # each thread of its would take address space that is limited here
SECONDS = 25
MEMORY = 2 * 1024**3


class TooMuch(Exception):
    """The boundaries took too long or too much memory."""


def simplify(polygons: Mapping[str, list[Polygon]], *, seconds: int = SECONDS) -> Simplified:
    """Simplify in another process. Raises Unmendable or TooMuch."""
    command = [sys.executable, "-m", "footprints.maps.boundaries.child", str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by this very Python
            command,
            input=json.dumps(polygons).encode(),
            capture_output=True,
            timeout=seconds + 5,
            check=False,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise TooMuch from error
    if "unmendable" in said:
        raise Unmendable(said["unmendable"])
    return Simplified(
        rings={key: [[(x, y) for x, y in ring] for ring in rings] for key, rings in said["rings"].items()},
        labels={key: (x, y, room) for key, (x, y, room) in said["labels"].items()},
        mended=said["mended"],
        gaps=said["gaps"],
        points=said["points"],
    )


def main() -> None:
    """Do the work of the process."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        said: dict[str, Any] = asdict(simplified(json.load(sys.stdin)))
    except Unmendable as error:
        said = {"unmendable": str(error)}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
