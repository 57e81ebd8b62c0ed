"""
Very many rows in one transaction that is as short as the database allows.

All is worked out and written to files before it opens, and then only poured in. PostgreSQL takes the files by COPY;
SQLite, which lets nobody else write meanwhile, by one prepared statement. Memory does not grow with the rows.
"""

from __future__ import annotations

import datetime as dt
import json
import marshal
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models

AT_ONCE = 1000


class Numbers:
    """Primary keys of rows that are not written yet, so that others can name them.

    PostgreSQL's sequence hands them out for good. SQLite has none to hand out before the transaction: there they count
    from 1, and `settle`, within the transaction, finds out what is to be added.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.given, self.offset = model, 0, 0

    def take(self, count: int) -> Sequence[int]:
        """Return the keys of so many rows."""
        first = self.given + 1
        self.given += count
        if connection.vendor != "postgresql":
            return range(first, first + count)
        table, column = self.model._meta.db_table, self.model._meta.pk.column
        with connection.cursor() as cursor:
            sql = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sql, [table, column, count])
            return [number for (number,) in cursor.fetchall()]

    def settle(self) -> None:
        """Find where the keys begin, once the transaction holds the right to write and before anything is poured."""
        if connection.vendor == "postgresql":
            return
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            (used,) = cursor.fetchone()
            cursor.execute(f"SELECT max(id) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            (highest,) = cursor.fetchone()
        self.offset = max(used or 0, highest or 0)


class Spool:
    """Rows of one table that wait in a nameless file to be poured into it."""

    def __init__(
        self, model: type[models.Model], names: Sequence[str], numbers: dict[str, Numbers] | None = None
    ) -> None:
        self.model, self.numbers = model, numbers or {}
        self.fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self.copies = connection.vendor == "postgresql"

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *problem: object) -> None:
        self.file.close()

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Note rows, each with a value for every field."""
        ready = [[_plain(field, value) for field, value in zip(self.fields, row, strict=True)] for row in rows]
        for first in range(0, len(ready), AT_ONCE):
            some = ready[first : first + AT_ONCE]
            if self.copies:
                self.file.write("".join("\t".join(map(_copied, row)) + "\n" for row in some).encode())
            else:
                marshal.dump(some, self.file)

    def pour(self) -> None:
        """Write all rows into their table, in the caller's transaction."""
        quote = connection.ops.quote_name
        self.file.flush()
        end = self.file.tell()
        self.file.seek(0)
        table = quote(self.model._meta.db_table)
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        with connection.cursor() as cursor:
            if self.copies:
                with connection.wrap_database_errors:
                    cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", self.file)
                return
            places = ", ".join(self._place(field) for field in self.fields)
            statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
            for some in self._read(end):  # not all as one iterator: Django would keep every row that has gone through
                cursor.executemany(statement, some)

    def _place(self, field: models.Field[Any, Any]) -> str:
        """Return where a value stands in the statement; a key that counts from 1 is moved to where it is free."""
        numbers = self.numbers.get(field.name)
        return f"%s + {numbers.offset}" if numbers else "%s"

    def _read(self, end: int) -> Iterator[list[list[Any]]]:
        while self.file.tell() < end:
            yield marshal.load(self.file)  # noqa: S302 - our own file, which has no name


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    """Return a value as the database's driver takes it, in types that any file can hold."""
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    value = field.get_db_prep_save(value, connection)
    return str(value) if isinstance(value, str | dt.datetime | dt.date | uuid.UUID) else value


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: Any) -> str:
    """Return a value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
