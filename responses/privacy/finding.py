"""Finding what is held on one person: by a reference, an email address, a telephone number or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
from responses.privacy.person_models import SoughtBy
from responses.privacy.seeking import Sought
from responses.privacy.ties import Model, Rows
from responses.submission.models import Response

BATCH = 200
SEARCHED = ("respondents", "stakeholders")
NOTHING = {
    SoughtBy.EMAIL: "this address",
    SoughtBy.TELEPHONE: "this telephone number",
    SoughtBy.NAME: "this name",
    SoughtBy.REFERENCE: "this reference",
}


@dataclass
class Subject:
    """What is held on one person: their rows, and rows of others in whose words they are mentioned."""

    exercise: Exercise
    sought: Sought
    roots: Rows  # what was found itself; the rest of the rows hangs on it
    rows: Rows
    mentions: Rows = field(default_factory=dict)

    @property
    def asked(self) -> str:
        """Say what they were looked for by, in words that name nobody."""
        return self.sought.in_words

    @property
    def person(self) -> str:
        """Return what stands for them on record."""
        return self.sought.person(self.exercise.pk)

    @property
    def responses(self) -> list[Response]:
        """Return their responses, in the order in which they came."""
        return list(Response.objects.filter(pk__in=self.rows.get(Response, ())).order_by("id"))


def find(exercise: Exercise, wanted: Sought) -> Subject:
    """Find a person; raises DomainError where nothing is held that fits."""
    if wanted.by == SoughtBy.REFERENCE:
        own, mentions = _by_reference(exercise, wanted), Rows()
    else:
        own, mentions = _by_what_stands(exercise, wanted)
    rows = _within(exercise, ties.everything_of(own))
    elsewhere = {model: keys - rows.get(model, set()) for model, keys in mentions.items()}
    elsewhere = {model: keys for model, keys in elsewhere.items() if keys}
    if not rows and not elsewhere:
        raise DomainError(f"Nothing is held on {NOTHING[wanted.by]} in this exercise.")
    return Subject(exercise, wanted, own, rows, elsewhere)


def of_roots(exercise: Exercise, roots: Rows) -> Rows:
    """Return rows of an exercise with all that hangs on them."""
    return _within(exercise, ties.everything_of(_within(exercise, roots)))


def limited(subject: Subject, roots: Rows) -> Subject:
    """Limit to some of what was found; what was not found is left out, whoever names it."""
    chosen = {model: keys & subject.roots.get(model, set()) for model, keys in roots.items()}
    return replace(subject, roots=chosen, rows=of_roots(subject.exercise, chosen))


def _by_reference(exercise: Exercise, wanted: Sought) -> Rows:
    found = Response.objects.filter(exercise=exercise, reference=wanted.text).first()
    if found is None:
        raise DomainError("No response of this exercise has this reference.")
    return {Response: {found.pk}}


def _within(exercise: Exercise, rows: Rows) -> Rows:
    """Leave out rows of other exercises: who took part in two asks for each."""
    kept: Rows = {}
    for model, keys in rows.items():
        path = ties.path_to(model, Exercise)
        if path:
            # Compared here: asked for rows of an exercise, SQLite goes through all of its answers to find a few of them
            kept[model] = {
                pk
                for some in ties.pieces(keys)
                for pk, whose in model._base_manager.filter(pk__in=some).order_by().values_list("pk", path)
                if whose == exercise.pk
            }
        else:
            kept[model] = keys
    return {model: keys for model, keys in kept.items() if keys}


def _by_what_stands(exercise: Exercise, wanted: Sought) -> tuple[Rows, Rows]:
    """Look through every table that may hold it: opened in batches, since what is encrypted has no index."""
    own: Rows = defaultdict(set)
    mentions: Rows = defaultdict(set)
    for model, entry in _searched():
        rows = ties.of_exercise(model, exercise)
        if rows is None:
            continue
        for name in entry.of_class("personal", "special"):
            found = own if entry.fields[name] == "personal" else mentions
            found[model] |= set(_holding(rows, model._meta.get_field(name), wanted))
    return {model: keys for model, keys in own.items() if keys}, dict(mentions)


def _searched() -> Iterator[tuple[Model, classification.Entry]]:
    for model in apps.get_models():
        entry = classification.of(model)
        if entry.whose in SEARCHED:
            yield model, entry


def _holding(rows: models.QuerySet[Any], one: Any, wanted: Sought) -> Iterator[Any]:
    name = one.attname
    if isinstance(one, EncryptedTextField):
        filled = rows.exclude(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__still_sealed_as": ""}))
        for row in filled.only("pk", name).order_by("pk").iterator(chunk_size=BATCH):
            if any(wanted.stands.search(words) for words in said_in(getattr(row, name))):
                yield row.pk
    elif isinstance(one, (*PLAIN, models.JSONField)):
        # The database finds what may fit, in its own way with capitals; then the whole of it has to stand there.
        likely = rows.filter(wanted.may_stand_in(name)).only("pk", name)
        for row in likely.iterator(chunk_size=BATCH):
            if any(wanted.stands.search(words) for words in said_in(getattr(row, name))):
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
