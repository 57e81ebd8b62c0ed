"""
Queries that are written once.

For most of our pages Django takes longer to put a query into SQL than the database takes to answer it. A prepared query
is compiled when it is first asked; from then on only its values are put in.

    @prepared
    def link_by_token(token_hash: str) -> QuerySet[PrivateLink, tuple[Any, ...]]:
        return PrivateLink.objects.filter(token_hash=token_hash).values_list("capability", "draft__created_at")

    for capability, begun_at in link_by_token(tokens.hash_token(token)): ...

Every parameter is a text or a whole number, is used as it is (no `in`, no slices), and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec

from django.db import connection, models

P = ParamSpec("P")
Row = tuple[Any, ...]
Converters = dict[int, tuple[list[Callable[..., Any]], Any]]


def prepared(make: Callable[P, models.QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Compile the function's query, a values_list, once per kind of database, and return its rows."""
    known = {
        name: _marker(place, getattr(each.annotation, "__name__", each.annotation))
        for place, (name, each) in enumerate(signature(make).parameters.items())
    }
    compiled: dict[str, tuple[str, Row, Converters]] = {}

    @wraps(make)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        if connection.vendor not in compiled:
            query = make(**known)  # type: ignore[call-arg, arg-type]
            compiled[connection.vendor] = _compiled(query, make.__qualname__, set(known.values()))
        sql, parameters, converters = compiled[connection.vendor]
        values: dict[Any, Any] = dict(zip(known.values(), args, strict=False))
        values |= {known[name]: value for name, value in kwargs.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(values.get(each, each) for each in parameters))
            return [_converted(row, converters) for row in cursor.fetchall()]

    return rows


def _compiled(query: models.QuerySet[Any, Row], name: str, markers: set[str | int]) -> tuple[str, Row, Converters]:
    compiler = query.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    missing = markers.difference(parameters)
    if missing:
        raise TypeError(f"{name}: not every parameter reaches the SQL as it is: {missing}")
    found, ops = compiler.get_converters([each for each, _, _ in compiler.select]), compiler.connection.ops
    converters = {place: ([_free(step, ops) for step in steps], of) for place, (steps, of) in found.items()}
    return sql, parameters, converters


def _free(step: Callable[..., Any], ops: object) -> Callable[..., Any]:
    """
    Return a converter that belongs to no connection: one of the database's is looked up on the connection that asks.

    Otherwise the connection of the thread that asked first would convert for all, and stay open when its thread ends.
    """
    if getattr(step, "__self__", None) is not ops:
        return step
    name = step.__name__
    return lambda value, expression, asking: getattr(asking.ops, name)(value, expression, asking)


def _converted(row: Row, converters: Converters) -> Row:
    """Return a row as its fields read it, e.g. as times in UTC."""
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)


def _marker(place: int, kind: str) -> str | int:
    """Return a value that no query has of itself, to find the parameter by in the compiled query."""
    if kind not in {"str", "int"}:
        raise TypeError(f"A prepared query takes texts and whole numbers, not {kind}.")
    return f"\ufdd0parameter {place}" if kind == "str" else 32_767 - place
