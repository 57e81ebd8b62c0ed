"""The queue: which responses are listed, page by page from a key onwards, without counting a big table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from engagement.models import Exercise
from responses.copies import reads as copies
from responses.drafts.models import Draft
from responses.moderation import appeals
from responses.moderation.models import Act
from responses.moderation.moderation import not_proposed_by
from responses.submission import references
from responses.submission.models import Answer, Response, ResponseQuerySet

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 25
COUNT_LIMIT = 1_000
SEARCH_WINDOW = 5_000  # responses whose words are looked through in one request
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
Standing = Response.Standing


@dataclass(frozen=True)
class Filters:
    """What the queue is limited to; empty means everything."""

    standing: str = ""  # a Standing, "for_me", "appeal", "replaced" or "withdrawn"
    channel: str = ""
    kind: str = ""
    timing: str = ""
    suspicion: str = ""  # "yes" or "no", as the next two
    confirmed: str = ""
    words: str = ""
    items: Sequence[int] = ()  # answered one of these
    copies: str = ""  # what responses.copies.reads.fits takes
    search: str = ""
    newest_first: bool = False


@dataclass(frozen=True)
class Key:
    """Where a page begins or ends: a place in the order of receipt."""

    received_at: dt.datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.received_at - EPOCH) // MICROSECOND}-{self.id}"

    @classmethod
    def of(cls, response: Response) -> Key:
        """Return the place of a response."""
        return cls(response.received_at, response.pk)

    @classmethod
    def read(cls, text: str) -> Key | None:
        """Read a key from an address; None where it is none."""
        moment, _, number = text.partition("-")
        if len(text) > 60 or not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()):
            return None
        try:
            key = cls(EPOCH + int(moment) * MICROSECOND, int(number))
        except OverflowError:
            return None
        return key if key.id < 2**63 else None


@dataclass(frozen=True)
class Page:
    rows: list[Response] = field(default_factory=list)
    before: str = ""  # key for the page before, where there is one
    after: str = ""
    searched_all: bool = True


def page(
    exercise: Exercise, filters: Filters, *, user: User, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """Return one page of the queue, from a key onwards or back from one; a whole reference finds its response alone."""
    if reference := whole_reference(filters):
        return Page(_with_meetings(Response.objects.filter(exercise=exercise, reference=reference)))
    backwards = bool(before)
    key = Key.read(before or after)
    newest_first = filters.newest_first != backwards
    rows = ordered(filtered(exercise, filters, user=user), newest_first=newest_first)
    if key:
        rows = beyond(rows, key, newest_first=newest_first)
    rows, window_ends = _searched(rows, filters.search)
    found = _with_meetings(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    end = str(Key.of(found[-1])) if found and more else window_ends
    if backwards:
        found.reverse()
        return Page(
            found, before=end, after=str(Key.of(found[-1])) if found else str(key or ""), searched_all=not window_ends
        )
    start = str(Key.of(found[0])) if found else str(key or "")
    return Page(found, before=start if key else "", after=end, searched_all=not window_ends or more)


def _with_meetings(rows: ResponseQuerySet) -> list[Response]:
    undone = Exists(Act.objects.filter(response=OuterRef("pk"), verb=Act.Verb.UNDO_IMPORT))
    return list(rows.select_related("meeting").annotate(appeal_waits=appeals.waiting(), left_with_import=undone))


def whole_reference(filters: Filters) -> str:
    """Return the reference that is searched for, or nothing where the search is for something else."""
    reference = references.normalise(filters.search)
    return reference if references.is_valid(reference) else ""


def filtered(exercise: Exercise, filters: Filters, *, user: User) -> ResponseQuerySet:
    """Limit an exercise's responses to what the filters let through, words apart."""
    rows = _standing(Response.objects.filter(exercise=exercise), filters.standing, user)
    exact = {"channel": filters.channel, "kind": filters.kind, "timing": filters.timing}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.suspicion:
        suspicious = copies.suspicious()
        rows = rows.filter(~suspicious if filters.suspicion == "no" else suspicious)
    if filters.copies:
        rows = rows.filter(copies.fits(filters.copies))
    if filters.confirmed:
        rows = rows.filter(kind=Response.Kind.ORGANISATION, organisation_confirmed=filters.confirmed == "yes")
    if filters.words:
        rows = rows.filter(has_free_text=filters.words == "yes")
    if filters.items:
        rows = rows.filter(Exists(Answer.objects.filter(response=OuterRef("pk"), item__in=filters.items)))
    return rows


