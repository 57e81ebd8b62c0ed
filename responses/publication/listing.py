"""Which published responses are listed: page by page in the order of their numbers, which says nothing of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from engagement.models import Exercise
from engagement.shapes import EditionContent
from responses.moderation.wording import in_force, who_in_force
from responses.publication import words
from responses.publication.models import PublicNumber
from responses.publication.publishing import published
from responses.publication.words import Given
from responses.submission.models import Answer, Response

PAGE = 20
SEARCH_WINDOW = 2_000  # responses whose words are looked through in one request
EXCERPT = 240
AT_ONCE = 200  # responses of a download that are read together


@dataclass(frozen=True)
class Filters:
    """What the list is limited to; empty means everything."""

    search: str = ""
    kind: str = ""
    organisation_type: int = 0
    items: tuple[int, ...] = ()  # answered one of these


@dataclass(frozen=True)
class Entry:
    """One response as the public sees it."""

    number: int
    response: Response
    who: str
    answers: list[Given] = field(default_factory=list)

    def excerpt(self, filters: Filters) -> tuple[str, str]:
        """Return what a listed response is shown by: what a question asks, and the beginning of the answer to it."""
        wanted = [one for one in self.answers if not filters.items or one.item.id in filters.items]
        search = filters.search.casefold()
        hit = next((one for one in wanted if search and search in one.text.casefold()), None)
        shown = hit or next((one for one in wanted if len(one.text) > 40), None) or next(iter(wanted), None)
        if shown is None:
            return "", ""
        at = max(0, shown.text.casefold().find(search) - EXCERPT // 3) if hit else 0
        return _about(shown), _cut(shown.text, at)


def _about(given: Given) -> str:
    return f"{given.part.title} {given.label}".strip()


def _cut(text: str, at: int) -> str:
    """Return a stretch of a text, cut at spaces."""
    piece = text[at : at + EXCERPT]
    if at:
        piece = f"…{piece.partition(' ')[2] or piece}"
    if at + EXCERPT < len(text):
        piece = f"{piece.rpartition(' ')[0] or piece}…"
    return " ".join(piece.split())


@dataclass(frozen=True)
class Page:
    rows: list[PublicNumber] = field(default_factory=list)
    before: int = 0  # the number to go back from, where there is a page before
    after: int = 0
    searched_all: bool = True

    @property
    def version(self) -> str:
        """Return a digest that changes whenever anything that the page shows does: every act raises a version."""
        seen = ",".join(f"{row.number}:{row.response_id}:{row.response.version}" for row in self.rows)
        return hashlib.sha256(f"{seen};{self.before};{self.after};{self.searched_all}".encode()).hexdigest()


def page(exercise: Exercise, filters: Filters, content: EditionContent, *, after: int = 0, before: int = 0) -> Page:
    """Return one page of the list, onwards from a number or back from one."""
    rows = filtered(exercise, filters, content).order_by("-number" if before else "number")
    if before:
        rows = rows.filter(number__lt=before)
    elif after:
        rows = rows.filter(number__gt=after)
    rows, window_ends = _searched(rows, filters, content)
    found = list(rows.select_related("response__meeting")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    end = found[-1].number if more else window_ends
    if before:
        found.reverse()
        return Page(found, before=end, after=before - 1, searched_all=not window_ends or more)
    return Page(found, before=after + 1 if after else 0, after=end, searched_all=not window_ends or more)


def filtered(exercise: Exercise, filters: Filters, content: EditionContent) -> QuerySet[PublicNumber]:
    """Limit to what is published of an exercise and what the filters let through, words apart."""
    rows = PublicNumber.objects.filter(published("response__"), exercise=exercise)
    if filters.kind:
        rows = rows.filter(response__kind=filters.kind)
    if filters.organisation_type:
        rows = rows.filter(response__organisation_type=filters.organisation_type)
    if filters.items:
        shown = Answer.objects.filter(words.readable(content), response=OuterRef("response_id"))
        answered = shown.filter(item__in=filters.items)
        rows = rows.filter(Exists(answered))
    return rows


def _searched(
    rows: QuerySet[PublicNumber], filters: Filters, content: EditionContent
) -> tuple[QuerySet[PublicNumber], int]:
    """Limit to what a search finds among the next so many responses; say where it stopped if there are more."""
    if not filters.search:
        return rows, 0
    window = dict(rows.values_list("response", "number")[: SEARCH_WINDOW + 1])
    is_all = len(window) <= SEARCH_WINDOW
    if not is_all:
        window.popitem()
    found = found_among(window, filters, content)
    return rows.filter(response__in=found), 0 if is_all else list(window.values())[-1]


def found_among(numbers: Mapping[int, int], filters: Filters, content: EditionContent) -> set[int]:
    """Return which of some responses, told with their numbers, a search finds.

    It looks at their number, at who sent them, and at the words that may be read. They are named one by one, since a
    database that is free to choose looks through the words of all responses and not of these.
    """
    search = filters.search
    answers = Answer.objects.filter(words.readable(content), response__in=numbers)
    if filters.items:
        answers = answers.filter(item__in=filters.items)
    in_words = answers.annotate(words=in_force()).filter(words__icontains=search)
    found = {response for response, number in numbers.items() if search.lstrip("0") == str(number)}
    found.update(in_words.order_by().values_list("response", flat=True).distinct())
    for kind, name in ((Response.Kind.ORGANISATION, "organisation_name"), (Response.Kind.MEETING, "meeting_name")):
        named = Response.objects.filter(pk__in=numbers, kind=kind).annotate(shown=who_in_force(name))
        found.update(named.filter(shown__icontains=search).values_list("pk", flat=True))
    return found


def entries(rows: Sequence[PublicNumber], content: EditionContent, *, whole: bool = True) -> list[Entry]:
    """Return listed responses with who sent them and what they say; a fixed number of queries."""
    responses = [row.response for row in rows]
    fields = words.fields_in_force(responses)
    given = words.given_by(responses, content) if whole else {}
    return [
        Entry(
            row.number,
            row.response,
            called(row.response, fields.get(row.response_id, {})),
            given.get(row.response_id, []),
        )
        for row in rows
    ]


def called(response: Response, fields: dict[str, str]) -> str:
    """Return how the public is told who answered: organisations and meetings by name, individuals never."""
    if response.kind == Response.Kind.ORGANISATION:
        return fields.get("organisation_name", response.organisation_name)
    if response.kind == Response.Kind.MEETING:
        meeting = getattr(response, "meeting", None)
        return fields.get("meeting_name", meeting.name) if meeting else "Points from a meeting"
    return "An individual"


def all_entries(exercise: Exercise, filters: Filters, content: EditionContent) -> Iterator[Entry]:
    """Go through all that the filters let through, some hundreds at a time, as each of them stands at that moment."""
    after = 0
    while True:
        rows = filtered(exercise, filters, content).filter(number__gt=after).order_by("number")
        some = dict(rows.values_list("response", "number")[:AT_ONCE])
        if not some:
            return
        found = found_among(some, filters, content) if filters.search else some
        yield from entries(list(rows.filter(response__in=found).select_related("response__meeting")), content)
        after = max(some.values())
