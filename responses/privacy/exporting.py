"""Everything that is held on one person, as a folder: to read, for a machine, and the files as they came."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from common import classification, clock
from common.text import newlines
from responses.drafts.models import Draft
from responses.moments import stamp
from responses.privacy import ties
from responses.privacy.finding import Subject
from responses.privacy.labels import titled
from responses.privacy.ties import Model
from responses.submission import references
from responses.submission.models import Response
from responses.submission.reads import answers_in_words

STAFF = "a member of staff"
LONGEST_NAME = 150  # bytes: file systems take 255, some that encrypt fewer
WRITTEN = 2  # to read, and for a machine; the other files are those that came


def export(subject: Subject, folder: Path) -> list[Path]:
    """Write a folder with `read-me-first.txt`, `held.json` and the files; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    held = {label: list(rows) for label, rows in _tables(subject.rows)}
    mentioned = {label: list(rows) for label, rows in _tables(subject.mentions)}
    machine = folder / "held.json"
    told = {
        "exercise": subject.exercise.slug,
        "made": clock.now(),
        "looked_for_by": subject.asked,
        "held": held,
        "mentioned_in_words_of_others": mentioned,
    }
    machine.write_text(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2), encoding="utf-8")
    files = list(_files(subject, folder / "files"))
    readable = folder / "read-me-first.txt"
    readable.write_text("\n".join(_in_words(subject, files)) + "\n", encoding="utf-8")
    return [readable, machine, *files]


def _tables(rows: ties.Rows) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    for model, keys in sorted(rows.items(), key=lambda pair: pair[0]._meta.label):
        yield model._meta.label, _rows(model, keys)


def _rows(model: Model, keys: set[Any]) -> Iterator[dict[str, Any]]:
    """Return rows without what opens anything, and without the names of staff."""
    fields = classification.of(model).of_class("open", "personal", "special")
    for some in ties.pieces(keys):
        for row in model._base_manager.filter(pk__in=some).order_by("pk"):
            yield {name: _told(row, model._meta.get_field(name)) for name in fields}


def _told(row: Any, one: Any) -> Any:
    if one.is_relation:
        if one.related_model._meta.label == "accounts.User":
            return STAFF if getattr(row, one.attname) else None
        return getattr(row, one.attname)
    value = getattr(row, one.attname)
    if isinstance(one, models.FileField):
        return str(value)
    if one.choices and value not in {None, ""}:
        return dict(one.flatchoices).get(value, value)
    if isinstance(one, models.BinaryField):  # what was worked out from their words, as figures
        return bytes(value).hex()
    return value


def _files(subject: Subject, folder: Path) -> Iterator[Path]:
    for model, keys in subject.rows.items():
        for one in model._meta.local_concrete_fields:
            if isinstance(one, models.FileField):
                for row in model._base_manager.filter(pk__in=keys).exclude(**{one.attname: ""}):
                    yield _copied(row, getattr(row, one.attname), folder)


def _copied(row: Any, file: Any, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    name = "".join(one if one.isalnum() or one in "-_. " else "_" for one in getattr(row, "name", "") or "file")
    shown = name.encode()[-LONGEST_NAME:].decode(errors="ignore").strip(". ")  # its end says what kind of file it is
    target = folder / f"{row.pk}-{shown or 'file'}"
    with file.open("rb") as opened, target.open("wb") as made:
        shutil.copyfileobj(opened, made)
    return target


def _in_words(subject: Subject, files: list[Path]) -> Iterator[str]:
    yield f"What is held on you in the exercise {subject.exercise.slug}, as of {stamp(clock.now())}."
    yield f"You were looked for by {subject.asked}. The same for a machine is in held.json."
    for response in subject.responses:
        yield from _response(response)
    for draft in Draft.objects.filter(pk__in=subject.rows.get(Draft, ())).order_by("pk"):
        yield from ["", f"DRAFT, last changed {stamp(draft.updated_at)}", *_pairs({**draft.who, **draft.intake})]
    if files:
        yield from ["", "FILES", *(f"  files/{path.name}" for path in files)]
    yield from ["", "WHAT IS HELD, AND WHY"]
    for model in sorted(subject.rows, key=lambda one: one._meta.label):
        entry = classification.of(model)
        yield f"  {titled(model._meta.label)}: {len(subject.rows[model])}. {entry.why}"
        yield f"    Kept {classification.periods()[entry.kept]}."
    if subject.mentions:
        yield from ["", "MENTIONED IN WORDS OF OTHERS, which are listed in held.json and may have to be redacted first"]


def _response(response: Response) -> Iterator[str]:
    yield ""
    yield f"RESPONSE {references.grouped(response.reference)}, received {stamp(response.received_at)}"
    who = {
        "How it came": response.get_channel_display(),
        "Answered as": response.get_kind_display(),
        "Organisation": response.organisation_name,
        "Position": response.position_held,
        "Asked to keep it confidential": response.confidentiality_reason,
        "May be published": "yes" if response.may_publish else "no",
    }
    yield from _pairs(who)
    contact = getattr(response, "contact", None)
    if contact:
        yield from _pairs(contact.details)
    for page in answers_in_words(response):
        for row in page.rows:
            yield f"  {row.label}"
            said = [row.answer.text] if row.answer else list(row.lines)
            yield from (f"    {line}" for text in said for line in newlines(text).split("\n"))
    for act in response.acts.order_by("version"):
        yield f"  {stamp(act.at)}: {act.get_verb_display()}{f'. {act.note}' if act.note else ''}"


def _pairs(said: dict[str, Any]) -> Iterator[str]:
    yield from (f"  {str(name).replace('_', ' ')}: {value}" for name, value in said.items() if value not in ("", None))
