"""What the job found becomes rows. Groups keep their ids, and what people decided is not touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from common import clock
from responses.copies.claims import Claim
from responses.copies.finding import Found, FoundGroup
from responses.copies.models import Copy, CopyGroup

AT_ONCE = 1_000
State = CopyGroup.State


@dataclass(frozen=True)
class Kept:
    """A row that stands, and what it says."""

    pk: int
    group: int
    said: tuple[Any, ...]


class Decided(Exception):
    """Somebody decided something while the job worked: what it found may not fit any more."""


@transaction.atomic
def write(claim: Claim, groups: list[FoundGroup]) -> None:
    """Make the suggestions what was found; raises Decided, having written nothing, where decisions came in between."""
    if not claim.hold_decisions():
        raise Decided
    standing = _standing(claim.exercise_id)
    placed = list(_placed(claim.exercise_id, groups, standing))
    place = {copy.answer: pk for pk, group in placed for copy in group.copies}
    # What moves to another group is a new row there, since a decision confirms rows up to the newest that was shown.
    gone = [answer for answer, kept in standing.items() if place.get(answer) != kept.group]
    _delete(standing.pop(answer).pk for answer in gone)
    _save(placed, standing)
    emptied = CopyGroup.objects.filter(exercise=claim.exercise_id, state=State.SUGGESTED, copies__isnull=True)
    emptied.delete()
    count(claim.exercise_id)


def _standing(exercise_id: int) -> dict[int, Kept]:
    """Return the suggested copies there are, by answer."""
    rows = Copy.objects.filter(group__exercise=exercise_id, state=Copy.State.SUGGESTED).order_by("pk")
    found = rows.values_list("answer", "pk", "group", "response", "sort", "share", "added_words", "added")
    return {answer: Kept(pk, group, tuple(said)) for answer, pk, group, *said in found.iterator(chunk_size=AT_ONCE)}


def _said(copy: Found) -> tuple[Any, ...]:
    return copy.response, copy.sort, copy.share, copy.added_words, copy.added


def _placed(exercise_id: int, groups: list[FoundGroup], standing: dict[int, Kept]) -> Iterable[tuple[int, FoundGroup]]:
    """Return each group with the id of its row: of the suggested group that has most of its copies, or of a new one."""
    rows = CopyGroup.objects.filter(exercise=exercise_id, state=State.SUGGESTED).values_list("pk", "template")
    free = dict(rows)
    for group in groups:
        if group.decided is not None:
            yield group.decided, group
            continue
        held = Counter(standing[copy.answer].group for copy in group.copies if copy.answer in standing)
        pk = next((one for one, _ in sorted(held.items(), key=lambda item: (-item[1], item[0])) if one in free), None)
        if pk is None:
            made = CopyGroup.objects.create(exercise_id=exercise_id, template_id=group.template, found_at=clock.now())
            pk = made.pk
        elif free.pop(pk) != group.template:
            CopyGroup.objects.filter(pk=pk).update(template=group.template)
        yield pk, group


def _delete(pks: Iterable[int]) -> None:
    listed = list(pks)
    for first in range(0, len(listed), AT_ONCE):
        Copy.objects.filter(pk__in=listed[first : first + AT_ONCE]).delete()


def _save(placed: list[tuple[int, FoundGroup]], standing: dict[int, Kept]) -> None:
    new, changed = [], []
    for pk, group in placed:
        for copy in group.copies:
            kept = standing.get(copy.answer)
            if kept is not None and kept.said == _said(copy):
                continue
            row = Copy(
                group_id=pk,
                answer_id=copy.answer,
                response_id=copy.response,
                sort=copy.sort,
                share=copy.share,
                added_words=copy.added_words,
                added=copy.added,
            )
            if kept is None:
                new.append(row)
            else:
                row.pk = kept.pk
                changed.append(row)
    Copy.objects.bulk_create(new, batch_size=AT_ONCE)
    fields = ["response", "sort", "share", "added_words", "added"]
    Copy.objects.bulk_update(changed, fields, batch_size=AT_ONCE // 4)


def count(exercise_id: int, group_id: int | None = None) -> None:
    """Write down how many current responses each group has, those taken out not among them."""
    current = Q(response__superseded_at__isnull=True, response__withdrawn_at__isnull=True)
    copies = Copy.objects.filter(current, group=OuterRef("pk")).exclude(state=Copy.State.TAKEN_OUT).order_by()
    sizes = copies.values("group").annotate(n=Count("response", distinct=True)).values("n")
    groups = CopyGroup.objects.filter(exercise=exercise_id)
    groups = groups if group_id is None else groups.filter(pk=group_id)
    groups.update(size=Coalesce(Subquery(sizes), 0))
