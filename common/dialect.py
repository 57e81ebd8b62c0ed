"""Where the two databases differ, and only what the ORM does not level out."""

from collections.abc import Sequence
from typing import IO

from django.db import connection


def copy_query_to(stream: IO[bytes], sql: str, params: Sequence[object] = ()) -> None:
    """
    Have PostgreSQL write a query's rows to a stream as CSV, every value in quotes, in memory that does not grow.

    SQLite has nothing like it: there the caller writes row by row.
    """
    if connection.vendor != "postgresql":
        raise NotImplementedError("COPY is PostgreSQL's; write the rows with the csv module on other databases.")
    with connection.cursor() as cursor:
        query = cursor.cursor.mogrify(sql, params).decode()
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *, ENCODING 'UTF8')", stream)
