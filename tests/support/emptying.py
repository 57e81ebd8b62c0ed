"""
A test that commits leaves an empty database behind. Django empties every table and then writes its content types and
permissions anew; here the tables that have rows are emptied, and what Django wrote once stays.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

STAYS = {"django_content_type", "auth_permission", "django_migrations"}


@pytest.fixture(scope="session", autouse=True)
def _only_what_was_written_is_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: _empty())
        yield


def _empty() -> None:
    # Deleting a few rows is quicker than truncating; that rows point at each other is looked at when all are gone.
    written = [table for table in _with_rows() if table not in STAYS]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in written:
            cursor.execute(f'DELETE FROM "{table}"')


def _with_rows() -> list[str]:
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]
