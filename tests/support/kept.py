"""
Rows that an earlier test wrote, written again: loading a pack asks a thousand times, its rows go in by a dozen
statements. Nothing outlives a test but a copy in memory, which is put into tables that are empty again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

VALUES_AT_ONCE = 900  # of a statement; SQLite takes no more than some thousands

# By key: what the writing returned, the tables it filled, and the statements that fill them again
_kept: dict[Hashable, tuple[int, list[str], list[tuple[str, list[Any]]]]] = {}


def rows_of(key: Hashable, write: Callable[[], int]) -> int:
    """Return the id that `write` returns, with its rows in the database: by calling it, or from what it wrote once."""
    if key in _kept:
        made, tables, statements = _kept[key]
        if _empty(tables):
            with transaction.atomic(), connection.cursor() as cursor:
                for sql, values in statements:
                    cursor.execute(sql, values)
            return made
    elif _empty(_our_tables()):
        made = write()
        filled = [table for table in _our_tables() if not _empty([table])]
        _kept[key] = made, filled, [statement for table in filled for statement in _filling(table)]
        return made
    return write()


def _our_tables() -> list[str]:
    ours = (config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR)
    return [model._meta.db_table for config in ours for model in config.get_models(include_auto_created=True)]


def _empty(tables: list[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f'SELECT * FROM (SELECT 1 FROM "{table}" LIMIT 1) AS t' for table in tables))
        return cursor.fetchone() is None


def _filling(table: str) -> Iterator[tuple[str, list[Any]]]:
    """Return the statements that fill a table with the rows that it has now."""
    with connection.cursor() as cursor:
        columns = [f'"{column.name}"' for column in connection.introspection.get_table_description(cursor, table)]
        # A value as SQLite keeps it, and not as its adapters read it, is asked for by an expression.
        plain = [f"+{column}" if connection.vendor == "sqlite" else column for column in columns]
        cursor.execute(f'SELECT {", ".join(plain)} FROM "{table}" ORDER BY id')
        rows = cursor.fetchall()
    row = f"({', '.join(['%s'] * len(columns))})"
    many = max(1, VALUES_AT_ONCE // len(columns))
    for start in range(0, len(rows), many):
        some = rows[start : start + many]
        into = f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES {", ".join([row] * len(some))}'
        yield into, [value for each in some for value in each]
