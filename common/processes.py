"""What a process that we start for one piece of work is told of the machine: nothing that is secret."""

from __future__ import annotations

import os

PASSED_ON = ("PATH", "LANG", "TMPDIR", "OPENBLAS_NUM_THREADS")


def bare_environment(**more: str) -> dict[str, str]:
    """Return an environment without settings and keys, for a process that needs none."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ} | more
