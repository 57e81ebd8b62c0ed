"""Where the two databases differ, and only what the ORM does not level out."""

import datetime as dt
import struct
from collections.abc import Mapping
from typing import IO

from django.db import connection

_HEAD = 19  # bytes before the first row of COPY's binary form: signature, flags, length of an extension that is empty
_ROW = struct.Struct("!hi")  # number of columns, which is one, and the length of the value


def oldest_transaction() -> dt.datetime | None:
    """
    Return when the oldest transaction of others that is under way began, as far as this role may know.

    SQLite has one writer at a time, which gives ids in the order in which rows are committed: there it is nothing.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        # The server's own workers, such as autovacuum's, write none of our rows.
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        found: dt.datetime | None = cursor.fetchone()[0]
    return found


def copy_texts_to(stream: IO[bytes], sql: str, params: Mapping[str, object]) -> None:
    """
    Have PostgreSQL write a query's one column of text to a stream as it stands, in memory that does not grow.

    SQLite has nothing like it: there the caller writes row by row.
    """
    if connection.vendor != "postgresql":
        raise NotImplementedError("COPY is PostgreSQL's; write the rows one by one on other databases.")
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, params).decode()
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT binary)", _Unframed(stream))


class _Unframed:
    """Takes COPY's binary form, in pieces of any size, and writes the values alone; a missing one is nothing."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.waiting, self.at = stream, b"", _HEAD

    def write(self, data: bytes) -> None:
        data, at = self.waiting + data, self.at
        while len(data) >= at + _ROW.size:
            _, length = _ROW.unpack_from(data, at)
            end = at + _ROW.size + max(length, 0)
            if end > len(data):
                break
            self.stream.write(data[at + _ROW.size : end])
            at = end
        self.waiting, self.at = data[at:], max(at - len(data), 0)
