"""Signs of automated answering that only show among many responses. They are told to moderators; nothing is dropped.

Looked at are the copies among responses that came online: people who follow a campaign's link write at odd times, a
program often does not. Neither sign proves anything: an organiser may hand a tablet round at a meeting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import fmean, pstdev

from django.db import transaction

from common import clock
from responses.copies.models import Copy, Sign
from responses.submission.models import Response

MANY, WITHIN = 20, dt.timedelta(minutes=10)
IN_A_ROW = 10  # copies of one text that follow each other at even intervals
EVEN = 0.15  # of the mean interval: how far intervals stray that nobody planned is about as much as the mean itself
AT_ONCE = 1_000
Moment = tuple[dt.datetime, int]  # when a response came, and its id
Telling = dict[tuple[int, str], str]


@transaction.atomic
def look(exercise_id: int) -> None:
    """Write the signs that there are now; a sign that is no longer there goes."""
    found = _found(exercise_id)
    known = {
        (sign.response_id, sign.sort): sign for sign in Sign.objects.filter(response__exercise=exercise_id).iterator()
    }
    gone = [sign.pk for key, sign in known.items() if found.get(key) != sign.words]
    for first in range(0, len(gone), AT_ONCE):
        Sign.objects.filter(pk__in=gone[first : first + AT_ONCE]).delete()
    now = clock.now()
    Sign.objects.bulk_create(
        (
            Sign(response_id=response, sort=sort, words=words, found_at=now)
            for (response, sort), words in sorted(found.items())
            if (response, sort) not in known or known[response, sort].words != words
        ),
        batch_size=AT_ONCE,
    )


def _found(exercise_id: int) -> Telling:
    rows = Copy.objects.filter(group__exercise=exercise_id, response__channel=Response.Channel.ONLINE)
    rows = rows.filter(response__received_time_known=True).exclude(state=Copy.State.TAKEN_OUT)
    ordered = rows.order_by("group", "response__received_at", "response").distinct()
    listed = ordered.values_list("group", "response__received_at", "response").iterator(chunk_size=10_000)
    found: Telling = {}
    for _, copies in groupby(listed, key=lambda row: row[0]):
        moments = [(at, response) for _, at, response in copies]
        found |= {(response, Sign.Sort.SAME_WORDS.value): words for response, words in bursts(moments)}
        found |= {(response, Sign.Sort.REGULAR.value): words for response, words in even(moments)}
    return found


def bursts(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """Return the responses that came, in order of time, with too many others of the same words within minutes."""
    marked: set[int] = set()
    first = 0
    for last, (at, _) in enumerate(moments):
        while at - moments[first][0] > WITHIN:
            first += 1
        if last - first + 1 >= MANY:
            marked.update(range(first, last + 1))
    words = f"It is one of {MANY} or more with the same words that came online within {WITHIN.seconds // 60} minutes."
    return ((moments[place][1], words) for place in sorted(marked))


def even(moments: Sequence[Moment]) -> Iterator[tuple[int, str]]:
    """Return the responses that belong to a row of copies at even intervals."""
    gaps = [(b[0] - a[0]).total_seconds() for a, b in pairwise(moments)]
    found: dict[int, str] = {}
    for start in range(len(gaps) - IN_A_ROW + 2):
        some = gaps[start : start + IN_A_ROW - 1]
        mean = fmean(some)
        if mean >= 1 and pstdev(some) <= EVEN * mean:
            words = f"It is one of {IN_A_ROW} or more with the same words that came at even intervals of about "
            for place in range(start, start + IN_A_ROW):
                found.setdefault(moments[place][1], f"{words}{_span(mean)}.")
    return iter(found.items())


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} second{'' if round(seconds) == 1 else 's'}"
    return f"{seconds / 60:.0f} minutes" if seconds < 7_200 else f"{seconds / 3_600:.0f} hours"
