"""What was found on a person, thing by thing, so that somebody can say which of it is theirs: many share a name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse

from common.errors import DomainError
from engagement.models import Exercise
from responses.drafts.models import Draft
from responses.intake.mail.models import Message
from responses.intake.models import Original
from responses.moments import stamp
from responses.privacy import blanking, erasing, finding, ties
from responses.privacy.finding import Subject
from responses.privacy.labels import titled
from responses.privacy.ties import Model, Rows
from responses.register.models import StakeholderContact
from responses.submission.models import Response
from responses.submission.references import grouped

BETWEEN = frozenset({"responses.SameVoice"})  # of two responses: a sign of one person, and often of two in one house
MOST = 40  # things on one page; each is looked up with all that hangs on it


class TooMany(DomainError):
    default_message = f"More than {MOST} things fit. Look for a whole name, an email address or a telephone number."


@dataclass(frozen=True)
class Thing:
    """One thing that was found, such as a response, with all that hangs on it."""

    title: str
    url: str
    key: str  # its roots, as a page names them
    tables: list[tuple[str, int]]


def things(subject: Subject) -> list[Thing]:
    """Return what was found, as things that hang together; raises TooMany rather than show a part of it."""
    found: list[tuple[set[tuple[Model, Any]], Rows]] = []
    for root in _pairs(subject.roots):
        if any(root[1] in rows.get(root[0], ()) for _, rows in found):
            _join(found, {root}, {})
            continue
        if len(found) == MOST:
            raise TooMany
        _join(found, {root}, finding.of_roots(subject.exercise, {root[0]: {root[1]}}))
    return [_thing(subject.exercise, roots, rows) for roots, rows in found]


def _pairs(rows: Rows) -> list[tuple[Model, Any]]:
    """Return rows one by one: responses first, since most hangs on them."""
    ordered = sorted(rows, key=lambda model: (model is not Response, model._meta.label))
    return [(model, pk) for model in ordered for pk in sorted(rows[model])]


def _join(found: list[tuple[set[tuple[Model, Any]], Rows]], roots: set[tuple[Model, Any]], rows: Rows) -> None:
    """Add a thing, as a part of those with which it has a row in common."""
    said = {**rows}
    for model, pk in roots:
        said[model] = said.get(model, set()) | {pk}
    telling = {model: keys for model, keys in said.items() if model._meta.label not in BETWEEN}
    alike = [one for one in found if any(keys & one[1].get(model, set()) for model, keys in telling.items())]
    for one in alike:
        found.remove(one)
        roots = roots | one[0]
        said = {model: said.get(model, set()) | one[1].get(model, set()) for model in {*said, *one[1]}}
    found.append((roots, said))


def _thing(exercise: Exercise, roots: set[tuple[Model, Any]], rows: Rows) -> Thing:
    key = ",".join(sorted(f"{model._meta.label}:{pk}" for model, pk in roots))
    title, url = _told(exercise, rows)
    return Thing(title or _name(min(roots, key=str)[0]), url, key, tables_of(rows))


def _told(exercise: Exercise, rows: Rows) -> tuple[str, str]:
    """Return what a thing is called and where staff read it."""
    if rows.get(Response):
        some = list(Response.objects.filter(pk__in=rows[Response]).order_by("-id"))
        called = "; ".join(
            f"{grouped(one.reference)}, {one.get_channel_display().lower()}, {stamp(one.received_at)}" for one in some
        )
        address = reverse("responses_staff:response", args=[exercise.slug, some[0].reference])
        return f"Response {called}", address
    if rows.get(Message):
        message = Message.objects.filter(pk__in=rows[Message]).order_by("pk").first()
        assert message is not None
        address = reverse("responses_staff:mail_message", args=[exercise.slug, message.pk])
        return f"Email received {stamp(message.received_at)}", address
    if rows.get(Draft):
        draft = Draft.objects.filter(pk__in=rows[Draft]).order_by("-updated_at")[0]
        return f"Draft, last changed {stamp(draft.updated_at)}", ""
    if rows.get(StakeholderContact):
        contact = StakeholderContact.objects.select_related("stakeholder").get(pk=min(rows[StakeholderContact]))
        return f"Contact of {contact.stakeholder.name}, on the register of stakeholders", ""
    return "", ""


def roots_of(keys: Collection[str]) -> Rows:
    """Read what a page names; nonsense names nothing."""
    found: Rows = {}
    for one in ",".join(keys).split(","):
        label, _, pk = one.partition(":")
        if pk.isascii() and pk.isdigit() and len(pk) < 19 and label.count(".") == 1:
            try:
                found.setdefault(apps.get_model(label), set()).add(int(pk))
            except LookupError:
                continue
    return found


def tables_of(rows: Rows) -> list[tuple[str, int]]:
    """Return the tables in which something is held on a person, by name, and how many rows of each."""
    holding = [model for model in rows if blanking.blankable(model) or model._meta.label in blanking.DELETED]
    return sorted((_name(model), len(rows[model])) for model in holding)


def going(rows: Rows) -> list[tuple[str, int]]:
    """Return the tables of which an erasure takes something, by name, and of how many rows: as its record counts them.

    What staff did stays, and only notes on it go; a private link that was stopped before is no longer there to stop.
    """
    found: list[tuple[str, int]] = []
    for model, keys in erasing.with_shared_files(rows).items():
        if not blanking.blankable(model) and model._meta.label not in blanking.DELETED:
            continue
        filled = model._base_manager.filter(blanking.says_something(model))
        if count := sum(filled.filter(pk__in=some).count() for some in ties.pieces(keys)):
            found.append((titled(model._meta.label, gone=True), count))
    return sorted(found)


def shared_files(rows: Rows) -> list[Original]:
    """Return the files that go although others' answers came in them too."""
    beside = erasing.with_shared_files(rows).get(Original, set()) - rows.get(Original, set())
    beside |= ties.held_by_others_too(rows)
    return list(Original.objects.filter(pk__in=beside, erased_at=None).order_by("pk"))


@dataclass(frozen=True)
class Mentions:
    """Where others mention a person in their own words: responses by reference, and how many rows elsewhere."""

    references: list[str]
    elsewhere: list[tuple[str, int]]


def mentions_of(subject: Subject) -> Mentions:
    """Return where others mention the person, to be read and redacted by hand."""
    references: set[str] = set()
    elsewhere: list[tuple[str, int]] = []
    for model, keys in subject.mentions.items():
        path = ties.path_to(model, Response)
        if path is None:
            elsewhere.append((_name(model), len(keys)))
            continue
        for some in ties.pieces(keys):
            column = "reference" if path == "pk" else f"{path}__reference"
            found = model._base_manager.filter(pk__in=some, **{f"{column}__isnull": False})
            references |= set(found.values_list(column, flat=True))
    return Mentions(sorted(references), sorted(elsewhere))


def _name(model: type[models.Model]) -> str:
    return titled(model._meta.label)


def counted(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return counts that are on record, by the names of the tables for people."""
    return sorted((titled(label, gone=True), count) for label, count in counts.items())
