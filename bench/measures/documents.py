"""A document page against a bare template of 10 kB."""

from __future__ import annotations

from bench import client
from bench.client import Expected, Request
from bench.figures import Figure, in_turn
from bench.stage import Stage

REQUESTS = 600
CONCURRENCY = 16


def measure(stage: Stage) -> list[Figure]:
    """Requests per second at concurrency 16."""
    ours = [Request(f"{stage.address}document/c/", expected=Expected(words=('id="p', "</footer>")))] * REQUESTS
    bare = [Request("/document/", expected=Expected(words=("24. Paragraph 24", "</html>")))] * REQUESTS
    ours_rate, bare_rate = in_turn(
        stage.rounds,
        lambda _: client.load(stage.ours.port, ours, CONCURRENCY),
        lambda _: client.load(stage.bare.port, bare, CONCURRENCY),
    )
    title = f"Document page, requests/s at {CONCURRENCY} connections"
    return [Figure(title, f"{ours_rate:.0f}", f"{bare_rate:.0f}", ours_rate / bare_rate, 0.5)]
