"""Every field of every table is classified, so that nobody adds one without asking whose it is."""

from django.apps import apps

from common import classification
from common.fields import EncryptedTextField


def test_every_field_of_every_table_is_classified() -> None:
    assert classification.unclassified() == []


def test_nothing_is_classified_that_is_not_there() -> None:
    assert classification.gone() == []


def test_a_field_that_nobody_classified_is_found(monkeypatch) -> None:
    entry = classification.entries()["responses.Answer"]
    less = {name: found for name, found in entry.fields.items() if name != "text"}
    more = {**less, "mood": "special"}
    changed = classification.Entry(entry.label, entry.whose, entry.why, entry.kept, more)
    monkeypatch.setattr(classification, "entries", lambda: {**_all, "responses.Answer": changed})

    assert classification.unclassified() == ["responses.Answer.text"]
    assert classification.gone() == ["responses.Answer.mood"]


def test_what_is_encrypted_is_never_called_open() -> None:
    found = {
        f"{model._meta.label}.{field.name}": classification.of(model).fields[field.name]
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert found
    assert [name for name, given in found.items() if given == "open"] == []


def test_every_table_says_why_it_is_held_in_a_sentence() -> None:
    assert [label for label, entry in _all.items() if not (entry.why[0].isupper() and entry.why.endswith("."))] == []


_all = classification.entries()
