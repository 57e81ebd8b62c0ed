"""Which rows hang on which: found from the models, so that a table that is added later is not forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from engagement.models import Exercise

Model = type[models.Model]
Rows = dict[Model, set[Any]]  # primary keys by table
AT_ONCE = 500

# What a row hangs on that is about the same person: whoever's the row is, theirs is that too.
ABOVE = {
    "responses.Contact": ["response"],
    "responses.Response": ["draft", "supersedes"],
    "responses.Message": ["original", "draft", "response"],
    "responses.MessagePart": ["message"],
    "responses.Original": ["draft", "response"],
    "responses.Discard": ["draft", "message"],
    "responses.Signature": ["response"],
}
# Only while this holds; else it is about somebody else: what was given up and taken up again is an answer of its own,
# and an email that several people answered in is then that of another.
ONLY_WHILE = {
    ("responses.Discard", "draft"): models.Q(draft__discarded_at__isnull=False, draft__further_answer=None),
    ("responses.Discard", "message"): models.Q(message__draft=None),
}
# Files that hold what many people sent: a spreadsheet that was imported, a mailbox that was uploaded,
# and an email in which several people answered, for whoever was keyed in from it after the first.
SHARED = {
    "responses.ImportedRow": "batch__original",
    "responses.Message": "collection__original",
    "responses.Draft": "further_answer__message__original",
}
# What was read in such a file, by where the file stands: it holds the same words.
READ_IN = {"responses.Message": "original", "responses.MessagePart": "message__original"}
# A row may hang on these and be about others as well.
NOT_FOLLOWED = frozenset(
    {"responses.ImportBatch", "responses.Collection", "responses.CopyGroup", "responses.FurtherAnswer"}
)


def everything_of(first: Rows) -> Rows:
    """Return all rows that hang on some, by table, and what those hang on as far as it is about the same person."""
    found: Rows = defaultdict(set)
    waiting: list[tuple[Model, set[Any]]] = [(model, set(keys)) for model, keys in first.items()]
    while waiting:
        model, keys = waiting.pop()
        new = keys - found[model]
        if new:
            found[model] |= new
            waiting += [*_below(model, new), *_above(model, new)]
    return {model: keys for model, keys in found.items() if keys}


def shared_files(rows: Rows) -> set[Any]:
    """Return the keys of the originals that hold what these rows say beside what others said."""
    found: set[Any] = set()
    for label, path in SHARED.items():
        model = model_of(label)
        if model in rows:
            found |= set(_values(model, rows[model], path))
    return found


def with_what_was_read(rows: Rows, files: set[Any]) -> Rows:
    """Add files, and what was read in them, to rows."""
    found = {**rows, model_of("responses.Original"): rows.get(model_of("responses.Original"), set()) | files}
    for label, path in READ_IN.items():
        model = model_of(label)
        read = set(model._base_manager.filter(**{f"{path}__in": files}).values_list("pk", flat=True))
        found[model] = found.get(model, set()) | read
    return {model: keys for model, keys in found.items() if keys}


def held_by_others_too(rows: Rows) -> set[Any]:
    """Return the keys of the originals among rows from which answers of other people were keyed in as well."""
    further, original = model_of("responses.FurtherAnswer"), model_of("responses.Original")
    beside = further._base_manager.filter(message__original__in=rows.get(original, set()))
    others = beside.exclude(draft__in=rows.get(model_of("responses.Draft"), set()))
    return set(others.values_list("message__original", flat=True))


def _below(model: Model, keys: set[Any]) -> Iterator[tuple[Model, set[Any]]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model._meta.label not in NOT_FOLLOWED:
            field = relation.field
            below: Model = field.model
            for some in pieces(keys):
                rows = below._base_manager.filter(**{f"{field.name}__in": some})
                yield below, set(rows.values_list("pk", flat=True))


def _above(model: Model, keys: set[Any]) -> Iterator[tuple[Model, set[Any]]]:
    for name in ABOVE.get(model._meta.label, []):
        above = model._meta.get_field(name).related_model
        assert isinstance(above, type)
        yield above, set(_values(model, keys, name, ONLY_WHILE.get((model._meta.label, name))))


def _values(model: Model, keys: set[Any], path: str, only: models.Q | None = None) -> Iterator[Any]:
    for some in pieces(keys):
        found = model._base_manager.filter(only or models.Q(), pk__in=some, **{f"{path}__isnull": False})
        yield from found.values_list(path, flat=True)


def pieces(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Part keys into as many as a query takes."""
    listed = sorted(keys)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


def model_of(label: str) -> Model:
    """Return the table with a label such as `responses.Answer`."""
    return apps.get_model(label)


def path_to(model: Model, target: Model) -> str | None:
    """Return the shortest way from a table to another by foreign keys, such as `answer__response`; None without one."""
    if model is target:
        return "pk"
    seen, waiting = {model}, [(model, "")]
    while waiting:
        here, path = waiting.pop(0)
        for field in here._meta.local_concrete_fields:
            above = field.related_model
            if not field.is_relation or not isinstance(above, type) or above in seen:
                continue
            if above is target:
                return path + field.name
            seen.add(above)
            waiting.append((above, f"{path}{field.name}__"))
    return None


def of_exercise(model: Model, exercise: Exercise) -> models.QuerySet[Any] | None:
    """Return a table's rows of an exercise, or of its organisation; None for a table that belongs to neither."""
    for above in (exercise, exercise.organisation):
        path = path_to(model, type(above))
        if path:
            return model._base_manager.filter(**{path: above.pk})
    return None
