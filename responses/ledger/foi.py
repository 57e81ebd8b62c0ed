"""The ledger as it may be handed to anybody who asks: what came in and what was done, and nobody's personal data.

Who answered is told of organisations alone, unless they asked not to be named. Words are those in force, and only of
what may be published; of all others it is said why they are left out. What individuals wrote stands apart at the end,
in an order drawn by lot and without the days: when somebody wrote could tell who it was.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet

from common.spreadsheets import neutral
from engagement import editions
from engagement.models import Exercise
from engagement.phases import LONDON
from engagement.shapes import EditionContent
from responses.intake.mail.models import FurtherAnswer
from responses.intake.models import Original
from responses.ledger.entries import limit_responses
from responses.ledger.forms import Filters
from responses.moderation.models import Act
from responses.publication import listing, publishing, words
from responses.submission.models import Response

AT_ONCE = 200
MOST_IN_EXCEL = 5_000  # responses: more of them take longer than somebody waits for a page
MOST_IN_CELL = 32_000
CUT = " … cut; the CSV has all"
ASKED = ["question", "asked", "option", "stance", "answer"]
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
    *ASKED,
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
    """Return a row for each response, or for each answer of an organisation or meeting; then those of individuals."""
    found = limit_responses(Response.objects.filter(exercise=exercise), filters)
    if found is None:
        return
    content = editions.of(exercise)
    asked = _Asked(content)
    entry = 0
    for piece in _pieces(found, "pk"):
        open_ones = [one for one in piece if one.kind != Response.Kind.INDIVIDUAL and not kept_in(one)]
        given = words.given_by(open_ones, content)
        about = _about(piece, content)
        for response in piece:
            entry += 1
            before = [str(entry), *about[response.pk]]
            for one in given.get(response.pk, []):
                yield [*before, *asked.of(one), ""]
            if not given.get(response.pk):
                yield [*before, *[""] * len(ASKED), _why_without_words(response)]
    individuals = found.filter(publishing.published(), kind=Response.Kind.INDIVIDUAL)
    for piece in _pieces(individuals, "reference"):
        given = words.given_by(piece, content)
        for response in piece:
            for one in given.get(response.pk, []):
                yield [*_apart(response), *asked.of(one), ""]


def _pieces(rows: QuerySet[Response], key: str) -> Iterator[list[Response]]:
    """Read responses in the order of a unique field; their references were drawn by lot."""
    rows = rows.select_related("public_number", "meeting").order_by(key)
    piece = list(rows[:AT_ONCE])
    while piece:
        yield piece
        piece = list(rows.filter(**{f"{key}__gt": getattr(piece[-1], key)})[:AT_ONCE])


class _Asked:
    """What an answer is to, and what it says."""

    def __init__(self, content: EditionContent) -> None:
        self.question = {
            item.id: str(one.number) for one in content.questions for part in one.parts for item in part.items
        }

    def of(self, given: words.Given) -> list[str]:
        item = given.item
        option = str(item.option.number) if item.option else ""
        return [self.question[item.id], neutral(given.part.title), option, item.stance, neutral(given.text)]


def _apart(response: Response) -> list[str]:
    """Return the columns on an individual's response whose words are told: nothing by which its entry is found."""
    number = getattr(response, "public_number", None)
    known = {"group": response.kind, "public_number": str(number.number) if number else ""}
    return [known.get(name, "") for name in COLUMNS[: COLUMNS.index(ASKED[0])]]


def _why_without_words(response: Response) -> str:
    if why := kept_in(response):
        return why
    if response.kind == Response.Kind.INDIVIDUAL:
        return "an individual's words stand at the end, without the days"
    return "nothing was answered that is asked today"


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
    if not response.may_publish:
        return "its author did not agree to its being published"
    return ""


def _about(piece: list[Response], content: EditionContent) -> dict[int, list[str]]:
    """Return the columns on responses; four queries, however many there are."""
    ids = [one.pk for one in piece]
    kept: dict[int, int] = defaultdict(int)
    for pk in Original.objects.filter(response__in=ids).values_list("response_id", flat=True):
        kept[pk or 0] += 1
    for pk in FurtherAnswer.objects.filter(response__in=ids).values_list("response_id", flat=True):
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
        str(number.number) if number and response.kind != Response.Kind.INDIVIDUAL else "",
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
