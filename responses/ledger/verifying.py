"""The whole ledger of an exercise held against itself: acts, originals and seals, some hundreds of rows at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from common import clock
from engagement.models import Exercise
from responses.intake.models import Original
from responses.ledger import canonical, sealing
from responses.ledger.findings import Chain, Finding, about, in_chain, in_original
from responses.ledger.models import Fingerprint, LedgerCheck, Seal
from responses.moderation.models import Act, FieldRevision, Revision
from responses.submission.models import Response

M = TypeVar("M", bound=models.Model)
AT_ONCE = 500
LATE_SEAL = sealing.LAG * 144  # a day: by then the job has come round many times


@dataclass
class Looked:
    """How much was looked at."""

    responses: int = 0
    files: int = 0
    seals: int = 0
    head: str = ""  # number and digest of the last seal, to be noted where this site cannot reach
    known: dict[int, str] = field(default_factory=dict)  # digests that somebody noted, by number


def verify(exercise: Exercise, looked: Looked, *, files: bool = True) -> Iterator[Finding]:
    """Go through everything that does not fit in the ledger of an exercise."""
    yield from _chains(exercise, looked)
    if files:
        for original in _in_pieces(Original.objects.filter(exercise=exercise).select_related("response")):
            looked.files += 1
            yield from _in_file(original)
    yield from _seals(exercise, looked)
    yield from _unsealed(exercise)


def _in_file(original: Original) -> Iterator[Finding]:
    """Read a file; one that was erased since its row was read is looked at as what it is now."""
    found = list(in_original(original))
    if found and not original.erased_at:
        original.refresh_from_db()
        found = list(in_original(original)) if original.erased_at else found
    return iter(found)


def _in_pieces(rows: models.QuerySet[M]) -> Iterator[M]:
    """Read rows by their ids, some hundreds at a time and each piece by itself, so that nothing is held open."""
    after = 0
    while piece := list(rows.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        yield from piece
        after = piece[-1].pk


def _pieces(rows: models.QuerySet[M]) -> Iterator[list[M]]:
    after = 0
    while piece := list(rows.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        yield piece
        after = piece[-1].pk


def _chains(exercise: Exercise, looked: Looked) -> Iterator[Finding]:
    for responses in _pieces(Response.objects.filter(exercise=exercise)):
        looked.responses += len(responses)
        yield from _of_piece(responses)


def _of_piece(responses: list[Response]) -> Iterator[Finding]:
    """
    Go through some responses as they stood at one moment.

    What was acted on while its rows were read is read again by itself: its version tells, since each act raises it.
    """
    found = list(_in_piece(responses))
    seen = {one.pk: one.version for one in responses}
    now = Response.objects.filter(pk__in=seen).values_list("pk", "version")
    moved = [pk for pk, version in now if seen[pk] != version]
    if moved:
        passed_over = {about(one) for one in responses if one.pk in set(moved)}
        found = [one for one in found if one.about not in passed_over]
        found += _of_piece(list(Response.objects.filter(pk__in=moved).order_by("pk")))
    return iter(found)


def _in_piece(responses: list[Response]) -> Iterator[Finding]:
    ids = [one.pk for one in responses]
    acts = list(Act.objects.filter(response__in=ids).select_related("by").order_by("response", "version"))
    of_acts = _by(acts, lambda act: act.response_id)
    revisions = list(Revision.objects.filter(answer__response__in=ids).select_related("answer"))
    of_revisions = _by(revisions, lambda one: one.answer.response_id)
    revised = {one.answer_id: one.answer for one in revisions}
    of_answers = _by(revised.values(), lambda answer: answer.response_id)
    of_fields = _by(FieldRevision.objects.filter(response__in=ids), lambda one: one.response_id)
    for response in responses:
        parts = (of[response.pk] for of in (of_acts, of_answers, of_revisions, of_fields))
        yield from in_chain(Chain(response, *parts))
    yield from _words_changed(responses, acts)


def _by(rows: Any, key: Callable[[Any], int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _words_changed(responses: list[Response], acts: list[Act]) -> Iterator[Finding]:
    """Hold words against the fingerprints that were taken of them; erased ones need an act that says so."""
    erased = {act.response_id for act in acts if act.verb == Act.Verb.ERASE}
    called = {one.pk: about(one) for one in responses}
    prints = Fingerprint.objects.filter(response__in=called)
    said = canonical.said_in(responses)
    for one in prints:
        pk = one.response_id or 0
        yield from _compared(one, said[pk], called[pk], "what was sent", pk in erased)
    noted, _ = canonical.noted_in(acts)
    of_act = {act.pk: act for act in acts}
    for one in Fingerprint.objects.filter(act__in=of_act):
        act = of_act[one.act_id or 0]
        content = noted.get(act.pk, canonical.written(["", "", []]))
        what = f"the words of act {act.version}"
        yield from _compared(one, content, called[act.response_id], what, act.response_id in erased)


def _compared(one: Fingerprint, content: bytes, whose: str, what: str, erased: bool) -> Iterator[Finding]:
    if not one.salt:
        if not erased:
            yield Finding(whose, f"{what} cannot be checked any more, and no act says that it was erased")
    elif canonical.fingerprint(one.salt, content) != one.digest:
        yield Finding(whose, f"{what} is not what it was when it was sealed")


def _seals(exercise: Exercise, looked: Looked) -> Iterator[Finding]:
    number, previous, start = 0, "", {track.name: 0 for track in sealing.TRACKS}
    for seal in Seal.objects.filter(exercise=exercise).order_by("number").iterator(chunk_size=AT_ONCE):
        which = f"Seal {seal.number} of {seal.made_at:%d.%m.%Y %H:%M} UTC"
        if seal.number != number + 1:
            yield Finding(which, f"the seals between {number} and {seal.number} are missing")
        if seal.previous != previous:
            yield Finding(which, "it does not follow from the seal before it")
        if (noted := looked.known.get(seal.number)) and noted != seal.digest:
            yield Finding(which, "it is not the seal that was noted")
        end = {name: getattr(seal, f"{name}_to") for name in start}
        yield from _resealed(seal, start, which)
        number, previous, start = seal.number, seal.digest, end
        looked.seals += 1
    looked.head = f"{number}:{previous}" if number else ""
    for missing in sorted(noted for noted in looked.known if noted > number):
        yield Finding(f"Seal {missing}", "it was noted, and it is not there")


def _resealed(seal: Seal, start: sealing.Marks, which: str) -> Iterator[Finding]:
    """Make a seal again from the rows that it covers, a stretch at most as long as seals are made."""
    lines, changed = [], False
    for track in sealing.TRACKS:
        end = getattr(seal, f"{track.name}_to")
        rows = track.rows.filter(pk__gt=start[track.name], pk__lte=end, **{track.exercise: seal.exercise_id})
        found = list(rows)
        sealed = seal.counts.get(track.name, 0)
        if len(found) != sealed:
            changed = True
            less = len(found) < sealed
            how = f"{sealed - len(found)} removed" if less else f"{len(found) - sealed} put in"
            span = f"numbers {start[track.name] + 1} to {end}"
            yield Finding(which, f"{track.label}: {how} since ({span})")
        lines += list(sealing.lines_of(track.name, found, _digests(track.name, found)))
    if not changed and sealing.digest_of(seal, lines) != seal.digest:
        ends = [(track, getattr(seal, f"{track.name}_to")) for track in sealing.TRACKS]
        spans = (f"{track.label} {start[track.name] + 1} to {end}" for track, end in ends)
        yield Finding(which, f"something that it covers was changed since ({', '.join(spans)})")


def _digests(name: str, rows: list[Any]) -> dict[int, str]:
    if name not in {"response", "act"}:
        return {}
    prints = Fingerprint.objects.filter(**{f"{name}__in": rows})
    return dict(prints.values_list(f"{name}_id", "digest"))


def _unsealed(exercise: Exercise) -> Iterator[Finding]:
    """Tell where the job that seals has not come round for a day."""
    sealed, before = sealing.marks(), clock.now() - LATE_SEAL
    for track in sealing.TRACKS:
        waiting = track.rows.filter(pk__gt=sealed[track.name], **{track.exercise: exercise.pk})
        if waiting.filter(**{f"{track.written}__lt": before}).exists():
            yield Finding("Sealing", f"{track.label} of more than a day ago are not sealed: is the worker running?")


MOST_KEPT = 100


def check(exercise: Exercise, looked: Looked | None = None, *, files: bool = True) -> Iterator[Finding]:
    """Verify and keep a record of it: when, how much was looked at, and what was found first."""
    looked = looked or Looked()
    record = LedgerCheck.objects.create(exercise=exercise, started_at=clock.now())
    kept: list[str] = []
    for found in verify(exercise, looked, files=files):
        record.found += 1
        if len(kept) < MOST_KEPT:
            kept.append(str(found))
        yield found
    record.findings, record.responses, record.files = kept, looked.responses, looked.files
    record.finished_at = clock.now()
    record.save()
