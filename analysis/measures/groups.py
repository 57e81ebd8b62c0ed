"""Who is counted apart from whom. Organisations and individuals stand beside each other and are never added up.

Frames come from analysis/frames.py: a row for each combination of values found, and `n`, a number of responses. An
empty frame with the columns is fine and counts as 0; a missing column raises KeyError.
"""

from __future__ import annotations

from typing import TypedDict

import pandas as pd

ORGANISATION = "organisation"
INDIVIDUAL = "individual"
MEETING = "meeting"
RESPONDENTS = (ORGANISATION, INDIVIDUAL)  # points from a meeting are points, never respondents
GROUPS = {ORGANISATION: "Organisations", INDIVIDUAL: "Individuals"}  # how they are called in tables and charts
MEETINGS = "Meetings"


class Counts(TypedDict):
    """How many responses there are, and who sent them. They are three counts and never one."""

    submissions: int
    organisations: int
    individuals: int
    meetings: int
    said_again: int
    late: int
    left_out: int
    superseded: int
    withdrawn: int
    synthetic: int


def total(frame: pd.DataFrame, **wanted: object) -> int:
    """Add up `n` where the columns have the wanted values; 0 where no row has."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return int(frame["n"].sum())


def counts(members: pd.DataFrame) -> Counts:
    """
    Count submissions and those who sent them, from the frame of all members.

    Columns: `state`, `standing`, `timing`, `kind` (their names as in SnapshotMember), `counted`, `speaks` and
    `synthetic` (bool), `n`. `said_again` are responses in the figures of a voice that has a later one there. `late` and
    `left_out` are current responses outside the figures and do not overlap: one that is both is left out. `synthetic`
    counts members of every state.
    """
    current = members[members["state"] == "current"]
    return Counts(
        submissions=total(members),
        organisations=total(members, speaks=True, kind=ORGANISATION),
        individuals=total(members, speaks=True, kind=INDIVIDUAL),
        meetings=total(members, speaks=True, kind=MEETING),
        said_again=total(members, counted=True) - total(members, speaks=True),
        late=total(current[current["standing"] != "left_out"], timing="late"),
        left_out=total(current, standing="left_out"),
        superseded=total(members, state="superseded"),
        withdrawn=total(members, state="withdrawn"),
        synthetic=total(members, synthetic=True),
    )


def bases(members: pd.DataFrame) -> dict[str, int]:
    """Return how many voices stand behind the figures of each group: {group: voices}, from `speaks`, `kind`, `n`."""
    return {kind: total(members, speaks=True, kind=kind) for kind in (*RESPONDENTS, MEETING)}


def by_standing(members: pd.DataFrame) -> dict[str, int]:
    """Count the responses in the figures by what moderators decided: {standing: responses}, from the same frame."""
    counted = members[members["counted"] == 1]
    return {str(standing): int(n) for standing, n in counted.groupby("standing")["n"].sum().items()}


def crossed(frame: pd.DataFrame, column: str, *, by: str = "kind") -> dict[object, dict[str, int]]:
    """Return {value: {group: n}} of a column; what was not said stands under None, a group without a row is absent."""
    table: dict[object, dict[str, int]] = {}
    for value, group, n in frame[[column, by, "n"]].itertuples(index=False):
        row = table.setdefault(None if pd.isna(value) else value, {})
        row[str(group)] = row.get(str(group), 0) + int(n)
    return table
