"""The rows of the CSV file by PostgreSQL's COPY. The same rows, in the same order, as Python would write."""

from __future__ import annotations

from typing import IO

from analysis.render.base import Job


def copy_answers(job: Job, file: IO[bytes]) -> None:
    raise NotImplementedError
