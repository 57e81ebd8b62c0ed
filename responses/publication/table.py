"""The published responses as CSV: one answer a row, written a piece at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from common.spreadsheets import neutral
from engagement.models import Exercise
from engagement.phases import LONDON
from engagement.shapes import EditionContent
from responses.publication import listing
from responses.publication.listing import Entry, Filters
from responses.publication.words import Given
from responses.submission.models import Response

COLUMNS = [
    "response",
    "group",
    "name",
    "organisation_type",
    "confirmed",
    "received",
    "late",
    "made_up",
    "question",
    "asked",
    "option",
    "stance",
    "factor",
    "answer",
]
LINES_AT_ONCE = 200


class _Line:
    """Takes what the writer writes, for the answer to be sent on."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)


def lines(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Return the file a piece at a time, with the mark by which spreadsheets know UTF-8."""
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    line.written.insert(0, "\ufeff")
    for row in rows:
        writer.writerow(row)
        if len(line.written) >= LINES_AT_ONCE:
            yield "".join(line.written).encode()
            line.written.clear()
    yield "".join(line.written).encode()


def rows(exercise: Exercise, filters: Filters, content: EditionContent) -> Iterator[list[str]]:
    """Return all that a list holds."""
    return rows_of(listing.all_entries(exercise, filters, content), content)


def rows_of(entries: Iterable[Entry], content: EditionContent) -> Iterator[list[str]]:
    """Return the answers of responses."""
    question = {item.id: str(one.number) for one in content.questions for part in one.parts for item in part.items}
    for entry in entries:
        about = _about(entry, content)
        for given in entry.answers:
            yield [*about, question[given.item.id], *_asked(given), neutral(given.text)]


def _about(entry: Entry, content: EditionContent) -> list[str]:
    response = entry.response
    is_named = response.kind != Response.Kind.INDIVIDUAL
    kind = content.category_by_id.get(response.organisation_type_id or 0)
    is_organisation = response.kind == Response.Kind.ORGANISATION
    return [
        str(entry.number),
        response.kind,
        neutral(entry.who) if is_named else "",
        neutral(kind.label) if kind and is_organisation else "",
        ("yes" if response.organisation_confirmed else "no") if is_organisation else "",
        # The day on which somebody wrote could tell who it was, and in which order people did.
        f"{response.received_at.astimezone(LONDON):%Y-%m-%d}" if is_named else "",
        "yes" if response.timing == Response.Timing.LATE else "",
        "yes" if response.synthetic else "",
    ]


def _asked(given: Given) -> list[str]:
    item = given.item
    return [
        neutral(given.part.title),
        str(item.option.number) if item.option else "",
        item.stance,
        neutral(item.factor.title) if item.factor else "",
    ]
