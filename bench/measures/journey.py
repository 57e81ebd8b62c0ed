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
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "everything": [], "bare": []}

    def journeys(*, everything: bool) -> None:
        for _ in range(JOURNEYS):
            journey.walk(stage.ours.port, stage.address, pages, everything=everything)

    read = journey.Visit(stage.ours.port).get(f"{stage.address}answer/questions/")
    sent = bare_submission()

    def submissions() -> None:
        visit = journey.Visit(stage.bare.port)
        for _ in range(SUBMISSIONS):
            visit.post(sent.path, sent.form or {})
            journey.Forms(read)

    journeys(everything=True)
    submissions()
    for _ in range(stage.rounds):
        taken["ours"].append(_used(stage, stage.ours, lambda: journeys(everything=False), JOURNEYS))
        taken["everything"].append(_used(stage, stage.ours, lambda: journeys(everything=True), JOURNEYS))
        taken["bare"].append(_used(stage, stage.bare, submissions, SUBMISSIONS))
    web = {name: [used for used, _ in side] for name, side in taken.items()}
    figures = [
        _figure(f"A whole journey ({requests} requests), ms of server CPU", web["ours"], web["bare"], target=25),
        _figure("The same with all that is folded away filled in", web["everything"], web["bare"]),
    ]
    if stage.database_leader:
        both = [[used + database for used, database in taken[name]] for name in ("ours", "bare")]
        figures.append(_figure("A journey, the database's processes included", *both))
    return figures


def _used(stage: Stage, server: Server, work: Callable[[], None], times: int) -> tuple[float, float]:
    web, database = server.cpu(), stage.database_cpu()
    work()
    return (server.cpu() - web) / times * 1000, (stage.database_cpu() - database) / times * 1000


def _figure(title: str, ours: list[float], bare: list[float], target: float | None = None) -> Figure:
    ours_ms, bare_ms = median(ours), median(bare)
    return Figure(title, f"{ours_ms:.1f} ms", f"{bare_ms:.2f} ms", ours_ms / bare_ms, target, at_most=True)
