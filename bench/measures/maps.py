"""The page of an option with its map against a bare template of 10 kB, and how soon figures follow a drawing."""

from __future__ import annotations

import random
import time
from statistics import median

from bench.client import Expected, Request, WrongReply
from bench.figures import Figure, Side, compare
from bench.journey import Forms, Visit
from bench.stage import Stage

REQUESTS = 600
CONCURRENCY = 16
OPTION = 6  # the one whose areas lie in several places, which makes the longest page
CLICKS = 60
ALLOWED_MS = 50


def measure(stage: Stage) -> list[Figure]:
    """Requests per second of the map, and milliseconds from a click to the figures."""
    return [_page(stage), *_live(stage)]


def _page(stage: Stage) -> Figure:
    words = ("app-map__picture", "Area by area", "</footer>")
    ours = [Request(f"{stage.address}options/{OPTION}/", expected=Expected(words=words))] * REQUESTS
    bare = [Request("/document/", expected=Expected(words=("24. Paragraph 24", "</html>")))] * REQUESTS
    title = f"Page of an option with its map, requests/s at {CONCURRENCY} connections"
    sides = Side(stage.ours, lambda _: ours), Side(stage.bare, lambda _: bare)
    return compare(title, *sides, concurrency=CONCURRENCY, rounds=stage.rounds, target=0.5)


def _live(stage: Stage) -> list[Figure]:
    """Ask for the figures of one drawing after another as a page with a script does, each by one area unlike the last.

    What is timed is from the sending of a request to the whole reply, on the loopback address: the client waits in it.
    """
    draft = stage.prepared("drafts", 1)[0]
    visit = Visit(stage.ours.port, {"answer": draft["token"]})
    path = f"{stage.address}answer/alternative/footprint/"
    form = Forms(visit.get(path))
    areas = [name for name in form.selects if name.startswith("area-")]
    drawn = {**form.fields, **{name: form.selects[name][0] for name in areas}}
    chance = random.Random(1)
    taken, spent = [], []
    for number in range(stage.rounds + 1):
        before = stage.ours.cpu()
        for _ in range(CLICKS):
            drawn[chance.choice(areas)] = str(chance.randint(0, 2) or "")
            seconds = _click(visit, path, drawn)
            if number:
                taken.append(seconds)
        if number:
            spent.append((stage.ours.cpu() - before) / CLICKS)
    visit.connection.close()
    middle, slow = median(taken) * 1000, sorted(taken)[len(taken) * 95 // 100] * 1000
    title = "Figures of a drawn footprint, ms from a click to the whole reply"
    return [
        Figure(title, f"{middle:.1f} ms", f"{ALLOWED_MS} ms", middle / ALLOWED_MS, 1, at_most=True),
        Figure("  of it the web server's processor time", f"{median(spent) * 1000:.1f} ms", ""),
        Figure("  19 of 20 come within", f"{slow:.1f} ms", ""),
    ]


def _click(visit: Visit, path: str, drawn: dict[str, str]) -> float:
    began = time.perf_counter()
    status, _, html = visit.send("POST", path, drawn, **{"X-Figures": "1"})
    seconds = time.perf_counter() - began
    if status != 200 or 'id="figures"' not in html or "app-map__picture" not in html:
        raise WrongReply(f"{path}: status {status}, {html[:300]}")
    return seconds
