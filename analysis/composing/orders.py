"""The orders in which respondents put factors, read once for a report: those who ranked, and what they say together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import frames
from analysis.measures.ranking import Ranking, ranking
from analysis.models import Snapshot
from engagement.shapes import EditionContent, ItemContent, PartContent
from responses.revealing import RANKING, parts_measured


@dataclass(frozen=True)
class Order:
    """The responses (ids) of a group that ranked at least one factor, and their summary; None where there is none."""

    responses: NDArray[np.int64]
    summary: Ranking | None


def orders(snapshot: Snapshot, content: EditionContent) -> dict[str, dict[str, Order]]:
    """Return the orders by the key of the part that asks for one, and by group."""
    return {part.key: _of_part(snapshot, part) for part in parts_measured(content, RANKING)}


def _of_part(snapshot: Snapshot, part: PartContent) -> dict[str, Order]:
    ranked = {choice.id: rank for rank, choice in enumerate(part.choices, start=1)}
    found = frames.rankings(snapshot, [item.id for item in part.items], ranked)
    factors = [item.key for item in part.items]
    return {group: Order(one.responses, ranking(one.ranks, factors)) for group, one in found.items()}


def factor_of(item: ItemContent) -> str:
    """Return how a factor is called in a table."""
    return item.factor.title if item.factor else item.key
