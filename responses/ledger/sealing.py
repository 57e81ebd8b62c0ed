"""
Seals over what was added to the ledger, made by a job a while after it was added and never while somebody sends.

A seal is written once for a stretch of ids of every table, so that a row of the past that is gone, changed or put in
afterwards is found. Stretches end before anything that a transaction still under way could have written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max

from common import clock
from common.dialect import oldest_transaction
from engagement.models import ExerciseAct
from responses.intake.models import Original
from responses.ledger import canonical
from responses.ledger.models import Fingerprint, Seal
from responses.moderation.models import Act
from responses.submission.models import Response

LAG = dt.timedelta(minutes=10)
AT_MOST = 500  # rows of a table in one go

Marks = dict[str, int]  # by track: the highest id that has been looked at


@dataclass(frozen=True)
class Track:
    """One table that is sealed, and the field that says when a row was written."""

    name: str
    model: type[models.Model]
    written: str
    exercise: str = "exercise_id"

    @property
    def label(self) -> str:
        """What its rows are called."""
        return f"{self.name.replace('_', ' ')}s"

    @property
    def rows(self) -> models.QuerySet[Any]:
        return self.model._default_manager.order_by("pk")


TRACKS = (
    Track("response", Response, "entered_at"),
    Track("act", Act, "at", exercise="response__exercise_id"),
    Track("original", Original, "added_at"),
    Track("exercise_act", ExerciseAct, "at"),
)


@dataclass
class Stretch:
    """What is about to be sealed of one exercise."""

    lines: list[bytes] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {track.name: 0 for track in TRACKS})


def seal_all() -> int:
    """Seal everything that is settled; return how many seals were made. Somebody who seals at once is let go first."""
    made = 0
    until = settled_until()
    try:
        while some := seal_next(until):
            made += some
    except IntegrityError:
        return made
    return made


def settled_until() -> dt.datetime:
    """Return a moment a good while before any transaction that is under way began.

    It is not that moment itself: who began to write just before a long import began may have got a later number.
    """
    now, oldest = clock.now(), oldest_transaction()
    return (min(now, oldest) if oldest else now) - LAG


def seal_next(until: dt.datetime) -> int:
    """Seal the next stretch of every table; return how many exercises had something in it.

    Raises IntegrityError where somebody else has sealed the same in the meantime.
    """
    start = marks()
    end = {track.name: _reach(track, start[track.name], until) for track in TRACKS}
    if start == end:
        return 0
    prints: list[Fingerprint] = []
    seen: dict[int, int] = {}
    stretches = _stretches(start, end, prints, seen)
    with transaction.atomic():
        _refuse_changed(seen)
        Fingerprint.objects.bulk_create(prints)
        for exercise_id, stretch in sorted(stretches.items()):
            _seal(exercise_id, stretch, start, end)
    return len(stretches)


def marks(**of: Any) -> Marks:
    """Return up to which id of each table everything is sealed."""
    highest = Seal.objects.filter(**of).aggregate(**{track.name: Max(f"{track.name}_to") for track in TRACKS})
    return {name: found or 0 for name, found in highest.items()}


def _reach(track: Track, start: int, until: dt.datetime) -> int:
    """Return the id up to which rows are settled, some hundreds further at the most."""
    reached = start
    for pk, at in track.rows.filter(pk__gt=start).values_list("pk", track.written)[:AT_MOST]:
        if at >= until:
            break
        reached = pk
    return reached


def _refuse_changed(seen: Mapping[int, int]) -> None:
    """Make no fingerprint of words that were erased since they were read, or of a leave that was taken back.

    An erasure that comes now waits, and then finds the fingerprints, whose salt must not outlive the words.
    """
    list(Response.objects.select_for_update().filter(pk__in=seen).order_by("pk").values_list("pk"))
    changed = Act.objects.filter(response__in=seen, verb__in=[Act.Verb.ERASE, Act.Verb.CONSENT])
    if any(version > seen[pk] for pk, version in changed.values_list("response_id", "version")):
        raise IntegrityError("Some of it was changed in the meantime.")


def _stretches(start: Marks, end: Marks, prints: list[Fingerprint], seen: dict[int, int]) -> dict[int, Stretch]:
    """Read what is to be sealed; note the fingerprints, and which version of each response was seen."""
    found: dict[int, Stretch] = defaultdict(Stretch)
    for track in TRACKS:
        rows = track.rows.filter(pk__gt=start[track.name], pk__lte=end[track.name])
        rows = rows.select_related("response") if track.name == "act" else rows
        read = list(rows)
        made = _fingerprints(track.name, read)
        prints += made.values()
        digests = {pk: one.digest for pk, one in made.items()}
        for row, text in zip(read, lines_of(track.name, read, digests), strict=True):
            if track.name in {"response", "act"}:
                response = row.response if track.name == "act" else row
                seen.setdefault(response.pk, response.version)
            stretch = found[row.response.exercise_id if track.name == "act" else row.exercise_id]
            stretch.lines.append(text)
            stretch.counts[track.name] += 1
    return found


def lines_of(name: str, rows: list[Any], digests: dict[int, str]) -> Iterator[bytes]:
    """Return the lines that are sealed of rows of one table."""
    if name == "response":
        return (canonical.response_line(row, digests.get(row.pk, "")) for row in rows)
    if name == "act":
        shapes = canonical.noted_in(rows)[1]
        return (canonical.act_line(row, shapes, digests.get(row.pk, "")) for row in rows)
    if name == "original":
        return (canonical.original_line(row) for row in rows)
    return (canonical.exercise_act_line(row) for row in rows)


def _fingerprints(name: str, rows: list[Any]) -> dict[int, Fingerprint]:
    if name not in {"response", "act"}:
        return {}
    contents = canonical.said_in(rows) if name == "response" else canonical.noted_in(rows)[0]
    made = {}
    for pk, content in contents.items():
        salt = secrets.token_hex(16)
        made[pk] = Fingerprint(**{f"{name}_id": pk}, salt=salt, digest=canonical.fingerprint(salt, content))
    return made


def _seal(exercise_id: int, stretch: Stretch, start: Marks, end: Marks) -> None:
    before = _previous(exercise_id, start)
    seal = Seal(
        exercise_id=exercise_id,
        number=before.number + 1 if before else 1,
        made_at=clock.now(),
        counts=stretch.counts,
        previous=before.digest if before else "",
        **{f"{name}_to": mark for name, mark in end.items()},
    )
    seal.digest = digest_of(seal, stretch.lines)
    seal.save()


def _previous(exercise_id: int, start: Marks) -> Seal | None:
    """Return the seal that the next one follows; it must be from before what is about to be sealed."""
    before = Seal.objects.filter(exercise=exercise_id).order_by("-number").first()
    if before and any(getattr(before, f"{name}_to") > mark for name, mark in start.items()):
        raise IntegrityError("Somebody else has sealed this in the meantime.")
    return before


def digest_of(seal: Seal, lines: Iterable[bytes]) -> str:
    """Return the digest of a seal: over the seal before, what this one says of itself, and the lines it covers."""
    ends = {track.name: getattr(seal, f"{track.name}_to") for track in TRACKS}
    total = hashlib.sha256(
        canonical.written([seal.previous, seal.exercise_id, seal.number, seal.made_at, ends, seal.counts]) + b"\n"
    )
    for each in lines:
        total.update(each)
    return total.hexdigest()


def forget(responses: Iterable[int]) -> None:
    """Make fingerprints of words that are being erased useless; call it within common.permission.erasing()."""
    ids = list(responses)
    Fingerprint.objects.filter(response__in=ids).update(salt="")
    Fingerprint.objects.filter(act__response__in=ids).update(salt="")
