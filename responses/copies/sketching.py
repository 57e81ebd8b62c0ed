"""Sketches of answers: made once when an answer is new, read as arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from common import clock
from responses.copies.claims import Claim
from responses.copies.models import TextSketch
from responses.submission.models import Answer
from responses.text.alike import LEAST_WORDS
from responses.text.sketches import PLACES, Sketches, sketched
from responses.text.words import digest, plain

AT_ONCE = 1_000
OVERLAP = 10_000  # ids looked at again: of two answers written at the same time, the older may be seen later …
IMPORTED_WITHIN = dt.timedelta(hours=12)  # … and an import takes its ids long before its rows can be seen


@dataclass(frozen=True)
class Sketched:
    """All answers of an exercise that can be compared, in the order of their ids."""

    answers: NDArray[np.int64]
    responses: NDArray[np.int64]
    digests: list[bytes]
    sketches: Sketches
    words: NDArray[np.int64]


def forget(exercise_id: int) -> None:
    """Throw all sketches of an exercise away, to make them anew."""
    TextSketch.objects.filter(exercise=exercise_id).delete()


def make(claim: Claim) -> None:
    """Sketch the answers that have none; shorter ones than can be compared get none."""
    known = TextSketch.objects.filter(exercise=claim.exercise_id).order_by("-answer").values_list("answer", flat=True)
    after = max((known.first() or 0) - OVERLAP, 0)
    rows = Answer.objects.filter(response__exercise=claim.exercise_id, pk__lte=claim.answer, says_nothing=False)
    # What was drawn on a map is put into words by the site: many draw the same, and none copies it from another.
    rows = rows.filter(sketch__isnull=True, alternative__isnull=True).exclude(text="").order_by("pk")
    imported = rows.filter(pk__lte=after, response__entered_at__gt=clock.now() - IMPORTED_WITHIN)
    done = 0
    for piece in (piece for some, start in ((imported, 0), (rows, after)) for piece in _pieces(some, start)):
        claim.tell("Reading new answers", done, max(claim.answer - after, done))
        _write(claim.exercise_id, piece)
        done += len(piece)


def _pieces(rows: QuerySet[Answer], after: int) -> Iterator[list[tuple[int, str]]]:
    """Return answers in pieces, by id."""
    while piece := list(rows.filter(pk__gt=after).values_list("pk", "text")[:AT_ONCE]):
        yield piece
        after = piece[-1][0]


def _write(exercise_id: int, piece: list[tuple[int, str]]) -> None:
    texts = [(pk, words) for pk, text in piece if len(words := plain(text)) >= LEAST_WORDS]
    places = sketched([words for _, words in texts])
    rows = (
        TextSketch(answer_id=pk, exercise_id=exercise_id, digest=digest(words), places=kept.tobytes(), words=len(words))
        for (pk, words), kept in zip(texts, places, strict=True)
    )
    TextSketch.objects.bulk_create(rows, ignore_conflicts=True)


def current(exercise_id: int) -> QuerySet[TextSketch]:
    """Limit to answers of responses that their authors have not replaced or withdrawn."""
    response = {"answer__response__superseded_at__isnull": True, "answer__response__withdrawn_at__isnull": True}
    return TextSketch.objects.filter(exercise=exercise_id, **response)


def read(claim: Claim) -> Sketched:
    """Read all sketches of an exercise, a piece at a time and into arrays."""
    rows = current(claim.exercise_id).order_by("answer")
    total = rows.count()
    answers, responses, words = (np.empty(total, np.int64) for _ in range(3))
    sketches = np.empty((total, PLACES), np.uint16)
    digests: list[bytes] = []
    found = rows.values_list("answer", "answer__response", "digest", "places", "words")
    for place, (answer, response, kept, places, count) in enumerate(found.iterator(chunk_size=AT_ONCE)):
        if place >= total:  # a response came in meanwhile
            break
        answers[place], responses[place], words[place] = answer, response, count
        digests.append(bytes(kept))
        sketches[place] = np.frombuffer(places, np.uint16)
        if place % 50_000 == 0:
            claim.tell("Comparing", place, total)
    kept_rows = len(digests)
    return Sketched(answers[:kept_rows], responses[:kept_rows], digests, sketches[:kept_rows], words[:kept_rows])
