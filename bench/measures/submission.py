"""Accepted submissions against a bare view that checks twenty fields and inserts a response and twenty answers."""

from __future__ import annotations

from typing import Any

from bench import client
from bench.client import Expected, Request
from bench.figures import Figure, Side, compare
from bench.stage import Stage

EACH_ROUND = 100
CONCURRENCY = 8
CSRF = "c" * 32
TEXT = "We see this differently in the north of our area. " * 5


def measure(stage: Stage) -> list[Figure]:
    """Responses taken per second; each of ours is a draft of its own with every box filled in."""
    drafts = stage.prepared("drafts", EACH_ROUND * (stage.rounds + 1), "full")
    answers = len(drafts[0]["answers"])
    before = int(stage.prepared("responses"))
    figure = compare(
        f"Accepted submissions ({answers} answers; bare 20), per second",
        Side(stage.ours, lambda number: _ours(stage, drafts, number)),
        Side(stage.bare, lambda _: [bare_submission()] * EACH_ROUND),
        concurrency=CONCURRENCY,
        rounds=stage.rounds,
        target=1 / 3,
    )
    taken = int(stage.prepared("responses")) - before
    if taken != len(drafts):
        raise client.WrongReply(f"{len(drafts)} answers were sent and {taken} responses are there")
    return [figure]


def _ours(stage: Stage, drafts: list[dict[str, Any]], number: int) -> list[Request]:
    path, receipt = f"{stage.address}answer/submit/", Expected(status=302)
    return [
        Request(
            path,
            {"key": draft["key"], "csrfmiddlewaretoken": CSRF},
            {"Cookie": f"answer={draft['token']}; csrf={CSRF}"},
            receipt,
        )
        for draft in drafts[number * EACH_ROUND : (number + 1) * EACH_ROUND]
    ]


def bare_submission() -> Request:
    """Return the bare side's request."""
    form = {f"answer-{number}": f"{number}. {TEXT}" for number in range(20)}
    return Request("/submit/", form, expected=Expected(status=302))
