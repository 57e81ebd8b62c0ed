"""The whole report as data: the same snapshot and audience give the same data, byte for byte."""

from __future__ import annotations

from typing import Any

from analysis import frames, words
from analysis.composing import disclosure
from analysis.composing.asked import asked, summary
from analysis.composing.campaigns import campaigns
from analysis.composing.context import Context, when
from analysis.composing.hidden import Hidden
from analysis.composing.listed import annexed_answers, listed_organisations, meetings, not_in_figures
from analysis.composing.method import method
from analysis.composing.orders import orders
from analysis.composing.questions import question
from analysis.composing.respondents import respondents
from analysis.composing.tombstones import headed, told_of
from analysis.models import Report
from engagement import editions

SCHEMA = 1


def compose(report: Report, earlier: list[Report]) -> dict[str, Any]:
    """Return a report's data from its snapshot; `earlier` are the reports that have left the team already."""
    snapshot = report.snapshot
    if snapshot is None:
        raise ValueError("A report is composed from its snapshot, and this one has none yet.")
    content = editions.compiled(snapshot.edition_id)
    found = frames.of(snapshot)
    orders_found = orders(snapshot, content)
    stays = report.audience == Report.Audience.TEAM
    hidden = Hidden() if stays else disclosure.hidden(snapshot, found, orders_found, earlier)
    context = Context(
        content=content,
        snapshot=snapshot,
        audience=report.audience,
        frames=found,
        drawn=words.drawn(snapshot, report.audience, content),
        hidden=hidden,
        orders=orders_found,
    )
    return {
        "schema": SCHEMA,
        "title": f"What people told us: {content.title}",
        "subtitle": f"Report {report.number} for the {_readers(report)}",
        "sponsor": content.sponsor,
        "exercise": content.slug,
        "language": content.language,
        "number": report.number,
        "audience": report.audience,
        "snapshot": {
            "number": snapshot.number,
            "taken_at": snapshot.taken_at.isoformat(),
            "taken": when(snapshot.taken_at),
            "seed": snapshot.seed,
        },
        "edition": {"number": content.number, "digest": content.digest},
        "counts": dict(context.counts),
        "disclosure": hidden.as_kept(),
        "sections": [
            headed(summary(context), told_of(report)),
            asked(context),
            respondents(context),
            *campaigns(context),
            *(question(context, one) for one in content.questions),
            meetings(context),
            listed_organisations(context),
            not_in_figures(context),
            method(context),
            annexed_answers(context),
        ],
    }


def _readers(report: Report) -> str:
    return {"team": "team", "steering": "steering group", "public": "public"}[report.audience]
