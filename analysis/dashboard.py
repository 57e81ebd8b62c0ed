"""The figures of the dashboard, straight from the tables: it shows what is, and a report what was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from common import clock
from engagement import wording
from engagement.models import Exercise
from engagement.phases import LONDON, days_left, london_day
from engagement.shapes import EditionContent
from responses.drafts.reads import open_drafts
from responses.intake.meetings import reads as meetings
from responses.models import Copy
from responses.submission.models import Response

CHART_WIDTH, CHART_HEIGHT = 640, 160


@dataclass(frozen=True)
class Row:
    """A line of a table: organisations and individuals side by side, points from meetings apart."""

    label: str
    organisations: int
    individuals: int
    meetings: int


@dataclass(frozen=True)
class Column:
    """A day in the chart: both bars in the chart's own units, from the bottom."""

    label: str
    x: float
    individuals_x: float
    width: float
    organisations: float
    individuals: float
    organisations_y: float
    individuals_y: float


@dataclass(frozen=True)
class Dashboard:
    total: int
    channels: list[Row]
    types: list[tuple[str, int]]
    days: list[Row]
    chart: list[Column]
    highest: int
    drafts: int
    waiting: int
    days_left: int
    points: int  # noted at meetings; a point is no respondent
    said_again: int  # responses of somebody who is counted with another one
    campaigns: list[tuple[str, int]]  # by name, with their confirmed submissions


GROUPS = {
    "organisations": Count("pk", filter=Q(kind="organisation")),
    "individuals": Count("pk", filter=Q(kind="individual")),
    "meetings": Count("pk", filter=Q(kind="meeting")),
}


def of(exercise: Exercise, content: EditionContent) -> Dashboard:
    """Count what there is now; a response that its author has replaced or withdrawn is not counted."""
    current = (
        Response.objects.filter(exercise=exercise).current().exclude(standing=Response.Standing.LEFT_OUT).order_by()
    )
    channels = _channels(current)
    days = _days(current, exercise)
    highest = max((max(row.organisations, row.individuals) for _, row in days), default=0)
    return Dashboard(
        total=sum(row.organisations + row.individuals + row.meetings for row in channels),
        channels=channels,
        types=_types(current, content),
        days=[row for _, row in days],
        chart=_chart([row for _, row in days], highest),
        highest=highest,
        drafts=open_drafts(exercise),
        waiting=current.filter(standing=Response.Standing.UNMODERATED).count(),
        days_left=days_left(clock.now(), exercise.closes_at),
        points=meetings.counted(exercise),
        said_again=_said_again(current),
        campaigns=_campaigns(exercise),
    )


def _said_again(current: QuerySet[Response]) -> int:
    """Return how many responses are of a voice that has another one among them."""
    in_voices = current.filter(voice_member__isnull=False)
    found = in_voices.aggregate(n=Count("pk"), voices=Count("voice_member__voice", distinct=True))
    return int(found["n"] - found["voices"])


def _campaigns(exercise: Exercise) -> list[tuple[str, int]]:
    current = {"response__superseded_at__isnull": True, "response__withdrawn_at__isnull": True}
    copies = Copy.objects.filter(state=Copy.State.CONFIRMED, group__campaign__exercise=exercise, **current).order_by()
    counted = copies.values_list("group__campaign__name").annotate(n=Count("response", distinct=True))
    return sorted(counted, key=lambda row: (-row[1], row[0]))


def _channels(current: QuerySet[Response]) -> list[Row]:
    counted = cast(Iterable[dict[str, Any]], current.values("channel").annotate(**GROUPS))
    found = {row.pop("channel"): row for row in counted}
    return [Row(channel.label, **found[channel]) for channel in Response.Channel if channel in found]


def _types(current: QuerySet[Response], content: EditionContent) -> list[tuple[str, int]]:
    rows = current.filter(kind="organisation").values_list("organisation_type_id").annotate(n=Count("pk"))
    found: dict[int | None, int] = dict(rows)
    named = [(one.label, found.pop(one.id, 0)) for one in content.categories.get("organisation_type", ())]
    unsaid = sum(found.values())
    return [*named, *([("Not said", unsaid)] if unsaid else [])]


def _days(current: QuerySet[Response], exercise: Exercise) -> list[tuple[dt.date, Row]]:
    """Return every day from the opening to today, or to the last response, the empty ones too."""
    by_day = current.annotate(day=TruncDate("received_at", tzinfo=LONDON)).values("day")
    counted = cast(Iterable[dict[str, Any]], by_day.annotate(**GROUPS))
    found = {row.pop("day"): row for row in counted}
    if not exercise.opens_at or not found:
        return []
    first = min([london_day(exercise.opens_at), *found])
    last = max([min(london_day(clock.now()), london_day(exercise.closes_at)), *found])
    dates = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    empty = dict.fromkeys(GROUPS, 0)
    return [(date, Row(wording.day(date), **found.get(date, empty))) for date in dates]


def _chart(days: list[Row], highest: int) -> list[Column]:
    step = CHART_WIDTH / max(len(days), 1)
    scale = CHART_HEIGHT / max(highest, 1)
    return [
        Column(
            label=row.label,
            x=round(number * step, 2),
            individuals_x=round(number * step + step * 0.42, 2),
            width=round(step * 0.4, 2),
            organisations=round(row.organisations * scale, 2),
            individuals=round(row.individuals * scale, 2),
            organisations_y=round(CHART_HEIGHT - row.organisations * scale, 2),
            individuals_y=round(CHART_HEIGHT - row.individuals * scale, 2),
        )
        for number, row in enumerate(days)
    ]
