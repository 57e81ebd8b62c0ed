"""What the staff pages of exercises read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from accounts.permissions import (
    Person,
    can_download_report,
    can_publish,
    can_see_dashboard,
    can_see_responses,
)
from common import clock
from engagement import wording
from engagement.models import Edition, Exercise, ExerciseAct
from engagement.phases import Phase, last_day

# Pages of upper rooms about an exercise, for those who may publish it; they join in their AppConfig.ready() and give
# a label and an address, or None where the exercise has nothing of the kind.
more_pages: list[Callable[[Exercise], tuple[str, str] | None]] = []

NAMES = {
    Phase.COMING: "Not open yet",
    Phase.OPEN: "Open",
    Phase.GRACE: "Closed, in grace",
    Phase.LATE: "Closed",
    Phase.OVER: "Closed",
}


@dataclass(frozen=True)
class State:
    """Where an exercise stands, in words."""

    name: str
    sentence: str
    is_draft: bool
    can_close: bool
    newest_is_unpublished: bool
    title: str


@dataclass(frozen=True)
class Listed:
    """One line of the staff home."""

    row: Exercise
    state: State
    may_publish: bool
    may_see_responses: bool
    may_see_dashboard: bool
    may_see_reports: bool


@dataclass(frozen=True)
class ShownAct:
    what: str
    who: str
    at: dt.datetime
    why: str


def with_newest(rows: object) -> object:
    """Add the number and title of the newest edition."""
    newest = Edition.objects.filter(exercise=OuterRef("pk")).order_by("-number")
    return rows.annotate(  # type: ignore[attr-defined]
        newest_id=Subquery(newest.values("pk")[:1]), newest_title=Subquery(newest.values("title")[:1])
    )


def listed_for(user: Person) -> list[Listed]:
    """Return the exercises of the person's organisations: two queries, however many there are."""
    rows = with_newest(Exercise.objects.visible_to(user).select_related("organisation"))  # type: ignore[arg-type]
    return [
        Listed(
            row=row,
            state=state_of(row, newest_id=row.newest_id, title=row.newest_title),
            may_publish=can_publish(user, row.organisation_id),
            may_see_responses=can_see_responses(user, row.organisation_id),
            may_see_dashboard=can_see_dashboard(user, row.organisation_id),
            may_see_reports=can_download_report(user, row.organisation_id),
        )
        for row in rows  # type: ignore[attr-defined]
    ]


def state_of(row: Exercise, *, newest_id: int | None = None, title: str | None = None) -> State:
    """Say where an exercise stands now."""
    if newest_id is None:
        newest = row.editions.order_by("number").last()
        newest_id, title = (newest.pk, newest.title) if newest else (None, row.slug)
    now = clock.now()
    if row.state == Exercise.State.DRAFT:
        name, sentence = "Not published", f"Its last day is to be {wording.weekday(last_day(row.closes_at))}."
    else:
        phase = row.phase(now)
        name = NAMES[phase]
        opens = wording.since(row.opens_at) if row.opens_at else ""
        sentence = {
            Phase.COMING: f"It opens on {opens} and stays open until {wording.until(row.closes_at)}.",
            Phase.OPEN: f"{wording.time_left(now, row.closes_at)}, until {wording.until(row.closes_at)}.",
            Phase.GRACE: f"What was begun may be sent until {wording.until(row.grace_ends_at)}, and is on time.",
            Phase.LATE: f"It closed {wording.ended(row.closes_at)}. Drafts may be sent late until "
            f"{wording.until(row.drafts_expire_at)}.",
            Phase.OVER: f"It closed {wording.ended(row.closes_at)}.",
        }[phase]
    return State(
        name=name,
        sentence=sentence,
        is_draft=row.state == Exercise.State.DRAFT,
        can_close=row.state == Exercise.State.PUBLISHED and row.phase(now) is Phase.OPEN,
        newest_is_unpublished=newest_id is not None and newest_id != row.edition_id,
        title=title or row.slug,
    )


def acts_of(row: Exercise) -> list[ShownAct]:
    """Return everything that was done to an exercise, the latest first."""
    acts = row.acts.select_related("by").order_by("-at", "-pk")
    return [ShownAct(_what(act), str(act.by or "the command line"), act.at, act.reason) for act in acts]


def _what(act: ExerciseAct) -> str:
    said = str(act.get_verb_display())
    detail = act.detail
    if "publishing" in detail:
        said += f": {detail['publishing'].lower()}"
    if "edition" in detail:
        said += f" (edition {detail['edition']})"
    if act.verb in {ExerciseAct.Verb.EXTEND, ExerciseAct.Verb.CLOSE} and "to" in detail:
        said += f": {wording.until(dt.datetime.fromisoformat(detail['to']))}"
        if "from" in detail:
            said += f", before that {wording.until(dt.datetime.fromisoformat(detail['from']))}"
    return said
