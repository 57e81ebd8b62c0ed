"""What is sealed of each row, written the same way on every machine, database and day.

Words, names and reasons that may have to be erased one day are not in it: a salted fingerprint of them is, and of the
leave to publish that was given with them. Neither is what acts change since: that follows from them, and they are
sealed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engagement.models import ExerciseAct
from responses.intake.models import Original
from responses.moderation.models import Act, FieldRevision, Revision
from responses.submission.models import Answer, AnswerChoice, Response

RESPONSE = (
    *("exercise_id", "edition_id", "reference", "channel", "kind", "received_at", "received_time_known", "entered_at"),
    *("entered_by_id", "supersedes_id", "synthetic"),
)
SAID = ("organisation_name", "organisation_type_id", "position_held", "area_id", "role_id")
ACT = ("response_id", "version", "verb", "reason", "by_id", "at")
ORIGINAL = ("exercise_id", "sha256", "size", "added_at", "added_by_id")
EXERCISE_ACT = ("exercise_id", "verb", "by_id", "at", "reason", "detail")

Contents = dict[int, bytes]  # what is fingerprinted, by the id of its row


def written(value: object) -> bytes:
    """Return a value as JSON of one form; times in UTC to the microsecond."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_moment)
    return text.encode("utf-8", "surrogatepass")


def _moment(value: object) -> str:
    if not isinstance(value, dt.datetime):
        raise TypeError(f"{type(value).__name__} is not sealed.")
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds")


def line(sort: str, row: Any, names: Sequence[str], *more: object) -> bytes:
    """Return the line of one row."""
    return written([sort, row.pk, *(getattr(row, name) for name in names), *more]) + b"\n"


def fingerprint(salt: str, content: bytes) -> str:
    """Return the digest of words under a salt; without the salt it cannot be found by guessing."""
    return hmac.new(bytes.fromhex(salt), content, hashlib.sha256).hexdigest()


def response_line(row: Response, digest: str) -> bytes:
    return line("response", row, RESPONSE, digest)


def act_line(row: Act, revisions: Mapping[int, list[list[Any]]], digest: str) -> bytes:
    return line("act", row, ACT, revisions.get(row.pk, []), digest)


def original_line(row: Original) -> bytes:
    return line("original", row, ORIGINAL)


def exercise_act_line(row: ExerciseAct) -> bytes:
    return line("exercise act", row, EXERCISE_ACT)


def said_in(responses: Iterable[Response]) -> Contents:
    """Return what responses said when they were sent: who answered, leave to publish, every answer. Three queries.

    The leave is worked back from what it is now: each act on it turned it round.
    """
    rows = list(responses)
    ids = [row.pk for row in rows]
    turned = Counter(Act.objects.filter(response__in=ids, verb=Act.Verb.CONSENT).values_list("response_id", flat=True))
    gave_leave = {row.pk: row.may_publish != bool(turned[row.pk] % 2) for row in rows}
    picked: dict[int, list[int]] = defaultdict(list)
    chosen = AnswerChoice.objects.filter(answer__response__in=ids).order_by("choice_id")
    for answer, choice in chosen.values_list("answer_id", "choice_id"):
        picked[answer].append(choice)
    answers: dict[int, list[list[Any]]] = defaultdict(list)
    found = Answer.objects.filter(response__in=ids).order_by("item_id")
    for pk, response, item, text, nothing in found.values_list("pk", "response_id", "item_id", "text", "says_nothing"):
        answers[response].append([item, text, nothing, picked.get(pk, [])])
    return {
        row.pk: written([[getattr(row, name) for name in SAID], gave_leave[row.pk], answers.get(row.pk, [])])
        for row in rows
    }


def noted_in(acts: Iterable[Act]) -> tuple[Contents, dict[int, list[list[Any]]]]:
    """Return the words of acts that have any, and which wordings came of each act. Two queries."""
    rows = list(acts)
    ids = [row.pk for row in rows]
    words: dict[int, list[Any]] = defaultdict(list)
    shapes: dict[int, list[list[Any]]] = defaultdict(list)
    for one in Revision.objects.filter(act__in=ids).order_by("pk"):
        shapes[one.act_id].append(["revision", one.pk, one.answer_id, one.version, one.kind])
        words[one.act_id].append([one.pk, one.text, one.spans, one.whole])
    for each in FieldRevision.objects.filter(act__in=ids).order_by("pk"):
        shapes[each.act_id].append(["field", each.pk, each.response_id, each.version, each.key])
        words[each.act_id].append([each.pk, each.text, each.spans])
    contents = {
        row.pk: written([row.note, row.reason_label, words[row.pk]])
        for row in rows
        if row.note or row.reason_label or row.pk in words
    }
    return contents, shapes
