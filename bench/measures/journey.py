"""The processor time of a whole journey against that of one bare submission.

Both sides are asked by the same client, one request at a time, and it reads a page before it asks again: a server that
waits between requests needs more time for each than one that is kept busy with the same one.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from bench import journey
from bench.figures import Figure
from bench.measures.submission import bare_submission
from bench.servers import Server
from bench.stage import Stage

JOURNEYS = 8
SUBMISSIONS = 100


def measure(stage: Stage) -> list[Figure]:
    """Milliseconds of the web server's processes, and with those of the database where they can be told."""
    pages = list(stage.survey["pages"])
    requests = journey.walk(stage.ours.port, stage.address, pages)
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []

    def journeys() -> None:
        for _ in range(JOURNEYS):
            journey.walk(stage.ours.port, stage.address, pages)

    read = journey.Visit(stage.ours.port).get(f"{stage.address}answer/questions/")
    sent = bare_submission()

    def submissions() -> None:
        visit = journey.Visit(stage.bare.port)
        for _ in range(SUBMISSIONS):
            visit.post(sent.path, sent.form or {})
            journey.Forms(read)

    submissions()
    for _ in range(stage.rounds):
        ours.append(_used(stage, stage.ours, journeys, JOURNEYS))
        bare.append(_used(stage, stage.bare, submissions, SUBMISSIONS))
    title = f"A whole journey ({requests} requests), ms of server CPU"
    figures = [_figure(title, [web for web, _ in ours], [web for web, _ in bare], target=25)]
    if stage.database_leader:
        both = [[web + database for web, database in side] for side in (ours, bare)]
        figures.append(_figure("The same, the database's processes included", *both))
    return figures


def _used(stage: Stage, server: Server, work: Callable[[], None], times: int) -> tuple[float, float]:
    web, database = server.cpu(), stage.database_cpu()
    work()
    return (server.cpu() - web) / times * 1000, (stage.database_cpu() - database) / times * 1000


def _figure(title: str, ours: list[float], bare: list[float], target: float | None = None) -> Figure:
    ours_ms, bare_ms = median(ours), median(bare)
    return Figure(title, f"{ours_ms:.1f} ms", f"{bare_ms:.2f} ms", ours_ms / bare_ms, target, at_most=True)
