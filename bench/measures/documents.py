"""A document page against a bare template of 10 kB."""

from __future__ import annotations

from bench.client import Expected, Request
from bench.figures import Figure, Side, compare
from bench.stage import Stage

REQUESTS = 600
CONCURRENCY = 16


def measure(stage: Stage) -> list[Figure]:
    """Requests per second at concurrency 16."""
    ours = [Request(f"{stage.address}document/c/", expected=Expected(words=('id="p', "</footer>")))] * REQUESTS
    bare = [Request("/document/", expected=Expected(words=("24. Paragraph 24", "</html>")))] * REQUESTS
    title = f"Document page, requests/s at {CONCURRENCY} connections"
    sides = Side(stage.ours, lambda _: ours), Side(stage.bare, lambda _: bare)
    return [compare(title, *sides, concurrency=CONCURRENCY, rounds=stage.rounds, target=0.5)]
