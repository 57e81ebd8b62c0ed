"""Accepted submissions against a bare view that checks twenty fields and inserts a response and twenty answers."""

from __future__ import annotations

from typing import Any

from bench import client
from bench.client import Expected, Request
from bench.figures import Figure, in_turn
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
    ours_rate, bare_rate = in_turn(
        stage.rounds,
        lambda number: client.load(stage.ours.port, _ours(stage, drafts, number), CONCURRENCY),
        lambda _: client.load(stage.bare.port, [bare_submission()] * EACH_ROUND, CONCURRENCY),
    )
    taken = int(stage.prepared("responses")) - before
    if taken != len(drafts):
        raise client.WrongReply(f"{len(drafts)} answers were sent and {taken} responses are there")
    title = f"Accepted submissions ({answers} answers; bare 20), per second"
    return [Figure(title, f"{ours_rate:.0f}", f"{bare_rate:.0f}", ours_rate / bare_rate, 1 / 3)]


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
