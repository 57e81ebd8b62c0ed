"""The one place where rows become frames. The database counts; a frame holds a few hundred rows at most.

What is looked up item by item is a tally and not a frame: a dictionary answers at once what a frame searches for.
Everything is read through the members of a snapshot, so nothing that happens later changes a figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
from django.db.models import Case, Count, QuerySet, Value, When
from django.db.models.functions import TruncDate

from analysis.measures.answers import Tally
from analysis.models import Snapshot, SnapshotMember
from engagement.phases import LONDON
from responses.submission.models import Answer, AnswerChoice

Frame: TypeAlias = pd.DataFrame
KIND = "memberships__kind"
ABOUT_MEMBERS = ["state", "standing", "timing", "kind", "counted", "synthetic"]


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


def of_individuals(snapshot: Snapshot) -> Individuals:
    """Count one snapshot by personal characteristics alone."""
    members = SnapshotMember.objects.filter(snapshot=snapshot)
    counted = members.filter(counted=True)
    return Individuals(
        members=_frame(members, {name: name for name in ABOUT_MEMBERS}),
        areas=_frame(counted, {"category": "area_id", "kind": "kind"}),
        roles=_frame(counted, {"category": "role_id", "kind": "kind"}),
    )


def of(snapshot: Snapshot) -> Frames:
    """Count one snapshot."""
    members = SnapshotMember.objects.filter(snapshot=snapshot)
    counted = members.filter(counted=True)
    in_figures = {"response__memberships__snapshot": snapshot, "response__memberships__counted": True}
    words, picked = _answers(Answer.objects.filter(**in_figures))
    chosen = AnswerChoice.objects.filter(**{f"answer__{name}": value for name, value in in_figures.items()})
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
        choices=_tally(chosen, "answer__item_id", "choice_id", f"answer__response__{KIND}"),
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
