"""
Everything that came in for an exercise, in one list: responses, emails, what is being keyed in, and spreadsheets.

Each of the four is read in the order of its own ids, newest first, and the pages are made by going through them side
by side. A place in the list is a place in each of them, so that a page costs the same wherever it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.intake.imports.models import ImportBatch
from responses.intake.mail.models import FurtherAnswer, Message, MessageAct
from responses.intake.models import Discard, Original
from responses.moderation.models import Act
from responses.submission import references
from responses.submission.models import Response

if TYPE_CHECKING:
    from responses.ledger.forms import Filters

PAGE = 25
HASH_AT_LEAST = 6
# Of what an email says the list shows its subject alone, which is unsealed when a row of the page reads it.
NOT_SHOWN = ("message_id", "sender", "sender_address", "headers", "body", "bounced")
Places = dict[str, int]


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; `row` is what it is about."""

    sort: str
    row: Any
    at: dt.datetime  # when it was written into the ledger

    @property
    def key(self) -> tuple[dt.datetime, str, int]:
        return self.at, self.sort, self.row.pk


@dataclass(frozen=True)
class Source:
    """One of the four tables: how to read it for an exercise, and what of it the filters let through."""

    sort: str
    letter: str
    written: str
    rows: Callable[[Exercise], QuerySet[Any]]
    limited: Callable[[QuerySet[Any], Filters], QuerySet[Any] | None]

    def read(self, exercise: Exercise, filters: Filters, *, place: int | None, upwards: bool, size: int) -> list[Entry]:
        """Return what follows a place, the nearest first."""
        rows = self.limited(self.rows(exercise), filters)
        if rows is None or (upwards and place is None):
            return []
        if place is not None:
            rows = rows.filter(pk__gte=place) if upwards else rows.filter(pk__lt=place)
        found = rows.order_by("pk" if upwards else "-pk")[:size]
        return [Entry(self.sort, row, getattr(row, self.written)) for row in found]


@dataclass(frozen=True)
class Page:
    rows: list[Entry] = field(default_factory=list)
    before: str = ""  # the place to go back from, where there is a page before
    after: str = ""


def page(exercise: Exercise, filters: Filters, *, after: str = "", before: str = "") -> Page:
    """Return a page of the ledger, newest first; a fixed number of queries."""
    places = read_places(before or after)
    found = _merged(exercise, filters, places, upwards=bool(before))
    more, found = len(found) > PAGE, found[:PAGE]
    if before:
        top = {**places, **{entry.sort: entry.row.pk + 1 for entry in found}}
        found.reverse()
        return Page(found, before=write_places(top) if more else "", after=write_places(places))
    bottom = {**places, **{entry.sort: entry.row.pk for entry in found}}
    start = write_places(places) if places else ""
    return Page(found, before=start, after=write_places(bottom) if more else "")


def _merged(exercise: Exercise, filters: Filters, places: Places, *, upwards: bool) -> list[Entry]:
    """Go through the sources side by side; each keeps its own order, whatever the clocks of machines said."""
    waiting = []
    for source in SOURCES:
        place = places.get(source.sort) if places else None
        if places and place is None:
            place = 2**62 if not upwards else None
        waiting.append(source.read(exercise, filters, place=place, upwards=upwards, size=PAGE + 1))
    pick: Callable[..., list[Entry]] = min if upwards else max
    merged: list[Entry] = []
    while len(merged) <= PAGE and any(waiting):
        nearest = pick((entries for entries in waiting if entries), key=lambda entries: entries[0].key)
        merged.append(nearest.pop(0))
    return merged


def write_places(places: Places) -> str:
    """Return a place in the list for an address."""
    return "-".join(f"{source.letter}{places[source.sort]}" for source in SOURCES if source.sort in places)


def read_places(text: str) -> Places:
    """Read a place from an address; what cannot be read is the beginning."""
    letters = {source.letter: source.sort for source in SOURCES}
    places: Places = {}
    for part in text[:100].split("-") if text else []:
        sort, number = letters.get(part[:1]), part[1:]
        if sort is None or not (number.isascii() and number.isdigit() and len(number) < 19):
            return {}
        places[sort] = int(number)
    return places


def _responses(exercise: Exercise) -> QuerySet[Response]:
    return Response.objects.filter(exercise=exercise).select_related("meeting", "entered_by", "public_number")


def limit_responses(rows: QuerySet[Response], filters: Filters) -> QuerySet[Response] | None:
    """Limit responses to what the filters let through; None where they want something else altogether."""
    if filters.sort not in {"", "response"}:
        return None
    if filters.standing in {"replaced", "withdrawn"}:
        rows = rows.filter(**{f"{'superseded' if filters.standing == 'replaced' else 'withdrawn'}_at__isnull": False})
    elif filters.standing:
        rows = rows.filter(standing=filters.standing, superseded_at__isnull=True, withdrawn_at__isnull=True)
    exact = {"channel": filters.channel, "timing": filters.timing}
    rows = _received(rows.filter(**{name: value for name, value in exact.items() if value}), filters, "received_at")
    if filters.original:
        of_email = Exists(FurtherAnswer.objects.filter(response=OuterRef("pk")))
        has = Q(of_email) | Q(Exists(Original.objects.filter(response=OuterRef("pk"))))
        rows = rows.filter(has) if filters.original == "yes" else rows.filter(~has)
    if filters.person:
        acted = Exists(Act.objects.filter(response=OuterRef("pk"), by=filters.person))
        rows = rows.filter(acted | Q(entered_by=filters.person))
    if filters.search:
        rows = rows.filter(_reference_or_hash(filters.search, "response"))
    return rows


