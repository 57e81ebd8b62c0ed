"""Who is counted apart from whom. Organisations and individuals stand beside each other and are never added up."""

from __future__ import annotations

from typing import TypedDict

import pandas as pd

ORGANISATION = "organisation"
INDIVIDUAL = "individual"
MEETING = "meeting"
RESPONDENTS = (ORGANISATION, INDIVIDUAL)  # points from a meeting are points, never respondents


class Counts(TypedDict):
    """How many responses there are, and who sent them. They are three counts and never one."""

    submissions: int
    organisations: int
    individuals: int
    meetings: int
    late: int
    left_out: int
    superseded: int
    withdrawn: int
    synthetic: int


def total(frame: pd.DataFrame, **wanted: object) -> int:
    """Add up `n` where the columns have the wanted values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return int(frame["n"].sum())


def counts(members: pd.DataFrame) -> Counts:
    """Count submissions and those who sent them, from the frame of all members."""
    current = members[members["state"] == "current"]
    return Counts(
        submissions=total(members),
        organisations=total(members, counted=True, kind=ORGANISATION),
        individuals=total(members, counted=True, kind=INDIVIDUAL),
        meetings=total(members, counted=True, kind=MEETING),
        late=total(current[current["standing"] != "left_out"], timing="late"),
        left_out=total(current, standing="left_out"),
        superseded=total(members, state="superseded"),
        withdrawn=total(members, state="withdrawn"),
        synthetic=total(members, synthetic=True),
    )


def bases(members: pd.DataFrame) -> dict[str, int]:
    """Return how many stand behind the figures of each group."""
    return {kind: total(members, counted=True, kind=kind) for kind in (*RESPONDENTS, MEETING)}


def by_standing(members: pd.DataFrame) -> dict[str, int]:
    """Count the responses in the figures by what moderators have decided of them."""
    counted = members[members["counted"] == 1]
    return {str(standing): int(n) for standing, n in counted.groupby("standing")["n"].sum().items()}


def crossed(frame: pd.DataFrame, column: str, *, by: str = "kind") -> dict[object, dict[str, int]]:
    """Return `n` for each value of a column and each group."""
    table: dict[object, dict[str, int]] = {}
    for value, group, n in frame[[column, by, "n"]].itertuples(index=False):
        row = table.setdefault(None if pd.isna(value) else value, {})
        row[str(group)] = row.get(str(group), 0) + int(n)
    return table
