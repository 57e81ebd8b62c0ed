"""CSV: every accepted answer, one row each, streamed. UTF-8 with a mark that spreadsheets look for.

csv_copy.py writes the same rows by PostgreSQL; test_copy_writes_what_python_writes holds the two together.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.db import connection

from analysis.models import Report
from analysis.render.base import Job, organisation_name
from analysis.render.csv_copy import copy_answers
from analysis.words import Respondent
from common.spreadsheets import neutral
from engagement.phases import LONDON

COMMON = [
    "response",
    "group",
    "organisation",
    "organisation_type",
    "confirmed",
    "channel",
    "received",
    "timing",
    "made_up",
    "campaign",
]
TEAM_ONLY = ["reference", "position", "area", "role", "voice"]
ANSWERED = ["question", "item", "option", "stance", "factor", "says_nothing", "answer"]


def columns(audience: str) -> list[str]:
    """Return the headings. Outside the team no row carries a personal characteristic."""
    return [*COMMON, *(TEAM_ONLY if audience == Report.Audience.TEAM else []), *ANSWERED]


def render(job: Job) -> None:
    """Write the file; PostgreSQL does it by itself, a piece at a time."""
    with job.target.open("w", encoding="utf-8", newline="") as file:
        file.write("\ufeff")
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(columns(job.report.audience))
        if connection.vendor == "postgresql":
            file.flush()
            copy_answers(job, cast(BinaryIO, file.buffer), lambda item: about_item(job, item))
        else:
            writer.writerows(row for respondent in job.respondents() for row in _rows(job, respondent))


def _rows(job: Job, respondent: Respondent) -> Iterator[list[str]]:
    about = about_respondent(job, respondent)
    for given in respondent.answers:
        yield [*about, *about_item(job, given.item), "yes" if given.says_nothing else "", neutral(given.text)]


def about_respondent(job: Job, respondent: Respondent) -> list[str]:
    """Return the columns on who answered."""
    member = respondent.member
    organisation = member.kind == "organisation"
    categories = job.content.category_by_id
    kind = categories.get(member.organisation_type_id or 0)
    known = [
        str(member.number),
        member.kind,
        neutral(organisation_name(job, respondent)) if organisation else "",
        kind.label if kind and organisation else "",
        ("yes" if member.organisation_confirmed else "no") if organisation else "",
        member.channel,
        f"{member.received_at.astimezone(LONDON):%Y-%m-%d}",
        member.timing,
        "yes" if member.synthetic else "",
        neutral(job.campaigns.get(member.campaign or 0, "")),
    ]
    if job.report.audience != Report.Audience.TEAM:
        return known
    area, role = categories.get(member.area_id or 0), categories.get(member.role_id or 0)
    return [
        *known,
        respondent.reference,
        neutral(member.position_held),
        area.label if area else "",
        role.label if role else "",
        str(member.voice or ""),
    ]


def about_item(job: Job, item_id: int) -> list[str]:
    """Return the columns on what was asked."""
    item, part = job.content.items[item_id], job.content.part_of_item[item_id]
    question = next(question for question in job.content.questions if part in question.parts)
    return [
        str(question.number),
        item.key,
        str(item.option.number) if item.option else "",
        item.stance,
        item.factor.title if item.factor else "",
    ]
