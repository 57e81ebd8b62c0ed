"""python -m bench: measure, and print one line per figure."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time

from bench.figures import HEADING
from bench.stage import staged

MEASURES = [
    "documents",
    "maps",
    "survey",
    "submission",
    "journey",
    "report",
    "alternatives",
    "suggestions",
    "imports",
    "copies",
]
QUICK, FULL = 10_000, 100_000


def main() -> int:
    """Run the measures that were asked for."""
    options = _options()
    print(f"Setting up: {options.responses:,} responses, {options.rounds} rounds a side ...", flush=True)
    began = time.monotonic()
    missed = 0
    with staged(responses=options.responses, rounds=options.rounds, sqlite=options.sqlite) as stage:
        print(f"Database: {stage.engine}", flush=True)
        if not stage.on_postgres:
            print("Left out for want of PostgreSQL: CSV against COPY.", flush=True)
        print(f"\n{HEADING}")
        for name in options.only or MEASURES:
            for figure in importlib.import_module(f"bench.measures.{name}").measure(stage):
                print(figure.line(), flush=True)
                missed += figure.verdict == "MISSED"
    print(f"\n{time.monotonic() - began:.0f} s. " + (f"{missed} targets missed." if missed else "Every target is met."))
    return 0


def _options() -> argparse.Namespace:
    full = os.environ.get("BENCH_FULL", "") not in {"", "0"}
    responses = int(os.environ.get("BENCH_RESPONSES") or (FULL if full else QUICK))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="these measures and no others")
    parser.add_argument("--responses", type=int, default=responses, help="for exports and reports")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, even where there is a PostgreSQL")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
