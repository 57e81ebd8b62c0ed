"""The ledger as it may be handed to anybody who asks: what came in and what was done, and nobody's personal data.

Who answered is told of organisations alone, unless they asked not to be named. Words are those in force, and only of
responses that were accepted and still stand; of all others it is said why they are left out.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter

from common.spreadsheets import neutral
from engagement import editions
from engagement.models import Exercise
from engagement.phases import LONDON
from engagement.shapes import EditionContent
from responses.intake.models import Original
from responses.ledger.entries import limit_responses
from responses.ledger.forms import Filters
from responses.moderation.models import Act
from responses.publication import listing, words
from responses.submission.models import Response

AT_ONCE = 200
MOST_IN_EXCEL = 5_000  # responses: more of them take longer than somebody waits for a page
MOST_IN_CELL = 32_000
CUT = " … cut; the CSV has all"
COLUMNS = [
    "entry",
    "public_number",
    "group",
    "organisation",
    "channel",
    "received",
    "entered",
    "timing",
    "standing",
    "files_kept",
    "acts",
    "made_up",
    "question",
    "asked",
    "option",
    "stance",
    "answer",
    "left_out_because",
]


def too_many_for_excel(exercise: Exercise, filters: Filters) -> bool:
    """Whether an Excel file would take too long."""
    rows = limit_responses(Response.objects.filter(exercise=exercise), filters)
    return rows is not None and len(rows.order_by().values_list("pk", flat=True)[: MOST_IN_EXCEL + 1]) > MOST_IN_EXCEL


def lines(exercise: Exercise, filters: Filters) -> Iterator[bytes]:
    """Return the CSV file a piece at a time."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    text.write("\ufeff")
    writer.writerow(COLUMNS)
    for row in rows(exercise, filters):
        writer.writerow(row)
        if text.tell() > 64_000:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def write_excel(exercise: Exercise, filters: Filters, target: IO[bytes]) -> None:
    """Write the same rows as a workbook; one row is in memory at a time."""
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("Ledger")
    bold = book.add_format({"bold": True})
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(rows(exercise, filters), start=1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell if len(cell) <= MOST_IN_CELL else cell[:MOST_IN_CELL] + CUT)
    book.close()


def rows(exercise: Exercise, filters: Filters) -> Iterator[list[str]]:
    """Return a row for each answer that may be handed out, and one for each response of which nothing may."""
    content = editions.of(exercise)
    question = {item.id: str(one.number) for one in content.questions for part in one.parts for item in part.items}
    entry, after = 0, 0
    found = limit_responses(Response.objects.filter(exercise=exercise), filters)
    while found is not None:
        piece = list(found.filter(pk__gt=after).select_related("public_number", "meeting").order_by("pk")[:AT_ONCE])
        if not piece:
            return
        given = words.given_by([one for one in piece if not kept_in(one)], content)
        about = _about(piece, content)
        for response in piece:
            entry += 1
            before = [str(entry), *about[response.pk]]
            for one in given.get(response.pk, []):
                item = one.item
                asked = [neutral(one.part.title), str(item.option.number) if item.option else "", item.stance]
                yield [*before, question[item.id], *asked, neutral(one.text), ""]
            if not given.get(response.pk):
                yield [*before, "", "", "", "", "", kept_in(response) or "nothing was answered that is asked today"]
        after = piece[-1].pk


def kept_in(response: Response) -> str:
    """Return why the words of a response are not handed out; empty where they are."""
    if response.withdrawn_at:
        return "withdrawn"
    if response.superseded_at:
        return "replaced by its author"
    if response.standing != Response.Standing.ACCEPTED:
        return "not accepted by a moderator"
    if response.confidentiality_reason:
        return "its author asked for confidentiality"
    return ""


def _about(piece: list[Response], content: EditionContent) -> dict[int, list[str]]:
    """Return the columns on responses; three queries, however many there are."""
    ids = [one.pk for one in piece]
    kept: dict[int, int] = defaultdict(int)
    for pk in Original.objects.filter(response__in=ids).values_list("response_id", flat=True):
        kept[pk or 0] += 1
    acts: dict[int, list[str]] = defaultdict(list)
    for act in Act.objects.filter(response__in=ids).order_by("response", "version"):
        acts[act.response_id].append(_act(act))
    fields = words.fields_in_force(piece)
    return {one.pk: _columns(one, kept[one.pk], acts[one.pk], fields.get(one.pk, {})) for one in piece}


def _act(act: Act) -> str:
    """Return an act without who did it and without their note, in which names may stand."""
    reason = f" ({act.get_reason_display()})" if act.reason else ""
    return f"{_day(act.at)} {act.get_verb_display()}{reason}"


def _day(moment: Any) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d}"


def _columns(response: Response, kept: int, acts: list[str], fields: dict[str, str]) -> list[str]:
    number = getattr(response, "public_number", None)
    standing = "withdrawn" if response.withdrawn_at else "replaced" if response.superseded_at else response.standing
    is_named = response.kind == Response.Kind.ORGANISATION and not kept_in(response)
    return [
        str(number.number) if number else "",
        response.kind,
        neutral(listing.called(response, fields)) if is_named else "",
        response.channel,
        _day(response.received_at),
        _day(response.entered_at),
        response.timing,
        standing,
        str(kept),
        neutral("; ".join(acts)),
        "yes" if response.synthetic else "",
    ]
