"""Pages of groups and of copies: keyset pages, and the same number of queries however many there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Min, Q, QuerySet

from engagement.models import Exercise
from responses.copies.models import Copy, CopyGroup
from responses.copies.voice_models import SameVoice
from responses.copies.wordings import wordings
from responses.moderation.wording import in_force
from responses.submission.models import Answer, Response
from responses.text.diffs import Piece, Wording, pieces

PAGE = 25
CURRENT = Q(response__superseded_at__isnull=True, response__withdrawn_at__isnull=True)
COUNTED = CURRENT & ~Q(state=Copy.State.TAKEN_OUT)
SHOWN = {
    "": Q(),
    "exact": Q(sort=Copy.Sort.EXACT) & ~Q(state=Copy.State.TAKEN_OUT),
    "varied": Q(sort=Copy.Sort.VARIED) & ~Q(state=Copy.State.TAKEN_OUT),
    "adds": Q(sort=Copy.Sort.ADDS) & ~Q(state=Copy.State.TAKEN_OUT),
    "new": Q(state=Copy.State.SUGGESTED, group__state=CopyGroup.State.NAMED),
    "out": Q(state=Copy.State.TAKEN_OUT),
}


@dataclass
class Row:
    """A group in the list: its text, and who sent it when and how."""

    group: CopyGroup
    words: str
    channels: list[tuple[str, int]] = field(default_factory=list)
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    days: int = 0


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    after: str


def page(exercise: Exercise, *, state: str, after: str = "") -> Page:
    """Return groups, the largest first, from a key onwards."""
    rows = CopyGroup.objects.filter(exercise=exercise, size__gt=0).select_related("campaign", "by")
    rows = rows.filter(state=state) if state else rows
    if key := _read(after):
        size, pk = key
        rows = rows.filter(Q(size__lt=size) | Q(size=size, pk__gt=pk))
    found = list(rows.order_by("-size", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(_described(shown), f"{shown[-1].size}-{shown[-1].pk}" if len(found) > PAGE else "")


def _read(key: str) -> tuple[int, int] | None:
    parts = key.split("-")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def _described(groups: list[CopyGroup]) -> list[Row]:
    words = texts_of({group.template_id for group in groups if group.template_id})
    rows = {group.pk: Row(group, words.get(group.template_id or 0, "")) for group in groups}
    for group, channels in _channels(list(rows)).items():
        rows[group].channels = channels
    copies = Copy.objects.filter(COUNTED, group__in=rows).order_by()
    spread = copies.values_list("group").annotate(
        first=Min("response__received_at"),
        last=Max("response__received_at"),
        days=Count(F("response__received_at__date"), distinct=True),
    )
    for group, first, last, days in spread:
        rows[group].first, rows[group].last, rows[group].days = first, last, days
    return list(rows.values())


def _channels(groups: list[int]) -> dict[int, list[tuple[str, int]]]:
    copies = Copy.objects.filter(COUNTED, group__in=groups).order_by()
    counted = copies.values_list("group", "response__channel").annotate(n=Count("response", distinct=True))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for group, channel, n in counted:
        found[group][channel] = n
    return {
        group: [(channel.label, by[channel]) for channel in Response.Channel if channel in by]
        for group, by in found.items()
    }


def texts_of(answers: set[int]) -> dict[int, str]:
    """Return the words of answers as readers may see them: redacted where they are."""
    rows = Answer.objects.filter(pk__in=answers).annotate(words=in_force())
    return dict(rows.values_list("pk", "words"))


def described(group: CopyGroup) -> Row:
    """Return one group as the list has it."""
    return _described([group])[0]


@dataclass(frozen=True)
class Shown:
    """A copy beside its template."""

    copy: Copy
    pieces: list[Piece]


@dataclass(frozen=True)
class Copies:
    rows: list[Shown]
    after: str


def copies(group: CopyGroup, *, only: str, after: str = "") -> Copies:
    """Return the copies of a group beside its template, those with most of their own words first."""
    rows = Copy.objects.filter(CURRENT, SHOWN.get(only, Q()), group=group).select_related("response__meeting", "by")
    if key := _read(after):
        added, pk = key
        rows = rows.filter(Q(added_words__lt=added) | Q(added_words=added, pk__gt=pk))
    found = list(rows.order_by("-added_words", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    texts = wordings({copy.answer_id for copy in shown} | ({group.template_id} if group.template_id else set()))
    template = texts.get(group.template_id or 0, Wording(""))
    return Copies(
        rows=[Shown(copy, _beside(template, texts.get(copy.answer_id, Wording("")), copy)) for copy in shown],
        after=f"{shown[-1].added_words}-{shown[-1].pk}" if len(found) > PAGE else "",
    )


def newest(group: CopyGroup) -> int:
    """Return the newest copy of a group; others may join it after the page was made."""
    return Copy.objects.filter(group=group).aggregate(newest=Max("pk"))["newest"] or 0


def _beside(template: Wording, text: Wording, copy: Copy) -> list[Piece]:
    return [] if copy.sort == Copy.Sort.EXACT else pieces(template, text, short=True)


def counts(group: CopyGroup) -> dict[str, int]:
    """Return how many copies of a group each of its lists has."""
    of_group: QuerySet[Copy] = Copy.objects.filter(CURRENT, group=group)
    found = of_group.aggregate(**{name or "all": Count("pk", filter=only or None) for name, only in SHOWN.items()})
    return {"" if name == "all" else name: n for name, n in found.items()}


def open_pairs(exercise: Exercise, *, after: int = 0) -> tuple[list[SameVoice], int]:
    """Return pairs to decide about, of responses that stand, and where the next page begins."""
    stands = {f"{one}__{at}__isnull": True for one in ("earlier", "later") for at in ("superseded_at", "withdrawn_at")}
    rows = SameVoice.objects.filter(exercise=exercise, state=SameVoice.State.OPEN, pk__gt=after, **stands)
    one_already = Q(earlier__voice_member__voice=F("later__voice_member__voice"))  # by way of a third response
    rows = rows.exclude(one_already)
    found = list(rows.select_related("earlier__meeting", "later__meeting").order_by("pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0
