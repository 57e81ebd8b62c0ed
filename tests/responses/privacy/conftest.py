"""Two people answered the same exercise, one of whom asks to be erased; and a look at everything that is held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection

from accounts.models import Role, User
from common.fields import EncryptedTextField
from engagement.models import Exercise
from responses.privacy.finding import said_in
from tests.accounts.factories import member

# Who asks for an erasure and who agrees to it, for the command
BY = ("--by", "officer@example.org", "--agreed-by", "administrator@example.org")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(exercise: Exercise, administrator: User) -> User:
    """Return a communications officer; erasing takes somebody else beside them."""
    return member(exercise.organisation, Role.COMMUNICATIONS, email="officer@example.org")


@pytest.fixture
def administrator(exercise: Exercise) -> User:
    return member(exercise.organisation, Role.ADMINISTRATOR, email="administrator@example.org")


def command(capsys: Any, name: str, *args: str) -> str:
    """Run a command and return what it said."""
    call_command(name, *args)
    return str(capsys.readouterr().out)


def everything_held() -> Iterator[tuple[str, str]]:
    """Return every text that the site holds, with where it stands: all columns as they lie, opened, and all files."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                for row in model._base_manager.all():
                    yield f"{model._meta.label}.{field.name}, opened", " ".join(said_in(getattr(row, field.attname)))
    storage = storages["default"]
    for name in storage.kept():  # type: ignore[attr-defined]
        with storage.open(name) as file:
            yield name, file.read().decode(errors="replace")


def where(*words: str) -> list[str]:
    """Return where any of these words still stands."""
    return sorted({place for place, text in everything_held() for word in words if word.lower() in text.lower()})
