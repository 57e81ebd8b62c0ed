"""The one place where rows become frames. The database counts; a frame holds a few hundred rows at most.

What is looked up item by item is a tally and not a frame: a dictionary answers at once what a frame searches for.
Everything is read through the members of a snapshot, so nothing that happens later changes a figure. A voice counts
once: see analysis.counting.voices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from django.db.models import Case, Count, F, Max, QuerySet, Value, When
from django.db.models.functions import TruncDate
from numpy.typing import NDArray

from analysis.counting import voices
from analysis.measures.answers import Tally
from analysis.measures.groups import INDIVIDUAL, RESPONDENTS
from analysis.models import Snapshot, SnapshotMember
from engagement.phases import LONDON
from responses.submission.models import Answer, AnswerChoice

Frame: TypeAlias = pd.DataFrame
KIND = "memberships__kind"
PIECE = 5_000  # rows read at a time
ABOUT_MEMBERS = ["state", "standing", "timing", "kind", "counted", "speaks", "synthetic"]


@dataclass(frozen=True)
class Frames:
    """All that the measures need of one snapshot; `n` is a number of responses or answers."""

    members: Frame  # what is known of every response, whether in the figures or not
    days: Frame  # counted: day, kind, channel
    types: Frame  # counted: organisation_type
    areas: Frame  # counted: area, kind
    roles: Frame  # counted: role, kind
    words: Tally  # counted, by item, kind and says_nothing, for answers in words
    picked: Tally  # counted, by item and kind, for answers by choices
    choices: Tally  # counted, by item, choice and kind


@dataclass(frozen=True)
class Individuals:
    """What the check on small numbers needs of an earlier report's snapshot."""

    members: Frame
    areas: Frame
    roles: Frame


@dataclass(frozen=True)
class Ranks:
    """
    What one group ranked: n responses (ids) and their ranks, n × f; 0 where a factor was left out.

    It takes a byte for each rank, and no more than a piece of the rows is in memory while it is read.
    """

    responses: NDArray[np.int64]
    ranks: NDArray[np.uint8]


def rankings(snapshot: Snapshot, items: Sequence[int], ranked: Mapping[int, int]) -> dict[str, Ranks]:
    """
    Read the rankings in the figures, by group: {group: Ranks}, their columns in the order of the items.

    `ranked` says which rank each choice (id) is. Where an item has several choices, one of them is taken.
    """
    rows = _chosen(snapshot).filter(answer__item_id__in=items).order_by("answer__response_id")
    picked = {
        f"item_{item}": Max(Case(When(answer__item_id=item, then=F("choice_id")), default=Value(0))) for item in items
    }
    known, places = np.array([0, *sorted(ranked)]), np.array([0, *(ranked[one] for one in sorted(ranked))], np.uint8)
    pieces: dict[str, list[tuple[NDArray[np.int64], NDArray[np.uint8]]]] = {group: [] for group in RESPONDENTS}
    found = rows.values_list("answer__response_id", f"answer__response__{KIND}").annotate(**picked)
    waiting = found.iterator(chunk_size=PIECE)
    while piece := list(islice(waiting, PIECE)):
        for group, kept in pieces.items():
            ours = np.array([(row[0], *row[2:]) for row in piece if row[1] == group], dtype=np.int64)
            if len(ours):
                kept.append((ours[:, 0], places[np.searchsorted(known, ours[:, 1:])]))
    return {group: _joined(kept, len(items)) for group, kept in pieces.items()}


def _joined(pieces: list[tuple[NDArray[np.int64], NDArray[np.uint8]]], columns: int) -> Ranks:
    if not pieces:
        return Ranks(np.zeros(0, np.int64), np.zeros((0, columns), np.uint8))
    return Ranks(np.concatenate([one for one, _ in pieces]), np.concatenate([ranks for _, ranks in pieces]))


