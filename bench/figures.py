"""What a measure finds, and how the sides of a comparison take turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench import client
from bench.client import Request
from bench.servers import Server


@dataclass(frozen=True)
class Figure:
    """One line of the result: what was measured, the figures, and their ratio against its target."""

    title: str
    ours: str
    bare: str
    ratio: float | None = None
    target: float | None = None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        if self.ratio is None or self.target is None:
            return ""
        met = self.ratio <= self.target if self.at_most else self.ratio >= self.target
        return "met" if met else "MISSED"

    def line(self) -> str:
        """Return the figure as a line of the table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        sign = "≤" if self.at_most else "≥"
        target = "" if self.target is None else f"{sign} {self.target:.2g}"
        return f"{self.title:<60} {self.ours:>16} {self.bare:>16} {ratio:>7} {target:>8}  {self.verdict}".rstrip()


HEADING = f"{'':<60} {'ours':>16} {'bare':>16} {'ratio':>7} {'target':>8}"


@dataclass(frozen=True)
class Side:
    """A server, and what is asked of it in each round."""

    server: Server
    requests: Callable[[int], list[Request]]


def compare(title: str, ours: Side, bare: Side, *, concurrency: int, rounds: int, target: float) -> Figure:
    """Load both sides in turn, one round to warm up, and compare the medians of requests per second.

    Beside each rate stands the processor time of the web server for one request, which busy neighbours disturb less.
    """
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "bare": []}
    for number in range(rounds + 1):
        for name, side in (("ours", ours), ("bare", bare)):
            requests = side.requests(number)
            before = side.server.cpu()
            rate = client.load(side.server.port, requests, concurrency)
            if number:
                taken[name].append((rate, (side.server.cpu() - before) / len(requests) * 1000))
    rates = {name: median(rate for rate, _ in rounds_of) for name, rounds_of in taken.items()}
    spent = {name: median(cpu for _, cpu in rounds_of) for name, rounds_of in taken.items()}
    shown = {name: f"{rates[name]:.0f} ({spent[name]:.1f} ms)" for name in taken}
    return Figure(title, shown["ours"], shown["bare"], rates["ours"] / rates["bare"], target)
