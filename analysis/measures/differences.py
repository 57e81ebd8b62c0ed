"""Where organisations and individuals answered differently, by a rule that is said beside the list.

The rule looks at what share of those who answered an item gave an answer. It describes those who answered; it is no
test, since nobody was sampled. Shares are compared as whole numbers, so that a difference exactly as large as the rule
asks for counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.measures.answers import Picked
from analysis.measures.groups import INDIVIDUAL, ORGANISATION

LEAST_POINTS = 20  # percentage points between the two shares
LEAST_ANSWERED = 10  # of each group, so that one answer is at most ten percentage points
LEAST_PLACES = 1.0  # between two mean places of a ranking


@dataclass(frozen=True)
class Difference:
    """A choice that so many of those who answered an item made, in each group; `points` are percentage points."""

    choice: int
    organisations: tuple[int, int]
    individuals: tuple[int, int]
    points: float


def is_compared(figures: dict[str, Picked]) -> bool:
    """Whether enough of both groups answered an item."""
    return all(figures[group]["answered"] >= LEAST_ANSWERED for group in (ORGANISATION, INDIVIDUAL))


def difference(figures: dict[str, Picked]) -> Difference | None:
    """Return the choice whose shares differ most, the first offered of equal ones; None where the rule lists none."""
    if not is_compared(figures):
        return None
    ours, theirs = figures[ORGANISATION], figures[INDIVIDUAL]
    scale = ours["answered"] * theirs["answered"]
    apart = {
        choice: abs(n * theirs["answered"] - theirs["choices"][choice] * ours["answered"])
        for choice, n in ours["choices"].items()
    }
    if not apart:
        return None
    choice = max(apart, key=lambda one: apart[one])
    if 100 * apart[choice] < LEAST_POINTS * scale:
        return None
    return Difference(
        choice=choice,
        organisations=(ours["choices"][choice], ours["answered"]),
        individuals=(theirs["choices"][choice], theirs["answered"]),
        points=100 * apart[choice] / scale,
    )