def individuals_who_picked(snapshot: Snapshot, items: Collection[int]) -> NDArray[np.int64]:
    """Return the ids of the responses of individuals in the figures with an answer to any of some items."""
    chosen = _chosen(snapshot, kind=INDIVIDUAL).filter(answer__item_id__in=items)
    found = chosen.order_by().values_list("answer__response_id", flat=True).distinct()
    return np.fromiter(found.iterator(chunk_size=PIECE), dtype=np.int64)


def picked_by_individuals(snapshot: Snapshot, items: Collection[int]) -> Tally:
    """Count what individuals in the figures picked for some items: {(item, choice): individuals}."""
    chosen = _chosen(snapshot, kind=INDIVIDUAL).filter(answer__item_id__in=items)
    return _tally(chosen, "answer__item_id", "choice_id") if items else {}


def _chosen(snapshot: Snapshot, **member: object) -> QuerySet[AnswerChoice]:
    """Limit what was picked to the figures of a snapshot, once for each voice.

    All is in one filter, or it would be about any membership.
    """
    wanted = {"snapshot": snapshot, "counted": True, **member}
    chosen = AnswerChoice.objects.filter(
        **{f"answer__response__memberships__{name}": one for name, one in wanted.items()}
    )
    return voices.once(chosen, snapshot, answer="answer")


def of_individuals(snapshot: Snapshot) -> Individuals:
    """Count one snapshot by personal characteristics alone."""
    members = SnapshotMember.objects.filter(snapshot=snapshot)
    counted = members.filter(speaks=True)
    return Individuals(
        members=_frame(members, {name: name for name in ABOUT_MEMBERS}),
        areas=_frame(counted, {"category": "area_id", "kind": "kind"}),
        roles=_frame(counted, {"category": "role_id", "kind": "kind"}),
    )


def of(snapshot: Snapshot) -> Frames:
    """Count one snapshot."""
    members = SnapshotMember.objects.filter(snapshot=snapshot)
    counted = members.filter(speaks=True)
    in_figures = {"response__memberships__snapshot": snapshot, "response__memberships__counted": True}
    words, picked = _answers(voices.once(Answer.objects.filter(**in_figures), snapshot))
    return Frames(
        members=_frame(members, {name: name for name in ABOUT_MEMBERS}),
        days=_frame(
            counted.annotate(day=TruncDate("received_at", tzinfo=LONDON)),
            {"day": "day", "kind": "kind", "channel": "channel"},
        ),
        types=_frame(counted.filter(kind="organisation"), {"category": "organisation_type_id"}),
        areas=_frame(counted, {"category": "area_id", "kind": "kind"}),
        roles=_frame(counted, {"category": "role_id", "kind": "kind"}),
        words=words,
        picked=picked,
        choices=_tally(_chosen(snapshot), "answer__item_id", "choice_id", f"answer__response__{KIND}"),
    )


def _answers(answers: QuerySet[Answer]) -> tuple[Tally, Tally]:
    """Count answers in words and answers by choices, in one pass over the largest table."""
    in_words = Case(When(text="", then=Value(0)), default=Value(1))
    found = _tally(answers.annotate(in_words=in_words), "item_id", f"response__{KIND}", "says_nothing", "in_words")
    words, picked = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
    for (item, kind, says_nothing, is_in_words), n in found.items():
        if is_in_words:
            words[item, kind, says_nothing] += n
        else:
            picked[item, kind] += n
    return words, picked


def _tally(rows: QuerySet[Any], *columns: str) -> dict[tuple[Any, ...], int]:
    """Return counts by the columns, to be looked up."""
    return {tuple(key): n for *key, n in rows.order_by().values_list(*columns).annotate(n=Count("*"))}


def _frame(rows: QuerySet[Any], columns: dict[str, str]) -> Frame:
    """Return counts by the columns, sorted by them: databases differ in the order they give."""
    counted = rows.order_by().values_list(*columns.values()).annotate(n=Count("*"))
    frame = pd.DataFrame.from_records(list(counted), columns=[*columns, "n"])
    return frame.sort_values(list(columns), kind="stable", ignore_index=True, key=_sortable)


def _sortable(column: pd.Series) -> pd.Series:
    return column.map(lambda value: "" if pd.isna(value) else f"{value!s:>20}")