def _standing(rows: ResponseQuerySet, standing: str, user: User) -> ResponseQuerySet:
    if standing == "replaced":
        return rows.filter(superseded_at__isnull=False)
    if standing == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    rows = rows.current()
    if standing == "appeal":
        return rows.filter(appeals.waiting())
    if standing == "for_me":
        return rows.filter(not_proposed_by(user), standing=Standing.LEAVING_OUT)
    return rows.filter(standing=standing) if standing else rows


def ordered(rows: ResponseQuerySet, *, newest_first: bool = False) -> ResponseQuerySet:
    """Order by receipt."""
    return rows.order_by("-received_at", "-id") if newest_first else rows.order_by("received_at", "id")


def beyond(rows: ResponseQuerySet, key: Key, *, newest_first: bool = False) -> ResponseQuerySet:
    """Limit to what follows a place in the order."""
    if newest_first:
        return rows.filter(Q(received_at__lt=key.received_at) | Q(received_at=key.received_at, id__lt=key.id))
    return rows.filter(Q(received_at__gt=key.received_at) | Q(received_at=key.received_at, id__gt=key.id))


def _searched(rows: ResponseQuerySet, search: str) -> tuple[ResponseQuerySet, str]:
    """Limit to what a search finds among the next so many responses; say where it stopped if there are more."""
    if not search:
        return rows, ""
    reference = references.normalise(search)
    last = rows[SEARCH_WINDOW - 1 : SEARCH_WINDOW + 1]
    ends = list(last.only("pk", "received_at"))
    window = rows.filter(pk__in=rows.values("pk")[:SEARCH_WINDOW])
    in_words = Exists(Answer.objects.filter(response=OuterRef("pk"), text__icontains=search))
    named = Q(organisation_name__icontains=search) | Q(meeting__name__icontains=search)
    found = window.filter(named | Q(reference__icontains=reference or search) | in_words)
    return found, str(Key.of(ends[0])) if len(ends) > 1 else ""


def elsewhere(exercise: Exercise, filters: Filters, *, user: User) -> tuple[Count, bool]:
    """Return how many more a search finds under other standings, and whether it looked through all of those."""
    if not (filters.search and filters.standing) or whole_reference(filters):
        return Count(0), True
    here = filtered(exercise, filters, user=user)
    rows = filtered(exercise, replace(filters, standing=""), user=user).exclude(pk__in=here.values("pk"))
    found, window_ends = _searched(ordered(rows), filters.search)
    return counted(found), not window_ends


def next_to_moderate(response: Response) -> Response | None:
    """Return the next response that waits after this one, or the first that waits; it is not reserved for anybody."""
    waiting = Response.objects.current().filter(exercise=response.exercise_id, standing=Standing.UNMODERATED)
    waiting = ordered(waiting.exclude(pk=response.pk)).only("pk", "reference", "received_at")
    return beyond(waiting, Key.of(response)).first() or waiting.first()


def neighbours(response: Response, *, each: int = 5) -> list[Response]:
    """Return what lies around a response among those that wait for moderation, with itself."""
    waiting = Response.objects.current().filter(exercise=response.exercise_id, standing=Standing.UNMODERATED)
    key = Key.of(response)
    earlier = _with_meetings(beyond(ordered(waiting, newest_first=True), key, newest_first=True)[:each])
    return [*reversed(earlier), response, *_with_meetings(beyond(ordered(waiting), key)[: 2 * each])]


@dataclass(frozen=True)
class Count:
    """A number up to the limit of counting."""

    number: int

    @property
    def words(self) -> str:
        """Return the number as shown."""
        return f"more than {COUNT_LIMIT:,}" if self.number > COUNT_LIMIT else f"{self.number:,}"


def counted(rows: QuerySet[Response] | QuerySet[Draft]) -> Count:
    """Count rows, and stop counting at the limit."""
    return Count(rows.order_by()[: COUNT_LIMIT + 1].count())


def counts(exercise: Exercise, *, user: User) -> dict[str, Count]:
    """Return how many responses there are of each standing, and how many wait for this person's agreement."""
    rows = Response.objects.filter(exercise=exercise)
    return {standing: counted(_standing(rows, standing, user)) for standing in [*Standing.values, "for_me", "appeal"]}


def drafts(exercise: Exercise) -> Count:
    """Return how many answers have been begun and not sent; nothing else of them is for staff."""
    return counted(Draft.objects.filter(exercise=exercise, is_open=True, origin=Draft.Origin.PUBLIC))


def of_exercise(exercise_id: int, response_ids: Iterable[int]) -> list[int]:
    """Return which of the responses belong to an exercise, in their order."""
    rows = Response.objects.filter(exercise=exercise_id, pk__in=list(response_ids))
    return list(rows.order_by("pk").values_list("pk", flat=True))
