"""What is done with a class when its time has come: in batches, one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from common import classification
from engagement.models import Exercise
from responses.drafts import expiry
from responses.drafts.models import DraftAnswer
from responses.intake import discarding
from responses.privacy import blanking, erasing, ties
from responses.privacy.holds import refuse_while_held
from responses.privacy.models import Erasure, Kept
from responses.privacy.rules import due_at, periods_of
from responses.privacy.ties import Model, Rows
from responses.submission.models import Response

BATCH = 100
Counts = dict[str, int]
Carrier = Callable[[Exercise, str], Iterator[Counts]]
# Words and names go with these tables when responses do; originals, messages and contacts have times of their own.
WITH_RESPONSES = frozenset({"responses", "record"})
carriers: dict[str, Carrier] = {}  # tables of rooms above that go in a way of their own; they add theirs


def carry_out(exercise: Exercise, kept: str, rule: str) -> Iterator[Counts]:
    """Let a class of an exercise go, a batch at a time; yields what each batch took. Raises OnHold before a batch."""
    if kept == Kept.DRAFTS:
        yield from _drafts(exercise)
    elif kept == Kept.RESPONSES:
        yield from _responses(exercise, rule)
    else:
        for model in tables_of(kept):
            carrier = carriers.get(model._meta.label)
            yield from carrier(exercise, rule) if carrier else _table(model, exercise, kept)


def tables_of(kept: str) -> list[Model]:
    """Return the tables of a class that say something of people."""
    found = [model for model in apps.get_models() if classification.of(model).kept == kept]
    return [model for model in found if blanking.blankable(model) or model._meta.label in blanking.DELETED]


def _drafts(exercise: Exercise) -> Iterator[Counts]:
    with transaction.atomic():
        refuse_while_held(exercise)
        boxes = DraftAnswer.objects.filter(draft__exercise=exercise)
        before = boxes.count()
        drafts = expiry.purge(Exercise.objects.filter(pk=exercise.pk))
        discarding.forget_typed(exercise)
        counts = {"responses.Draft": drafts, "responses.DraftAnswer": before - boxes.count()}
    yield counts


def _responses(exercise: Exercise, rule: str) -> Iterator[Counts]:
    whole = Response.objects.filter(exercise=exercise, erasure=None).order_by("pk")
    while keys := list(whole.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            erasing.hold_still(keys)
            rows = _words_of(ties.everything_of({Response: set(keys)}), set(keys))
            done = erasing.erase(exercise, rows, by=None, cause=Erasure.Cause.TIME, note=rule)
        yield done.counts


def _words_of(rows: Rows, responses: set[Any]) -> Rows:
    """Limit to the tables that go with responses, and to these responses among them."""
    labelled = {model: classification.entries().get(model._meta.label) for model in rows}
    kept = {model: rows[model] for model, entry in labelled.items() if entry and entry.kept in WITH_RESPONSES}
    return {**kept, Response: responses}


def _table(model: Model, exercise: Exercise, kept: str) -> Iterator[Counts]:
    rows = due_rows(model, exercise, kept)
    if rows is None:
        return
    last: Any = None
    filled = rows.filter(blanking.says_something(model)).order_by("pk").values_list("pk", flat=True)
    while keys := list((filled if last is None else filled.filter(pk__gt=last))[:BATCH]):
        with transaction.atomic():
            refuse_while_held(exercise)
            with erasing.erasing():
                done = blanking.blank({model: set(keys)})
            erasing.delete_after_commit(done)
        last = keys[-1]
        yield done.counts


def due_rows(model: Model, exercise: Exercise, kept: str) -> models.QuerySet[Any] | None:
    """Return a table's rows of an exercise; those of its organisation when the last of its exercises is due."""
    if ties.path_to(model, Exercise):
        return ties.of_exercise(model, exercise)
    others = Exercise.objects.filter(organisation=exercise.organisation_id).exclude(pk=exercise.pk)
    mine = _due(exercise, kept)
    if any(_due(other, kept) > mine for other in others) or others.filter(_held()).exists():
        return None
    return ties.of_exercise(model, exercise)


def _due(exercise: Exercise, kept: str) -> Any:
    return due_at(exercise, periods_of(exercise)[Kept(kept)])


def _held() -> Q:
    return Q(legal_holds__isnull=False, legal_holds__lifted_at=None)
