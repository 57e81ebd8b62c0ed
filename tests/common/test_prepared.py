"""Prepared queries give the rows of the plain query, with the values of each call."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from common.models import OutboxMessage
from common.prepared import prepared

pytestmark = pytest.mark.django_db


COLUMNS = [column.attname for column in OutboxMessage._meta.concrete_fields]


@prepared
def rows(kind: str, attempts: int) -> QuerySet[OutboxMessage, tuple[Any, ...]]:
    """Waiting messages of a kind that were tried so often."""
    waiting = OutboxMessage.objects.filter(kind=kind, attempts=attempts, done_at=None)
    return waiting.order_by("pk").values_list(*COLUMNS)


def messages(*args: Any, **kwargs: Any) -> list[OutboxMessage]:
    return [OutboxMessage.from_db("default", COLUMNS, row) for row in rows(*args, **kwargs)]


def put(kind: str, attempts: int = 0) -> OutboxMessage:
    from common import clock

    now = clock.now()
    return OutboxMessage.objects.create(kind=kind, payload={"of": kind}, available_at=now, attempts=attempts)


def test_each_call_has_its_own_values() -> None:
    first, second, often = put("a"), put("b"), put("a", 3)
    for _ in range(2):
        assert messages("a", 0) == [first]
        assert messages("b", 0) == [second]
        assert messages(kind="a", attempts=3) == [often]
        assert messages("nobody's", 0) == []


def test_rows_are_the_plain_ones() -> None:
    put("a")
    (row,) = messages("a", 0)
    plain = OutboxMessage.objects.get(pk=row.pk)
    assert {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in plain._meta.concrete_fields
    }
    row.attempts = 7
    row.save(update_fields=["attempts"])
    assert messages("a", 7) == [row]


def test_values_never_become_sql() -> None:
    put("a")
    assert messages("a' OR '1'='1", 0) == []


def test_one_query_a_call() -> None:
    messages("a", 0)
    with CaptureQueriesContext(connection) as asked:
        messages("a", 0)
    assert len(asked) == 1


def test_only_what_reaches_the_sql_as_it_is() -> None:
    @prepared
    def sliced(kind: str, attempts: int) -> QuerySet[OutboxMessage, tuple[Any, ...]]:
        return OutboxMessage.objects.filter(kind=kind, attempts=attempts + 1).values_list()

    with pytest.raises(TypeError, match="not every parameter"):
        sliced("a", 1)
    with pytest.raises(TypeError, match="texts and whole numbers"):

        @prepared
        def listed(kinds: list[str]) -> QuerySet[OutboxMessage]:
            return OutboxMessage.objects.filter(kind__in=kinds).values_list()


@pytest.mark.django_db(transaction=True)
def test_the_connection_that_asks_first_is_not_kept() -> None:
    @prepared
    def tried(kind: str) -> QuerySet[OutboxMessage, tuple[Any, ...]]:
        return OutboxMessage.objects.filter(kind=kind).values_list("pk", "available_at")

    def ask() -> tuple[weakref.ref[Any], list[Any]]:
        found = tried("a")
        connection.close()
        return weakref.ref(connections["default"]), found

    message = put("a")
    with ThreadPoolExecutor(1) as thread:
        first, found = thread.submit(ask).result()
    gc.collect()
    assert first() is None
    assert tried("a") == found == [(message.pk, message.available_at)]
