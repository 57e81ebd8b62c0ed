"""
Queries that are written once.

For most of our pages Django takes longer to put a query into SQL than the database takes to answer it. A prepared query
is compiled when it is first asked; from then on only its values are put in. Rows become objects as they always do.

    @prepared
    def link_by_token(token_hash: str) -> QuerySet[PrivateLink]:
        return PrivateLink.objects.select_related("draft").filter(token_hash=token_hash)

    links = link_by_token(tokens.hash_token(token))       # a list

Every parameter is a text or a whole number, is used as it is (no `in`, no slices), and changes nothing else.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps
from inspect import signature
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar

from django.db import connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)


def prepared(make: Callable[P, models.QuerySet[M]]) -> Callable[P, list[M]]:
    """Compile the function's query once per kind of database, and return its rows."""
    known = {
        name: _marker(place, getattr(each.annotation, "__name__", each.annotation))
        for place, (name, each) in enumerate(signature(make).parameters.items())
    }
    compiled: dict[str, tuple[SQLCompiler, str, tuple[Any, ...], dict[int, Any]]] = {}

    @wraps(make)
    def rows(*args: P.args, **kwargs: P.kwargs) -> list[M]:
        alias = "default"
        connection = connections[alias]
        if connection.vendor not in compiled:
            compiler = make(**known).query.get_compiler(connection=connection)  # type: ignore[arg-type, call-arg]
            sql, parameters = compiler.as_sql()
            missing = set(known.values()).difference(parameters)
            assert not missing, f"{make.__qualname__}: not every parameter reaches the SQL as it is: {missing}"
            converters = compiler.get_converters([each for each, _, _ in compiler.select])
            compiled[connection.vendor] = compiler, sql, parameters, converters
        compiler, sql, parameters, converters = compiled[connection.vendor]
        values = dict(zip(known.values(), args, strict=False)) | {known[name]: value for name, value in kwargs.items()}
        bound = copy.copy(compiler)
        bound.connection = connection
        filled = sql, tuple(values.get(each, each) for each in parameters)
        bound.as_sql = lambda *_, **__: filled  # type: ignore[assignment, method-assign]
        bound.get_converters = lambda _: converters  # type: ignore[assignment, method-assign]
        source = SimpleNamespace(
            db=alias, query=SimpleNamespace(get_compiler=lambda using: bound), _known_related_objects={}
        )
        return list(ModelIterable(source))  # type: ignore[arg-type]

    return rows


def _marker(place: int, kind: str) -> str | int:
    """Return a value that no query has of itself, to find the parameter by in the compiled query."""
    if kind not in {"str", "int"}:
        raise TypeError(f"A prepared query takes texts and whole numbers, not {kind}.")
    return f"\ufdd0parameter {place}" if kind == "str" else 32_767 - place
