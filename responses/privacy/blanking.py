"""Emptying rows of what they say of a person, by the classification. The rows stay: figures are counted from them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import Storage
from django.db import models
from django.db.models import Case, F, Q, Value, When

from common import classification, clock
from common.fields import EncryptedTextField
from responses.privacy.marks import ERASED, NAME_ERASED
from responses.privacy.ties import Model, Rows, pieces

# What stays, and why
KEPT: dict[str, frozenset[str]] = {
    # A choice, an area or a role by itself is nobody's once the words, the name and the contact are gone, and every
    # figure that was ever published is counted from them.
    "responses.Response": frozenset({"reference", "area", "role"}),  # the reference: so that the erasure can be proved
    "analysis.SnapshotMember": frozenset({"area", "role", "may_publish"}),
    "responses.AnswerChoice": frozenset({"choice"}),
    # An address that asked for no more mail: without it the next mailing would go there again.
    "responses.MailStop": frozenset({"address", "email_hash"}),
}
DELETED = frozenset({"responses.DraftAnswer", "responses.DraftPoint"})  # nothing is counted from these
PLAIN = (models.CharField, models.TextField)


@dataclass
class Blanked:
    """How many rows of each table lost something, and the files that go with them once it is committed."""

    counts: dict[str, int] = field(default_factory=dict)
    files: list[tuple[Storage, str]] = field(default_factory=list)

    def add(self, label: str, count: int) -> None:
        if count:
            self.counts[label] = self.counts.get(label, 0) + count


def blank(rows: Rows, *, only: Collection[str] = ()) -> Blanked:
    """Blank what rows say of a person, or only some tables of them; in the caller's transaction."""
    done = Blanked()
    for model, keys in sorted(rows.items(), key=lambda pair: pair[0]._meta.label):
        label = model._meta.label
        if only and label not in only:
            continue
        for some in pieces(keys):
            found = model._base_manager.filter(pk__in=some)
            if label in DELETED:
                done.add(label, found._raw_delete(found.db))
            else:
                done.files += _files_of(model, found)
                done.add(label, _blanked(model, found))
    return done


def blankable(model: Model) -> list[models.Field[Any, Any]]:
    """Return the fields that say something of a person and are emptied; whose account did what is not among them."""
    entry = classification.entries().get(model._meta.label)
    if entry is None:
        return []
    stays = KEPT.get(entry.label, frozenset())
    named = [name for name in entry.of_class("personal", "special") if name not in stays]
    fields = [model._meta.get_field(name) for name in named]
    kinds = (*PLAIN, models.JSONField, models.FileField)
    return [
        one
        for one in fields
        if isinstance(one, models.Field) and not one.is_relation and not one.unique
        if isinstance(one, kinds) or one.attname == "may_publish"
    ]


def _blanked(model: Model, rows: models.QuerySet[Any]) -> int:
    fields = blankable(model)
    if not fields:
        return 0
    values: dict[str, Any] = {one.attname: _nothing(one) for one in fields}
    if model._meta.label == "responses.Original":
        values["erased_at"] = clock.now()
    return rows.filter(says_something(model)).update(**values)


def says_something(model: Model) -> Q:
    """Limit to rows with anything in them to be emptied; all rows, of a table whose rows are deleted."""
    if model._meta.label in DELETED:
        return Q()
    # A private link goes with the answer that it opens, whether or not it says whom it is for.
    holding = Q(revoked_at=None) if model._meta.label == "responses.PrivateLink" else Q(pk__in=[])
    for one in blankable(model):
        holding |= ~_is_empty(one)
    return holding


def _is_empty(one: models.Field[Any, Any]) -> Q:
    empty = Q(**{f"{one.attname}__isnull": True}) if one.null else Q(pk__in=[])
    if isinstance(one, EncryptedTextField):
        return empty | Q(**{f"{one.attname}__still_sealed_as": ""})
    if isinstance(one, models.BooleanField):
        return empty | Q(**{one.attname: False})
    if isinstance(one, models.JSONField):
        return empty | Q(**{one.attname: _nothing(one)}) if not one.null else empty
    return empty | Q(**{f"{one.attname}__in": ["", ERASED, NAME_ERASED]})


def _nothing(one: models.Field[Any, Any]) -> Any:
    """Return what a field holds when it holds nothing; words that figures count leave a mark in their place."""
    if one.null:
        return None
    if isinstance(one, models.BooleanField):
        return False
    if isinstance(one, models.JSONField):
        return one.get_default() if one.has_default() else {}
    if isinstance(one, EncryptedTextField):
        return _nothing_sealed(one)
    if one.attname == "organisation_name":
        return _if_any(one, NAME_ERASED)
    if isinstance(one, models.FileField) or (one.blank and one.attname != "text"):
        return ""
    return _if_any(one, ERASED)


def _nothing_sealed(one: EncryptedTextField) -> Any:
    default = one.get_default() if one.has_default() else ""
    return {} if type(one).__name__ == "EncryptedJSONField" else (default or "")


def _if_any(one: models.Field[Any, Any], mark: str) -> Case:
    """Leave a mark where there was something, and nothing where there was nothing."""
    return Case(When(**{one.attname: ""}, then=F(one.attname)), default=Value(mark), output_field=models.TextField())


def _files_of(model: Model, rows: models.QuerySet[Any]) -> list[tuple[Storage, str]]:
    found: list[tuple[Storage, str]] = []
    for one in blankable(model):
        if isinstance(one, models.FileField):
            names = rows.exclude(**{one.attname: ""}).values_list(one.attname, flat=True)
            found += [(one.storage, name) for name in names if name]
    return found
