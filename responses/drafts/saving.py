"""Writing boxes of a draft: each box alone, and never over words that another window wrote since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from common import clock
from common.errors import DomainError
from responses.drafts.models import Draft
from responses.kinds.base import Raw
from responses.survey import is_blank

MAX_TRIES = 5

# Asked on every page; Django would take longer to put them into SQL than the database to answer them.
SELECT_ALL = "SELECT item_id, raw, revision FROM responses_draftanswer WHERE draft_id = %s"
SELECT = SELECT_ALL + " AND item_id IN ({items})"

# Keeps the draft from being sent until the boxes are written: whoever sends it updates the same row.
HOLD = "UPDATE responses_draft SET updated_at = %s WHERE id = %s AND is_open"

# One statement however many boxes there are: a box is new, or is still at the revision that it was read at.
UPSERT = """
INSERT INTO responses_draftanswer (draft_id, item_id, raw, revision) {rows}
ON CONFLICT (draft_id, item_id) DO UPDATE SET raw = excluded.raw, revision = excluded.revision
WHERE responses_draftanswer.revision = excluded.revision - 1
"""

# Both at once, where the database can: three journeys to it fewer for each time that somebody pauses in typing.
HOLD_AND_UPSERT = """
WITH held AS ({hold} RETURNING id), written AS ({upsert} RETURNING item_id)
SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM written)
"""
HELD_ROWS = """
SELECT held.id, item, CAST(raw AS jsonb), revision FROM held, (VALUES {values}) AS box(item, raw, revision)
"""


class SentMeanwhile(DomainError):
    """The draft takes no more words, because it has been sent."""

    default_message = "Your answers have been sent from another window, so this was not added."


@dataclass(frozen=True)
class Stored:
    raw: Raw
    revision: int


@dataclass(frozen=True)
class Saved:
    """What became of the posted boxes: revisions now in force, and boxes that somebody else changed meanwhile."""

    revisions: dict[int, int]
    conflicts: dict[int, Raw]


def stored_boxes(draft: Draft, item_ids: tuple[int, ...]) -> dict[int, Stored]:
    """Return what stands in some boxes of a draft."""
    if not item_ids:
        return {}
    return _stored(SELECT.format(items=", ".join(["%s"] * len(item_ids))), draft.pk, *item_ids)


def all_boxes(draft: Draft) -> dict[int, Stored]:
    """Return what stands in all boxes of a draft."""
    return _stored(SELECT_ALL, draft.pk)


def mark_of(draft: Draft, stored: Mapping[int, Stored]) -> str:
    """Return what tells whether anything was written into a draft since: every writing counts a revision up."""
    return f"{draft.revision}-{len(stored)}-{sum(box.revision for box in stored.values())}"


def _stored(statement: str, *parameters: int) -> dict[int, Stored]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {item_id: Stored(json.loads(raw), revision) for item_id, raw, revision in cursor.fetchall()}


def save_typed(draft: Draft, posted: Mapping[int, Raw], seen: Mapping[int, int]) -> Saved:
    """Write boxes that somebody is typing in: they are known to have changed, and mostly nobody else has touched them.

    So they are written without looking first. Where that fails, it is as with any other boxes.
    """
    touched = _touched(posted, seen)
    changed = [(item_id, raw, seen.get(item_id, 0) + 1) for item_id, raw in touched.items()]
    if _write(draft, changed):
        return Saved(revisions={item_id: revision for item_id, _, revision in changed}, conflicts={})
    return save_boxes(draft, posted, seen)


def save_boxes(draft: Draft, posted: Mapping[int, Raw], seen: Mapping[int, int]) -> Saved:
    """Write the boxes that changed since the page was shown.

    `seen` holds the revision of each box that the page was made from. A box that has moved on since is left as it is
    and comes back as a conflict, unless it already says what was posted or this window never wrote in it.
    Raises SentMeanwhile when there is anything to write and the draft is not open.
    """
    touched = _touched(posted, seen)
    for _ in range(MAX_TRIES):
        stored = stored_boxes(draft, tuple(touched))
        conflicts: dict[int, Raw] = {}
        changed: list[tuple[int, Raw, int]] = []
        for item_id, raw in touched.items():
            before = stored.get(item_id)
            if before is not None and before.raw == raw:
                continue
            if before is not None and before.revision > seen.get(item_id, 0):
                conflicts[item_id] = before.raw
            else:
                changed.append((item_id, raw, (before.revision if before else 0) + 1))
        if _write(draft, changed):
            revisions = {item_id: box.revision for item_id, box in stored.items()}
            revisions |= {item_id: revision for item_id, _, revision in changed}
            return Saved(revisions=revisions, conflicts=conflicts)
    raise IntegrityError("A draft is being written to by too many windows at once.")


def _touched(posted: Mapping[int, Raw], seen: Mapping[int, int]) -> dict[int, Raw]:
    """What was empty when the page was shown, and still is, says nothing against words of another window."""
    return {item_id: raw for item_id, raw in posted.items() if seen.get(item_id) or not is_blank(raw)}


def _write(draft: Draft, changed: list[tuple[int, Raw, int]]) -> bool:
    """Write the boxes that nobody was faster with; false where there are others, so that the caller looks again.

    Raises SentMeanwhile when the draft is not open.
    """
    if not changed:
        return True
    now = connection.ops.adapt_datetimefield_value(clock.now())
    boxes = [(item_id, json.dumps(raw), revision) for item_id, raw, revision in changed]
    write = _at_once if connection.vendor == "postgresql" else _one_after_the_other
    held, written = write([now, draft.pk], draft.pk, boxes)
    if not held:
        raise SentMeanwhile
    return written == len(changed)


def _at_once(hold: list[Any], draft_id: int, boxes: list[tuple[int, str, int]]) -> tuple[int, int]:
    """Return how many drafts were held and how many boxes written; what another window writes is left as it is."""
    rows = HELD_ROWS.format(values=", ".join(["(%s, %s, %s)"] * len(boxes)))
    statement = HOLD_AND_UPSERT.format(hold=HOLD, upsert=UPSERT.format(rows=rows))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*hold, *(value for box in boxes for value in box)])
        held, written = cursor.fetchone()
        return held, written


def _one_after_the_other(hold: list[Any], draft_id: int, boxes: list[tuple[int, str, int]]) -> tuple[int, int]:
    rows = f"VALUES {', '.join(['(%s, %s, %s, %s)'] * len(boxes))}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HOLD, hold)
        if not cursor.rowcount:
            return 0, 0
        cursor.execute(UPSERT.format(rows=rows), [value for box in boxes for value in (draft_id, *box)])
        return 1, cursor.rowcount
