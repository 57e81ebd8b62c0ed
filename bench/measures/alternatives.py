"""What alternative footprints say together: the pairs of areas, and the grouping that agrees best with them all."""

from __future__ import annotations

import json
import resource
import sys
import time
from statistics import median

import numpy as np

from analysis.measures import partitions
from bench.figures import Figure
from bench.stage import Stage

FEW, MANY = 1_000, 10_000
AREAS = (20, 60)
ALLOWED_S = 5
PLACES = (1, 3, 4, 5, 6, 7)


def measure(stage: Stage) -> list[Figure]:
    """Measure with fewer and with more areas, and the memory of a tenth of the alternatives against all of them."""
    found = {}
    for areas in AREAS:
        for alternatives in (FEW, MANY):
            printed = stage.run("-m", "bench.measures.alternatives", alternatives, areas, stage.rounds)
            found[areas, alternatives] = json.loads(printed)
    return [figure for areas in AREAS for figure in _figures(areas, found[areas, FEW], found[areas, MANY])]


def _figures(areas: int, few: dict[str, float], many: dict[str, float]) -> list[Figure]:
    title = f"Pairs and grouping of {MANY:,} alternatives, {areas} areas"
    spent = many["pairs"] + many["grouping"]
    grown = many["memory"] / few["memory"]
    megabytes = f"{many['memory']:.0f} MB", f"{few['memory']:.0f} MB"
    return [
        Figure(title, f"{spent:.2f} s", f"{ALLOWED_S} s", spent / ALLOWED_S, 1, at_most=True),
        Figure(f"  of it the pairs ({many['cpu']:.1f} s of processor time in all)", f"{many['pairs']:.2f} s", ""),
        Figure(f"  memory against that of {FEW:,}", *megabytes, grown, 1.25, at_most=True),
    ]


def _drawn(alternatives: int, areas: int) -> partitions.Alternatives:
    """Invent alternatives: each is like one of a few footprints, with up to a third of its areas put elsewhere."""
    chance = np.random.default_rng(areas)
    footprints = np.stack([np.sort(chance.integers(0, places, areas)) for places in PLACES])
    places = footprints[chance.integers(0, len(PLACES), alternatives)]
    moved = chance.random(places.shape) < chance.random((alternatives, 1)) / 3
    places = np.where(moved, chance.integers(0, max(PLACES), places.shape), places)
    keys = tuple(f"area-{number:02}" for number in range(areas))
    kinds = ("individual",) * alternatives
    return partitions.Alternatives(keys, tuple(range(alternatives)), kinds, partitions.canonical(places))


def _main(alternatives: int, areas: int, rounds: int) -> None:
    """Print seconds and megabytes, from a process of its own whose highest memory says something."""
    drawn = _drawn(alternatives, areas)
    taken: dict[str, list[float]] = {"pairs": [], "grouping": [], "cpu": []}
    for _ in range(rounds):
        fresh = partitions.Alternatives(drawn.areas, drawn.ids, drawn.kinds, drawn.places)  # nothing worked out yet
        began, spent = time.perf_counter(), time.process_time()
        partitions.count(fresh).order()
        counted = time.perf_counter()
        partitions.consensus(fresh)
        taken["pairs"].append(counted - began)
        taken["grouping"].append(time.perf_counter() - counted)
        taken["cpu"].append(time.process_time() - spent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({name: median(figures) for name, figures in taken.items()} | {"memory": memory}))


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:]))
