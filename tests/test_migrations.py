"""The tests run on tables made straight from the models; here the migrations make the same."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import ConnectionHandler, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.support.worker import database_url

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(240)]


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """Return the address of a database that nothing has been done to."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_migrated"
    beside = psycopg2.connect(database_url())
    beside.autocommit = True
    with beside.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield database_url().removesuffix(connection.settings_dict["NAME"]) + name
        cursor.execute(f'DROP DATABASE "{name}"')
    beside.close()


def tables(database: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """Return the columns and constraints of every table of ours."""
    found = {}
    ask = database.introspection
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    with database.cursor() as cursor:
        for table in (name for name in ask.table_names(cursor) if name.partition("_")[0] in ours):
            columns = [
                (column.name, column.type_code, column.display_size, column.null_ok, column.default)
                for column in ask.get_table_description(cursor, table)
            ]
            constraints = [
                ("" if facts["foreign_key"] or name.startswith("__") else name, *map(str, facts.values()))
                for name, facts in ask.get_constraints(cursor, table).items()  # SQLite numbers those without a name
            ]
            found[table] = {str(fact) for fact in columns + constraints}
    return found


def test_the_migrations_make_the_tables_that_the_models_describe(empty_database: str) -> None:
    environment = {**os.environ, "DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, timeout=220)
    address = {**environ.Env.db_url_config(empty_database), "ENGINE": connection.settings_dict["ENGINE"]}
    migrated = ConnectionHandler({"default": address})["default"]
    try:
        made = tables(migrated)
    finally:
        migrated.close()
    described = tables(connection)
    assert made.keys() == described.keys()
    assert {name: made[name] ^ described[name] for name in made if made[name] != described[name]} == {}
    assert len(made) > 30
