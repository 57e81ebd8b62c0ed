"""Who responded: channel, type, day, area and role."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from analysis.composing.blocks import HIDDEN, Block, Cell, counts_chart, heading, note, paragraph, section, table
from analysis.composing.context import Context, individuals, organisations, plural
from analysis.measures.groups import GROUPS, INDIVIDUAL, MEETING, MEETINGS, ORGANISATION, by_standing, crossed
from engagement import wording
from engagement.phases import london_day
from responses.submission.models import Response

NOT_SAID = "Not said"


def respondents(context: Context) -> dict[str, Any]:
    """Compose the section on who responded."""
    blocks = [
        paragraph(
            f"{context.base_line.capitalize()} stand behind the figures. They chose to answer; nobody was sampled. "
            f"Points noted at {plural(context.meetings, 'meeting')} are reported apart, as points."
        ),
        *_moderation(context),
        heading("How answers came in"),
        _channels(context),
        heading("Which organisations and groups"),
        _types(context),
        heading("Day by day"),
        _days(context),
        *_characteristic(context, "area", "Where respondents live or work", context.frames.areas),
        *_characteristic(context, "role", "How individuals described themselves", context.frames.roles),
    ]
    return section("respondents", "Who responded", blocks)


def _moderation(context: Context) -> list[Block]:
    standing = by_standing(context.frames.members)
    waiting = sum(n for key, n in standing.items() if key != Response.Standing.ACCEPTED)
    if not waiting:
        return []
    return [
        note(
            f"{plural(waiting, 'response has', 'responses have')} not been accepted by a moderator yet. They are "
            "counted, and not quoted."
        )
    ]


def _channels(context: Context) -> Block:
    found = crossed(context.frames.days, "channel")
    channels = [channel for channel in Response.Channel if channel in found]
    if not channels:
        return paragraph("No answer is in the figures yet.")
    rows: list[list[Cell]] = [
        [channel.label, *(found[channel].get(kind, 0) for kind in (ORGANISATION, INDIVIDUAL, MEETING))]
        for channel in channels
    ]
    names = [channel.label for channel in channels if channel != Response.Channel.MEETING]
    series = {
        GROUPS[ORGANISATION]: [int(row[1]) for row in rows if row[0] in names],
        GROUPS[INDIVIDUAL]: [int(row[2]) for row in rows if row[0] in names],
    }
    return table(
        "channels",
        "Responses by channel",
        ["Channel", *GROUPS.values(), MEETINGS],
        rows,
        base=context.base_line,
        chart=counts_chart("channels", "Responses by channel", names, series, axis="responses"),
    )


def _types(context: Context) -> Block:
    found = {key: int(n) for key, n in context.frames.types[["category", "n"]].itertuples(index=False) if pd.notna(key)}
    known = sum(found.values())
    kinds = context.content.categories.get("organisation_type", ())
    counted = [(kind.label, found.get(kind.id, 0)) for kind in kinds]
    rows: list[list[Cell]] = [[label, n] for label, n in counted]
    unsaid = context.bases[ORGANISATION] - known
    if unsaid:
        rows.append([NOT_SAID, unsaid])
    some = [(label, n) for label, n in counted if n]
    return table(
        "organisation-types",
        "Organisations and groups by type",
        ["Type", GROUPS[ORGANISATION]],
        rows,
        base=organisations(context.bases[ORGANISATION]),
        chart=counts_chart(
            "organisation-types",
            "Organisations and groups by type, those with at least one",
            [label for label, _ in some],
            {GROUPS[ORGANISATION]: [n for _, n in some]},
            axis="organisations",
        )
        if some
        else None,
    )


def _days(context: Context) -> Block:
    found = crossed(context.frames.days, "day")
    dates = _all_days(context, [date for date in found if isinstance(date, dt.date)])
    rows: list[list[Cell]] = [
        [wording.day(date), *(found.get(date, {}).get(kind, 0) for kind in (ORGANISATION, INDIVIDUAL, MEETING))]
        for date in dates
    ]
    if not dates:
        return paragraph("No answer is in the figures yet.")
    series = {
        GROUPS[ORGANISATION]: [int(row[1]) for row in rows],
        GROUPS[INDIVIDUAL]: [int(row[2]) for row in rows],
    }
    chart = counts_chart(
        "days", "Responses by day received", [f"{one.day} {one:%b}" for one in dates], series, axis="responses"
    )
    chart["upright"] = True
    return table(
        "days",
        "Responses by day received",
        ["Day", *GROUPS.values(), MEETINGS],
        rows,
        base=context.base_line,
        chart=chart,
        folded=True,
    )


def _all_days(context: Context, found: list[dt.date]) -> list[dt.date]:
    """Return every day from the opening to the last response, the empty ones too."""
    if not found:
        return []
    opened = context.snapshot.opens_at
    first = min([*found, london_day(opened)] if opened else found)
    return [first + dt.timedelta(days=number) for number in range((max(found) - first).days + 1)]


def _characteristic(context: Context, key: str, title: str, frame: Any) -> list[Block]:
    """Compose a table by a personal characteristic, with small numbers of individuals hidden outside the team."""
    categories = context.content.categories.get(key, ())
    if not categories:
        return []
    found = crossed(frame, "category")
    cells = individuals_by(context.content.categories[key], found, context.bases[INDIVIDUAL])
    hidden = context.hidden.tables.get(key)
    labels = {category.key: category.label for category in categories} | {"": NOT_SAID}
    ids = {category.key: category.id for category in categories}
    with_organisations = key == "area"
    rows: list[list[Cell]] = []
    for cell, n in cells.items():
        shown = hidden.shown(cell) if hidden else n
        row: list[Cell] = [labels[cell]]
        if with_organisations:
            row.append(_organisations_in(found, ids.get(cell), context, ids))
        row.append(HIDDEN if shown is None else shown)
        rows.append(row)
    columns = [key.capitalize(), *([GROUPS[ORGANISATION]] if with_organisations else []), GROUPS[INDIVIDUAL]]
    base = context.base_line if with_organisations else individuals(context.bases[INDIVIDUAL])
    return [heading(title), table(f"{key}s", title, columns, rows, base=base)]


def _organisations_in(
    found: dict[Any, dict[str, int]], category: int | None, context: Context, ids: dict[str, int]
) -> int:
    if category is not None:
        return found.get(category, {}).get(ORGANISATION, 0)
    return context.bases[ORGANISATION] - sum(found.get(known, {}).get(ORGANISATION, 0) for known in ids.values())


def individuals_by(categories: Any, found: dict[Any, dict[str, int]], base: int) -> dict[str, int]:
    """Return individuals by category key, those who did not say under the empty key; together they are the base."""
    cells = {category.key: found.get(category.id, {}).get(INDIVIDUAL, 0) for category in categories}
    return cells | {"": base - sum(cells.values())}