def _received(rows: QuerySet[Any], filters: Filters, name: str) -> QuerySet[Any]:
    if filters.since:
        rows = rows.filter(**{f"{name}__gte": filters.since})
    return rows.filter(**{f"{name}__lt": filters.until}) if filters.until else rows


def _reference_or_hash(search: str, of: str) -> Q:
    """Limit to a reference, or to what came with a file of which the hash begins so."""
    found = Q(pk__isnull=True)
    reference = references.normalise(search)
    if of == "response" and reference:
        found |= Q(reference=reference)
    digest = search.lower().replace(" ", "")
    if len(digest) >= HASH_AT_LEAST and all(character in "0123456789abcdef" for character in digest):
        if of in {"response", "draft"}:
            here = {of: OuterRef("pk")}
            in_email = FurtherAnswer.objects.filter(message__original__sha256__startswith=digest, **here)
            found |= Q(Exists(Original.objects.filter(sha256__startswith=digest, **here))) | Q(Exists(in_email))
        else:
            found |= Q(original__sha256__startswith=digest)
    return found


def _messages(exercise: Exercise) -> QuerySet[Message]:
    """Emails of which nothing was made: the others stand in the list as what was made of them."""
    rows = Message.objects.filter(exercise=exercise, draft__isnull=True, response__isnull=True)
    return rows.select_related("original__added_by").defer(*NOT_SHOWN)


def _limit_messages(rows: QuerySet[Message], filters: Filters) -> QuerySet[Message] | None:
    if not _unsent_fits(filters, "message") or filters.channel not in {"", Response.Channel.EMAIL}:
        return None
    if filters.original == "no":
        return None
    if filters.person:
        acted = Exists(MessageAct.objects.filter(message=OuterRef("pk"), by=filters.person))
        rows = rows.filter(acted | Q(original__added_by=filters.person))
    if filters.search:
        rows = rows.filter(_reference_or_hash(filters.search, "message"))
    return _received(rows, filters, "received_at")


def _drafts(exercise: Exercise) -> QuerySet[Draft]:
    """What is being keyed in or was discarded; an email of which the keying was given up stands in the list itself."""
    given_up = Exists(Discard.objects.filter(draft=OuterRef("pk"), taken_up_at__isnull=True, message__isnull=False))
    rows = Draft.objects.filter(exercise=exercise, origin=Draft.Origin.KEYED)
    rows = rows.filter(Q(is_open=True) | Q(~given_up, discarded_at__isnull=False))
    why = Discard.objects.filter(taken_up_at__isnull=True).select_related("by")
    return rows.select_related("keyed_by").prefetch_related(Prefetch("discards", queryset=why, to_attr="discarded_for"))


def _limit_drafts(rows: QuerySet[Draft], filters: Filters) -> QuerySet[Draft] | None:
    """What is being keyed in says its channel and time in sealed fields, so that these do not limit it."""
    if not _unsent_fits(filters, "draft") or filters.channel:
        return None
    if filters.original:
        of_email = Exists(FurtherAnswer.objects.filter(draft=OuterRef("pk")))
        has = Q(of_email) | Q(Exists(Original.objects.filter(draft=OuterRef("pk"))))
        rows = rows.filter(has) if filters.original == "yes" else rows.filter(~has)
    if filters.person:
        discarded = Exists(Discard.objects.filter(draft=OuterRef("pk"), by=filters.person))
        rows = rows.filter(discarded | Q(keyed_by=filters.person))
    if filters.search:
        rows = rows.filter(_reference_or_hash(filters.search, "draft"))
    return _received(rows, filters, "created_at")


def _batches(exercise: Exercise) -> QuerySet[ImportBatch]:
    rows = ImportBatch.objects.filter(exercise=exercise).defer("shape", "mapping", "fates")
    return rows.select_related("uploaded_by", "original")


def _limit_batches(rows: QuerySet[ImportBatch], filters: Filters) -> QuerySet[ImportBatch] | None:
    if not _unsent_fits(filters, "import") or filters.original == "no":
        return None
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.person:
        rows = rows.filter(Q(uploaded_by=filters.person) | Q(imported_by=filters.person) | Q(undone_by=filters.person))
    if filters.search:
        rows = rows.filter(_reference_or_hash(filters.search, "import"))
    return _received(rows, filters, "uploaded_at")


def _unsent_fits(filters: Filters, sort: str) -> bool:
    """Whether what is no response can be meant: it has neither a standing nor a timing."""
    return filters.sort in {"", sort} and not filters.standing and not filters.timing


SOURCES = (
    Source("response", "r", "entered_at", _responses, limit_responses),
    Source("message", "m", "kept_at", _messages, _limit_messages),
    Source("draft", "d", "created_at", _drafts, _limit_drafts),
    Source("import", "i", "uploaded_at", _batches, _limit_batches),
)
