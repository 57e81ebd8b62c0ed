"""Finding what is held on one person: by the reference on their receipt, or by their email address."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from common import classification
from common.errors import DomainError
from common.fields import EncryptedTextField
from engagement.models import Exercise
from responses.privacy import ties
from responses.privacy.blanking import PLAIN
from responses.privacy.ties import Model, Rows
from responses.submission import references
from responses.submission.models import Response

BATCH = 200
SEARCHED = ("respondents", "stakeholders")


@dataclass
class Subject:
    """What is held on one person: their rows, and rows of others in whose words they are mentioned."""

    exercise: Exercise
    asked: str  # what they were looked for by, in words that name nobody
    rows: Rows
    mentions: Rows = field(default_factory=dict)

    @property
    def responses(self) -> list[Response]:
        """Return their responses, in the order in which they came."""
        return list(Response.objects.filter(pk__in=self.rows.get(Response, ())).order_by("id"))


def find(exercise: Exercise, *, email: str = "", reference: str = "") -> Subject:
    """Find a person; raises DomainError where nothing is held that fits."""
    if bool(email) == bool(reference):
        raise DomainError("Give either an email address or a reference.")
    if reference:
        return _by_reference(exercise, reference)
    if "@" not in email:
        raise DomainError("That is not an email address.")
    own, mentions = _by_email(exercise, email.strip())
    rows = _within(exercise, ties.everything_of(own))
    elsewhere = {model: keys - rows.get(model, set()) for model, keys in mentions.items()}
    elsewhere = {model: keys for model, keys in elsewhere.items() if keys}
    if not rows and not elsewhere:
        raise DomainError("Nothing is held on this address in this exercise.")
    return Subject(exercise, "an email address", rows, elsewhere)


def _by_reference(exercise: Exercise, reference: str) -> Subject:
    found = Response.objects.filter(exercise=exercise, reference=references.normalise(reference)).first()
    if found is None:
        raise DomainError("No response of this exercise has this reference.")
    rows = _within(exercise, ties.everything_of({Response: {found.pk}}))
    return Subject(exercise, f"the reference {references.grouped(found.reference)}", rows)


def _within(exercise: Exercise, rows: Rows) -> Rows:
    """Leave out rows of other exercises: who took part in two asks for each."""
    kept: Rows = {}
    for model, keys in rows.items():
        path = ties.path_to(model, Exercise)
        if path:
            kept[model] = {
                pk
                for some in ties.pieces(keys)
                for pk in model._base_manager.filter(pk__in=some, **{path: exercise.pk}).values_list("pk", flat=True)
            }
        else:
            kept[model] = keys
    return {model: keys for model, keys in kept.items() if keys}


def _by_email(exercise: Exercise, email: str) -> tuple[Rows, Rows]:
    """Look through every table that may hold the address: opened in batches, since what is encrypted has no index."""
    own: Rows = defaultdict(set)
    mentions: Rows = defaultdict(set)
    stands = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE)
    for model, entry in _searched():
        rows = ties.of_exercise(model, exercise)
        if rows is None:
            continue
        for name in entry.of_class("personal", "special"):
            found = own if entry.fields[name] == "personal" else mentions
            found[model] |= set(_holding(rows, model._meta.get_field(name), email, stands))
    return dict(own), dict(mentions)


def _searched() -> Iterator[tuple[Model, classification.Entry]]:
    for model in apps.get_models():
        entry = classification.of(model)
        if entry.whose in SEARCHED:
            yield model, entry


def _holding(rows: models.QuerySet[Any], one: Any, email: str, stands: re.Pattern[str]) -> Iterator[Any]:
    name = one.attname
    if isinstance(one, EncryptedTextField):
        filled = rows.exclude(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__still_sealed_as": ""}))
        for row in filled.only("pk", name).order_by("pk").iterator(chunk_size=BATCH):
            if any(stands.search(words) for words in said_in(getattr(row, name))):
                yield row.pk
    elif isinstance(one, (*PLAIN, models.JSONField)):
        # The database finds what may fit, in its own way with capitals; then the whole address has to stand there.
        likely = rows.filter(**{f"{name}__icontains": email}).only("pk", name)
        for row in likely.iterator(chunk_size=BATCH):
            if any(stands.search(words) for words in said_in(getattr(row, name))):
                yield row.pk


def said_in(value: Any) -> Iterator[str]:
    """Return every text in a value, however deep it lies."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from said_in(key)
            yield from said_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from said_in(one)
