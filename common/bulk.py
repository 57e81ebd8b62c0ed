"""
Very many rows in one transaction that is as short as the database allows.

All is worked out and laid aside before it opens, and then only poured in. PostgreSQL takes nameless files by COPY.
SQLite, which lets nobody else write meanwhile, copies from a temporary table of this connection, which lies in a file
of its own: no row passes through Python while others wait. Memory does not grow with the rows.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import IO, Any

from django.db import connection, models

AT_ONCE = 500
POURED_AT_ONCE = 20_000  # rows between two words on how far it is
Told = Callable[[int], None]  # is told how many more rows are written


def _silent(_: int) -> None:
    """Tell nobody."""


@contextmanager
def unmapped() -> Iterator[None]:
    """Have SQLite read its file rather than map it: what is mapped counts as memory of this process."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA main.mmap_size")
        (before,) = cursor.fetchone() or (0,)
        cursor.execute("PRAGMA main.mmap_size = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA main.mmap_size = {before}")


def insert_from(model: type[models.Model], names: Sequence[str], rows: models.QuerySet[Any, Any]) -> None:
    """Add a row for each that a query yields, without any of them passing through Python."""
    fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) {sql}", values)


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
    """Rows of one table that are laid aside to be poured into it."""

    def __init__(
        self, model: type[models.Model], names: Sequence[str], numbers: dict[str, Numbers] | None = None
    ) -> None:
        self.model, self.numbers, self.count = model, numbers or {}, 0
        self.fields: list[models.Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
        self.aside: _File | _Table = (_File if connection.vendor == "postgresql" else _Table)(len(names))

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *problem: object) -> None:
        self.aside.close()

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Note rows, each with a value for every field."""
        for first in range(0, len(rows), AT_ONCE):
            some = rows[first : first + AT_ONCE]
            self.aside.add(
                [[_plain(field, value) for field, value in zip(self.fields, row, strict=True)] for row in some]
            )
        self.count += len(rows)

    def pour(self, told: Told = _silent) -> None:
        """Write all rows into their table, in the caller's transaction."""
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        columns = ", ".join(quote(str(field.column)) for field in self.fields)
        self.aside.pour(f"{table} ({columns})", [self._offset(field) for field in self.fields], self.count, told)

    def _offset(self, field: models.Field[Any, Any]) -> int | None:
        """Return what is added to a key that counts from 1, to move it to where it is free."""
        numbers = self.numbers.get(field.name)
        return numbers.offset if numbers else None


class _File:
    """Rows in a nameless file, as COPY reads them."""

    def __init__(self, width: int) -> None:
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        self.file.write("".join("\t".join(map(_copied, row)) + "\n" for row in rows).encode())

    def pour(self, into: str, offsets: Sequence[int | None], rows: int, told: Told) -> None:
        self.file.flush()
        size = self.file.tell()
        self.file.seek(0)
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.cursor.copy_expert(f"COPY {into} FROM STDIN", _Watched(self.file, size, rows, told))

    def close(self) -> None:
        self.file.close()


class _Watched:
    """A file that tells, as it is read, how many of its rows that must be."""

    def __init__(self, file: IO[bytes], size: int, rows: int, told: Told) -> None:
        self.file, self.size, self.rows, self.told, self.so_far = file, size, rows, told, 0

    def read(self, length: int = -1) -> bytes:
        """Return the next bytes."""
        found = self.file.read(length)
        passed = self.rows * self.file.tell() // max(self.size, 1)
        if passed - self.so_far >= POURED_AT_ONCE or not found:
            self.told(passed - self.so_far)
            self.so_far = passed
        return found


_NUMBER = count(1)


class _Table:
    """Rows in a temporary table, which only this connection sees and for which nobody waits."""

    def __init__(self, width: int) -> None:
        self.name = f"temp.spool_{next(_NUMBER)}"
        self.columns = [f"c{number}" for number in range(width)]
        self.waiting: list[Sequence[Any]] = []
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp.mmap_size = 0")  # else all of it would count as this process's memory
            cursor.execute(f"CREATE TEMPORARY TABLE {self.name.partition('.')[2]} ({', '.join(self.columns)})")

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, as many at once as ever: SQLite's driver keeps each statement that it has seen."""
        self.waiting.extend(rows)
        while len(self.waiting) >= AT_ONCE:
            self._write(self.waiting[:AT_ONCE])
            del self.waiting[:AT_ONCE]

    def _write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows by one statement, which is one transaction: one for each row would take ten times as long."""
        row = f"({', '.join(['%s'] * len(self.columns))})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.name} VALUES {', '.join([row] * len(rows))}",  # noqa: S608 - names of ours
                [value for each in rows for value in each],
            )

    def pour(self, into: str, offsets: Sequence[int | None], rows: int, told: Told) -> None:
        if self.waiting:
            self._write(self.waiting)
            self.waiting = []
        moved = [f"{name} + {by}" if by else name for name, by in zip(self.columns, offsets, strict=True)]
        statement = f"INSERT INTO {into} SELECT {', '.join(moved)} FROM {self.name} WHERE rowid BETWEEN %s AND %s"  # noqa: S608
        with connection.cursor() as cursor:
            for first in range(1, rows + 1, POURED_AT_ONCE):
                last = min(first + POURED_AT_ONCE - 1, rows)
                cursor.execute(statement, [first, last])
                told(last - first + 1)

    def close(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.name}")


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
