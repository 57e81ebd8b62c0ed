"""What is held of whom and why: reads `classification.yaml`, which names every field of every table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models

PATH = Path(__file__).with_suffix(".yaml")
CLASSES = ("open", "personal", "special", "secret")
WHOSE = ("respondents", "stakeholders", "staff", "nobody")


@dataclass(frozen=True)
class Entry:
    """One table: whose data it holds, why, how long, and the class of each of its fields."""

    label: str
    whose: str
    why: str
    kept: str
    fields: dict[str, str]

    def of_class(self, *classes: str) -> list[str]:
        """Return the names of the fields of these classes, in the order of the file."""
        return [name for name, found in self.fields.items() if found in classes]


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return found


@cache
def entries() -> dict[str, Entry]:
    """Return every table by its label, such as `responses.Answer`. ValueError where a field stands in two classes."""
    return {label: _entry(label, given) for label, given in _read()["models"].items()}


def _entry(label: str, given: dict[str, Any]) -> Entry:
    unknown = set(given) - {"whose", "why", "kept", *CLASSES}
    if unknown or given["whose"] not in WHOSE or given["kept"] not in periods():
        raise ValueError(f"{label} in classification.yaml: {sorted(unknown) or 'whose or kept'} is not known.")
    fields: dict[str, str] = {}
    for name in CLASSES:
        for field in given.get(name, []):
            if fields.setdefault(field, name) != name:
                raise ValueError(f"{label}.{field} in classification.yaml is both {fields[field]} and {name}.")
    return Entry(label, given["whose"], given["why"], given["kept"], fields)


def classes() -> dict[str, str]:
    """Return what each class means, in words."""
    return dict(_read()["classes"])


def periods() -> dict[str, str]:
    """Return what each name under `kept` means, in words."""
    return dict(_read()["kept"])


def of(model: type[models.Model]) -> Entry:
    """Return the entry of a model; KeyError where it has none."""
    return entries()[model._meta.label]


def unclassified() -> list[str]:
    """Return the fields of the site's tables that nobody has classified, such as `responses.Answer.text`."""
    return [f"{label}.{name}" for label, names in _held().items() for name in names if name not in _fields_of(label)]


def gone() -> list[str]:
    """Return what is classified and does not exist any more."""
    held = _held()
    return [
        f"{label}.{name}"
        for label, entry in entries().items()
        for name in entry.fields
        if name not in held.get(label, [])
    ]


def _fields_of(label: str) -> dict[str, str]:
    entry = entries().get(label)
    return entry.fields if entry else {}


def _held() -> dict[str, list[str]]:
    found = apps.get_models(include_auto_created=True)
    return {model._meta.label: [field.name for field in model._meta.local_concrete_fields] for model in found}
